"""The keys of a [[digest]] that decide which stories stand in it, in which language, and who says so."""

from pathlib import Path

import pytest

from service.errors import NewsroomFileError
from service.newsroom.file import read
from service.newsroom.plan import DigestPlan

SITE = """
[site]
name = "EurasiaTimes"
url = "https://eurasiatimes.example"
languages = ["fr", "kk"]
sender = "desk@eurasiatimes.example"
"""
DIGEST = """
[[desk]]
slug = "asia"
regions = ["142"]

[[digest]]
desk = "asia"
cadence = "daily"
"""


def digest(more: str = "", site: str = "") -> DigestPlan:
    return read(SITE + site + DIGEST + more, "paper.toml", Path("/")).digests[0]


def test_a_digest_that_says_nothing_takes_every_step_and_waits_for_nobody() -> None:
    plan = digest()
    assert (plan.fallback, plan.wait_minutes, plan.outdated, plan.corrections) == (None, 0, "skip", False)
    assert (plan.minimum, plan.sections, plan.approval_minutes) == (1, "desks", None)


def test_the_site_speaks_for_all_digests_and_a_digest_for_itself() -> None:
    site = 'fallback = ["own"]\nwait_minutes = 20\noutdated = "label"\ncorrections = true\n'
    plan = digest(site=site)
    assert (plan.fallback, plan.wait_minutes, plan.outdated, plan.corrections) == (
        ("own",),
        20,
        "label",
        True,
    )
    own = digest('fallback = []\nwait_minutes = 0\noutdated = "skip"\ncorrections = false\n', site)
    assert (own.fallback, own.wait_minutes, own.outdated, own.corrections) == ((), 0, "skip", False)


def test_approval_sections_and_the_least() -> None:
    plan = digest(
        'approval_minutes = 45\nunapproved = "drop"\nsections = "topics"\nminimum = 3\nlanguage = "ru"'
    )
    assert (plan.approval_minutes, plan.unapproved, plan.sections) == (45, "drop", "topics")
    assert (plan.minimum, plan.language) == (3, "ru")


@pytest.mark.parametrize(
    ("more", "site", "why"),
    [
        ('fallback = ["cousin"]', "", "digest[1].fallback: there is no step 'cousin'"),
        ("", 'fallback = ["own", "own"]', "site.fallback: it names the same thing twice"),
        ("wait_minutes = 121", "", "digest[1].wait_minutes: it must be a whole number from 0 to 120"),
        ("maximum = 3\nminimum = 4", "", "digest[1].minimum: it is more than the maximum of 3"),
        ('outdated = "maybe"', "", "digest[1].outdated: 'maybe' is not known"),
        ("", "corrections = 1", "site.corrections: it must be true or false"),
        ('language = "klingonese-x"', "", "digest[1].language:"),
    ],
)
def test_a_fault_names_the_table_and_the_key(more: str, site: str, why: str) -> None:
    with pytest.raises(NewsroomFileError) as told:
        digest(more, site + "\n" * bool(site))
    assert why in str(told.value)
