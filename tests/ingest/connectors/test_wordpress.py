"""A WordPress site is read as it changes: nothing twice, nothing missed, what is taken back too."""

import json
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from service.errors import Unreachable, Unreadable
from service.ingest.connectors import wordpress
from service.ingest.connectors import wordpress_post as posts
from service.ingest.connectors.connector import Errand, Reading
from service.ingest.fetch import Answer, LiveWeb
from service.ingest.item import Item, Status
from tests.cast import NOON
from tests.ingest.connectors.sites import InOrder, Query, WordPress, in_json
from tests.ingest.web import Site, page

HOUR = timedelta(hours=1)


def a_post(number: int, hours_ago: float = 1, **changes: Any) -> dict[str, Any]:
    """A published post."""
    moment = (NOON - hours_ago * HOUR).strftime("%Y-%m-%dT%H:%M:%S")
    return {
        "id": number,
        "date_gmt": moment,
        "modified_gmt": moment,
        "link": f"https://cms.example/{number}/",
        "title": {"rendered": f"Post {number}"},
        "content": {"rendered": f"<p>Text {number}.</p>", "protected": False},
        **changes,
    }


def visit(site: Site, before: Reading | None = None, now: datetime = NOON, **errand: Any) -> Reading:
    """Visit the site, with the cursor of the visit before; items are at hand."""
    cursor = before.cursor if before else {}
    reading = wordpress.read(Errand(site.url("/"), now, cursor=cursor, **errand), LiveWeb([site.host]))
    assert reading.harvest is not None
    return Reading(reading.harvest.whole(), json.loads(json.dumps(reading.cursor)), reading.more)


def items(reading: Reading) -> list[Item]:
    """What it gave."""
    assert reading.harvest is not None
    return list(reading.harvest.items)


def ids(reading: Reading) -> set[str]:
    """The ids of what it gave."""
    return {item.external_id for item in items(reading)}


# ---- what a post says -------------------------------------------------------------------------------


def test_what_a_real_wordpress_gives(shared: Path) -> None:
    data = (shared / "corpus/cms/wordpress-posts-embed.json").read_bytes()
    found = {item.external_id: item for item in map(posts.item, json.loads(data))}
    assert len(found) == 85
    hello = found["1"]
    assert (hello.title, hello.authors, hello.topics) == ("Hello world!", ("admin",), ())
    assert hello.url == "http://127.0.0.1:8091/2026/11/hello-world/"
    korean = found["87"]
    assert korean.title.startswith("홀리 윌로비가")
    assert "‘격분한’" in korean.title
    assert korean.language == "ko"
    assert korean.topics == ("Asia", "dailymail.co.uk.298595")
    assert {item.language for item in found.values()} >= {"ar", "fr", "kk", "ru", "zh", "fa", "he", "hi"}


def test_titles_lose_their_entities_and_dates_are_those_in_utc() -> None:
    item = posts.item(
        a_post(1, title={"rendered": "L&rsquo;Asie &amp; l&#8217;Europe"}, date="2026-11-23T17:00:00")
    )
    assert item.title == "L’Asie & l’Europe"
    assert item.published == NOON - HOUR


def test_people_pictures_and_terms_are_taken_from_what_is_embedded() -> None:
    embedded = {
        "author": [{"name": "Mei-Ling Tan"}, {"code": "rest_user_invalid_id"}],
        "wp:featuredmedia": [
            {
                "mime_type": "image/jpeg",
                "source_url": "/uploads/metro.jpg",
                "alt_text": "A train",
                "caption": {"rendered": "<p>Asel / EurasiaTimes</p>\n"},
                "media_details": {"width": 1200, "height": 800},
            }
        ],
        "wp:term": [
            [
                {"taxonomy": "category", "name": "Transport &amp; cities", "slug": "transport"},
                {"taxonomy": "category", "name": "kk", "slug": "lang-kk"},
                {"taxonomy": "category", "name": "Uncategorized", "slug": "uncategorized"},
            ],
            None,
            [{"taxonomy": "post_format", "name": "Video", "slug": "post-format-video"}],
        ],
    }
    item = posts.item(a_post(1, _embedded=embedded), hint="fr")
    assert item.authors == ("Mei-Ling Tan",)
    assert item.topics == ("Transport & cities",)
    assert item.language == "kk"
    assert item.image is not None
    assert item.image.url == "https://cms.example/uploads/metro.jpg"
    assert (item.image.alt, item.image.credit) == ("A train", "Asel / EurasiaTimes")
    assert (item.image.width, item.image.height) == (1200, 800)


