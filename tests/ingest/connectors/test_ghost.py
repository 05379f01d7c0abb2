"""A Ghost site is read as it changes; what is for members stays with it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from service.errors import Unreadable
from service.ingest.connectors import ghost
from service.ingest.connectors import ghost_post as posts
from service.ingest.connectors.connector import Errand, Reading
from service.ingest.fetch import LiveWeb
from service.ingest.item import Item, Status
from tests.cast import NOON
from tests.ingest.connectors.sites import Ghost
from tests.ingest.web import Site

HOUR = timedelta(hours=1)


def a_post(number: int, hours_ago: float = 1, **changes: Any) -> dict[str, Any]:
    """A published post for everybody."""
    moment = (NOON - hours_ago * HOUR).strftime("%Y-%m-%dT%H:%M:%S.000+00:00")
    return {
        "id": f"{number:024x}",
        "title": f"Post {number}",
        "html": f"<p>Text {number}.</p>",
        "url": f"https://cms.example/post-{number}/",
        "visibility": "public",
        "access": True,
        "updated_at": moment,
        "published_at": moment,
        **changes,
    }


def visit(site: Site, before: Reading | None = None, now: Any = NOON, **errand: Any) -> Reading:
    """Visit the site, with the cursor of the visit before; items are at hand."""
    cursor = before.cursor if before else {}
    errand = {"secret": Ghost.KEY, **errand}
    reading = ghost.read(Errand(site.url("/"), now, cursor=cursor, **errand), LiveWeb([site.host]))
    assert reading.harvest is not None
    cursor = json.loads(json.dumps(reading.cursor))
    return Reading(reading.harvest.whole(), cursor, reading.more, left_out=reading.left_out)


def numbers(reading: Reading, status: Status = Status.USABLE) -> set[int]:
    """The posts it gave."""
    assert reading.harvest is not None
    return {int(item.external_id, 16) for item in reading.harvest.items if item.status is status}


def test_what_a_real_ghost_gives(shared: Path) -> None:
    data = json.loads((shared / "corpus/cms/ghost-posts.json").read_bytes())["posts"]
    found = [posts.item(post, "http://127.0.0.1:8093/") for post in data]
    members = [item for item in found if item.status is Status.WITHHELD]
    assert (len(found), len(members)) == (43, 14)
    assert all(not item.title and not item.body for item in members)
    arabic = next(item for item in found if item.language == "ar" and item.title)
    assert arabic.topics == ("Asia", "telegraph.405401")
    assert arabic.authors == ("Judge Editor",)
    assert arabic.url.startswith("http://127.0.0.1:8093/")
    first = found[0]
    assert first.image is not None
    assert first.image.url == "https://static.ghost.org/v4.0.0/images/feature-image.jpg"


@pytest.mark.parametrize(
    "closed",
    [
        {"visibility": "members", "access": False, "html": ""},
        {"visibility": "paid", "access": False, "html": "<p>The first lines, for everybody.</p>"},
        {"visibility": "members", "access": None, "html": ""},
        {"visibility": "tiers", "access": False},
    ],
)
def test_what_is_for_members_is_not_passed_on(closed: dict[str, Any]) -> None:
    item = posts.item(a_post(1, **closed), "https://cms.example/")
    assert item == Item(f"{1:024x}", status=Status.WITHHELD)


def test_internal_tags_are_no_topics_and_may_say_the_language() -> None:
    tags = [
        {"name": "#lang-kk", "slug": "hash-lang-kk", "visibility": "internal"},
        {"name": "#no-newsletter", "slug": "hash-no-newsletter", "visibility": "internal"},
        {"name": "Transport", "slug": "transport", "visibility": "public"},
    ]
    item = posts.item(a_post(1, tags=tags), "https://cms.example/", hint="fr")
    assert (item.language, item.topics) == ("kk", ("Transport",))
    assert posts.item(a_post(1, tags=tags[1:]), "https://cms.example/", hint="fr").language == "fr"


def test_the_first_visit_takes_the_newest_and_the_next_what_changed() -> None:
    site_of = Ghost([a_post(number, hours_ago=number) for number in range(1, 131)])
    with site_of.on_air() as site:
        first = visit(site, options={"history": 50})
        assert numbers(first) == set(range(1, 51))
        site_of.posts[30]["updated_at"] = "2026-11-23T12:00:00.000+00:00"
        site_of.posts[120]["updated_at"] = "2026-11-23T12:00:00.000+00:00"
        site_of.posts.append(a_post(900, hours_ago=0))
        later = visit(site, first, NOON + HOUR)
    assert numbers(later) == {1, 31, 900}
    assert site_of.asked[1]["filter"] == "updated_at:>='2026-11-23 10:58:00'"


def test_a_backlog_is_read_over_several_visits() -> None:
    site_of = Ghost([a_post(1)])
    with site_of.on_air() as site:
        before = visit(site)
        site_of.posts += [a_post(100 + number, -number / 1000) for number in range(500)]
        seen: set[int] = set()
        while True:
            before = visit(site, before, NOON + HOUR)
            seen |= numbers(before)
            if not before.more:
                break
    assert seen >= set(range(100, 600))


def test_a_post_that_goes_behind_the_wall_or_away_is_taken_back() -> None:
    site_of = Ghost([a_post(number, hours_ago=number + 2) for number in range(1, 11)])
    held = tuple(post["id"] for post in site_of.posts)
    with site_of.on_air() as site:
        first = visit(site)
        site_of.posts[0] |= {
            "visibility": "paid",
            "access": False,
            "html": "",
            "updated_at": "2026-11-23T12:30:00.000+00:00",
        }
        del site_of.posts[4]
        later = visit(site, first, NOON + HOUR, held=held)
    assert numbers(later, Status.WITHHELD) == {1, 5}
    assert later.left_out == 1


def test_an_operators_filter_goes_along() -> None:
    site_of = Ghost([a_post(1)])
    with site_of.on_air() as site:
        first = visit(site)
        visit(site, first, NOON + HOUR, options={"filter": "tag:news,tag:asia"})
    assert site_of.asked[-1]["filter"].startswith("(tag:news,tag:asia)+updated_at:>=")


def test_a_wrong_key_is_said_and_not_shown() -> None:
    with Ghost([]).on_air() as site, pytest.raises(Unreadable, match="answers 401") as caught:
        visit(site, secret="0123456789abcdef0123456789")
    assert "0123456789" not in str(caught.value)
