"""The terms of partners' contracts in the newsroom file, and in the tables."""

from datetime import UTC, datetime

import pytest

from service.newsroom.load import load
from service.newsroom.plan import PartnerPlan, TermsPlan
from service.syndication.models import Entitlement, Partner, PartnerKey
from tests.cast import NOON
from tests.newsroom.paper import LATER, Paper
from tests.newsroom.test_file import PARTNER, WHOLE, fault_of, plan_of

TERMS = """
formats = ["ninjs", "msn"]
quota = 60
networks = ["192.0.2.7", "2001:db8::/32"]
topics = ["13000000"]
sources = ["wire-folder"]
words = 300
images = false
delay_minutes = 30
advance = true
starts = "2026-11-01"
ends = "2027-11-01"
"""


def the_partner(text: str) -> PartnerPlan:
    return plan_of(text).partners[0]


def test_without_terms_a_partner_may_have_everything() -> None:
    partner = the_partner(WHOLE)
    assert (partner.terms, partner.formats, partner.quota) == (TermsPlan(), (), 600)


def test_a_contract_says_what_of_the_desk_how_much_how_late_and_how_long() -> None:
    partner = the_partner(WHOLE + TERMS)
    assert partner.terms == TermsPlan(
        topics=("13000000",),
        sources=("wire-folder",),
        words=300,
        images=False,
        delay_minutes=30,
        advance=True,
        starts_at=datetime(2026, 11, 1, tzinfo=UTC),
        ends_at=datetime(2027, 11, 1, tzinfo=UTC),
    )
    assert partner.formats == ("ninjs", "msn")
    assert partner.networks == ("192.0.2.7/32", "2001:db8::/32")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"msn"', '"msm"', "formats: there is no format 'msm'; did you mean 'msn'?"),
        ('"msn"', '"atom"', "formats: there is no format 'atom'"),
        ("quota = 60", "quota = -1", "quota: it must be a whole number"),
        ('"192.0.2.7"', '"192.0.2.7/24"', "networks: '192.0.2.7/24' is no network"),
        ('"13000000"', '"99"', "topics: '99'"),
        ('["wire-folder"]', '["wire"]', "sources: there is no source 'wire'"),
        ("words = 300", 'words = "all"', "words: it must be a whole number"),
        ('"2026-11-01"', '"1/11/2026"', "starts: '1/11/2026' is no date"),
        ('"2027-11-01"', '"2026-11-01"', "ends: it does not come after"),
    ],
)
def test_each_fault_names_its_key(old: str, new: str, says: str) -> None:
    assert old in TERMS
    assert f'partner "partner-outlet".{says}' in fault_of(WHOLE + TERMS.replace(old, new))


def test_two_partners_may_do_without_a_key_in_the_file_but_not_share_one() -> None:
    second = PARTNER.replace("partner-outlet", "herald")
    assert 'partner "herald".key: it is the key of' in fault_of(WHOLE + second)
    bare = (WHOLE + second).replace('key = "a-secret-for-trials"\n', "")
    assert [partner.key for partner in plan_of(bare).partners] == ["", ""]


@pytest.mark.django_db
def test_terms_are_loaded_and_a_change_of_them_builds_the_documents_anew(paper: Paper) -> None:
    load(paper.path, NOON)
    Entitlement.objects.update(due_at=None)
    assert load(paper.path, LATER).changed == 0
    assert not Entitlement.objects.exclude(due_at=None).exists()
    paper.write(paper.path.read_text() + TERMS)
    load(paper.path, LATER)
    right = Entitlement.objects.first()
    assert right
    assert (right.topics, right.words, right.images) == (["13000000"], 300, False)
    assert Entitlement.objects.filter(due_at=LATER).count() == Entitlement.objects.count()
    assert Partner.objects.get().formats == ["ninjs", "msn"]
    assert PartnerKey.objects.get().networks == ["192.0.2.7/32", "2001:db8::/32"]


@pytest.mark.django_db
def test_keys_of_the_command_line_are_left_alone(paper: Paper) -> None:
    load(paper.path, NOON)
    made = PartnerKey.objects.create(partner=Partner.objects.get(), name="site", sha256="0" * 64, since=NOON)
    paper.change('key = "a-secret-for-trials"\n', "")
    load(paper.path, LATER)
    made.refresh_from_db()
    assert made.ends_at is None