@pytest.mark.parametrize(
    ("number", "said", "original"),
    [
        (34, {"lang": "fr", "translations": {"en": 12, "fr": 34}}, "12"),
        (12, {"lang": "en", "translations": {"en": 12, "fr": 34}}, ""),
        (34, {"lang": "fr", "translations": []}, ""),
        (
            34,
            {
                "wpml_current_locale": "fr_FR",
                "wpml_translations": [{"locale": "en_US", "id": 12, "href": "https://cms.example/12/"}],
            },
            "12",
        ),
    ],
)
def test_polylang_and_wpml_link_translations(number: int, said: dict[str, Any], original: str) -> None:
    item = posts.item(a_post(number, **said), hint="ru")
    assert item.translation_of == original
    assert item.language.startswith("fr") or number == 12


@pytest.mark.parametrize(
    "closed", [{"content": {"rendered": "", "protected": True}}, {"status": "private"}, {"status": "draft"}]
)
def test_what_is_not_for_everybody_is_taken_back(closed: dict[str, Any]) -> None:
    assert posts.item(a_post(1, **closed)) == Item("1", status=Status.WITHHELD)


# ---- walking ----------------------------------------------------------------------------------------


def test_the_first_visit_takes_the_newest_and_the_next_what_changed() -> None:
    wp = WordPress([a_post(number, hours_ago=number) for number in range(1, 131)])
    with wp.on_air() as site:
        first = visit(site)
        assert ids(first) == {str(number) for number in range(1, 101)}
        wp.posts[4]["modified_gmt"] = NOON.strftime("%Y-%m-%dT%H:%M:%S")
        wp.posts.append(a_post(900, hours_ago=0))
        later = visit(site, first, NOON + HOUR)
    assert {"5", "900"} <= ids(later) <= {"1", "2", "5", "900"}
    assert not later.more


def test_an_edit_of_a_post_from_long_ago_is_no_news() -> None:
    wp = WordPress([a_post(number, hours_ago=number) for number in range(1, 131)])
    with wp.on_air() as site:
        first = visit(site)
        wp.posts[120]["modified_gmt"] = NOON.strftime("%Y-%m-%dT%H:%M:%S")
        assert "121" not in ids(visit(site, first, NOON + HOUR))


def test_a_backlog_is_read_over_several_visits_and_none_is_missed() -> None:
    wp = WordPress([a_post(1)])
    with wp.on_air() as site:
        before = visit(site)
        wp.posts += [a_post(100 + number, -number / 1000) for number in range(700)]
        seen: set[str] = set()
        now = NOON + HOUR
        while True:
            before = visit(site, before, now)
            seen |= ids(before)
            if not before.more:
                break
    assert seen >= {str(100 + number) for number in range(700)}
    assert len(wp.asked) < 30


def test_an_import_that_stamps_hundreds_alike_is_read_to_its_end() -> None:
    wp = WordPress([a_post(1, hours_ago=9)])
    with wp.on_air() as site:
        first = visit(site)
        wp.posts += [a_post(100 + number, 0) for number in range(120)]
        assert len(ids(visit(site, first, NOON + HOUR)) - {"1"}) == 120


def test_a_post_that_is_edited_while_we_read_makes_us_miss_none() -> None:
    """By page numbers post 50 would slip to the page that was read already."""
    wp = WordPress([a_post(1, hours_ago=9)])
    with wp.on_air() as site:
        first = visit(site)
        wp.posts += [a_post(100 + number, 2 - number / 1000) for number in range(120)]

        def edit_the_first(query: Query) -> None:
            if len(wp.asked) == 4:
                wp.posts[1]["modified_gmt"] = NOON.strftime("%Y-%m-%dT%H:%M:%S")

        wp.before = edit_the_first
        assert ids(visit(site, first, NOON + HOUR)) >= {str(100 + number) for number in range(120)}


def test_a_version_before_5_7_is_asked_for_its_latest_changes() -> None:
    wp = WordPress([a_post(number, number) for number in range(1, 91)], knows_modified_after=False)
    with wp.on_air() as site:
        first = visit(site)
        wp.posts[70]["modified_gmt"] = NOON.strftime("%Y-%m-%dT%H:%M:%S")
        later = visit(site, first, NOON + HOUR)
    assert "71" in ids(later)
    assert not later.more


def test_a_page_that_fails_leaves_what_was_read() -> None:
    wp = WordPress([a_post(1, hours_ago=9)])
    with wp.on_air() as site:
        first = visit(site)
        wp.posts += [a_post(100 + number, 2 - number / 1000) for number in range(80)]
        _, page_one, _ = wp.answer({"orderby": "modified", "order": "asc", "per_page": "50"})
    web = InOrder(in_json(page_one, x_wp_totalpages="2"), Unreachable("down"))
    reading = wordpress.read(Errand("https://cms.example/", NOON, cursor=first.cursor), web)
    assert reading.harvest is not None
    assert len(list(reading.harvest.items)) == 50
    assert reading.more
    assert reading.cursor["resume"] is True


def test_the_page_past_the_last_is_an_end_and_no_fault() -> None:
    wp = WordPress([a_post(number, hours_ago=number) for number in range(1, 51)], counts=False)
    with wp.on_air() as site:
        assert len(ids(visit(site))) == 50
    assert [query["page"] for query in wp.asked] == ["1", "2"]


# ---- what was taken back ----------------------------------------------------------------------------


def test_what_is_no_longer_published_is_taken_back_and_looked_for_now_and_then() -> None:
    wp = WordPress([a_post(number, hours_ago=number + 2) for number in range(1, 11)])
    held = tuple(str(number) for number in range(1, 11))
    with wp.on_air() as site:
        first = visit(site)
        wp.posts[2]["status"] = "trash"
        wp.posts[6]["status"] = "draft"
        soon = visit(site, first, NOON + timedelta(minutes=10), held=held)
        later = visit(site, soon, NOON + HOUR, held=held)
    assert gone(soon) == set()
    assert gone(later) == {"3", "7"}


def gone(reading: Reading) -> set[str]:
    """The ids of what is taken back."""
    return {item.external_id for item in items(reading) if item.status is Status.WITHHELD}


def test_a_site_that_lost_everything_takes_nothing_back_and_is_told() -> None:
    wp = WordPress([a_post(number, hours_ago=number) for number in range(1, 11)])
    with wp.on_air() as site:
        first = visit(site)
        wp.posts.clear()
        later = visit(site, first, NOON + HOUR, held=tuple(str(number) for number in range(1, 11)))
    assert gone(later) == set()
    assert later.harvest is not None
    (fault,) = later.harvest.faults
    assert "no longer lists 10 of its 10" in fault.what


# ---- where the API is -------------------------------------------------------------------------------


def test_the_api_is_found_by_the_link_header_of_the_home_page() -> None:
    wp = WordPress([a_post(1)])

    def home(request: BaseHTTPRequestHandler) -> None:
        link = '</elsewhere/>; rel="https://api.w.org/", </elsewhere/wp/v2/pages/2>; rel="alternate"'
        page(b"<html>", Link=link)(request)

    with wp.on_air("/elsewhere", home) as site:
        first = visit(site)
        assert ids(first) == {"1"}
        visit(site, first, NOON + HOUR)
    assert [path for path, _ in site.asked if path == "/"] == ["/"]


def test_a_key_goes_along_as_an_application_password() -> None:
    wp = WordPress([a_post(1)])
    with wp.on_air() as site:
        visit(site, secret="desk:abcd efgh")
    assert site.asked[-1][1]["authorization"] == "Basic ZGVzazphYmNkIGVmZ2g="


@pytest.mark.parametrize("body", [b"<html>", b'{"code": "rest_no_route"}'])
def test_what_is_no_wordpress_is_said(body: bytes) -> None:
    with pytest.raises(Unreadable, match=r"a\.example/wp-json"):
        wordpress.read(
            Errand("https://a.example/wp-json", NOON),
            InOrder(Answer(200, "https://a.example/wp-json", {}, body)),
        )
