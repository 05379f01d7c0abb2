"""Any JSON API by a mapping: pages of three kinds, keys in three places, only what changed."""

import json
from datetime import timedelta
from typing import Any

import pytest

from service.errors import Unreachable, Unreadable
from service.ingest.connectors import mapped
from service.ingest.connectors.connector import Errand, Reading
from service.ingest.fetch import Answer, LiveWeb
from service.ingest.item import Item
from tests.cast import NOON
from tests.ingest.connectors.sites import InOrder, Pages, Query, answering, in_json
from tests.ingest.web import serving

URL = "https://api.example/articles?limit=2"
OPTIONS: dict[str, Any] = {
    "items": "data.articles",
    "fields": {"id": "key", "title": "headline", "body": "html", "updated": "changed"},
}


def an_article(number: int, **changes: Any) -> dict[str, Any]:
    """One article of the API."""
    return {"key": number, "headline": f"Article {number}", "html": "<p>Text.</p>", **changes}


def envelope(*numbers: int, **around: Any) -> dict[str, Any]:
    """Articles as the API gives them."""
    return {"data": {"articles": [an_article(number) for number in numbers]}, **around}


def visit(web: Any, **errand: Any) -> Reading:
    """Visit the API."""
    return mapped.read(
        Errand(errand.pop("location", URL), NOON, options={**OPTIONS, **errand.pop("options", {})}, **errand),
        web,
    )


def items(reading: Reading) -> list[Item]:
    """What it gave."""
    assert reading.harvest is not None
    return list(reading.harvest.items)


def test_the_mapping_finds_the_articles() -> None:
    (item,) = items(visit(InOrder(in_json(envelope(7)))))
    assert (item.external_id, item.title, item.body) == ("7", "Article 7", "<p>Text.</p>")


@pytest.mark.parametrize(
    ("options", "first"),
    [
        ({"next": "paging.next"}, in_json(envelope(1, 2, paging={"next": "/articles?cursor=b"}), url=URL)),
        ({}, in_json(envelope(1, 2), url=URL, link='</articles?cursor=b>; rel="next"')),
    ],
)
def test_pages_follow_each_other_as_the_answer_says(options: dict[str, str], first: Answer) -> None:
    web = InOrder(first, in_json(envelope(3)))
    assert [item.external_id for item in items(visit(web, options=options))] == ["1", "2", "3"]
    assert web.asked[1][0] == "https://api.example/articles?cursor=b"


def test_pages_are_counted_where_the_api_counts_them() -> None:
    def answer(query: Query) -> tuple[int, Any, dict[str, str]]:
        number = int(query["p"])
        return (200, envelope(2 * number, 2 * number + 1), {}) if number < 4 else (404, {}, {})

    with serving(Pages({"/articles": answering(answer)})) as site:
        reading = visit(
            LiveWeb([site.host]), location=site.url("/articles?p=1"), options={"page_parameter": "p"}
        )
    assert [item.external_id for item in items(reading)] == ["2", "3", "4", "5", "6", "7"]
    assert [path for path, _ in site.asked] == [f"/articles?p={number}" for number in (1, 2, 3, 4)]


def test_a_circle_of_pages_ends() -> None:
    again = envelope(1, paging={"next": URL})
    web = InOrder(in_json(again, url=URL), in_json(again, url=URL))
    assert len(items(visit(web, options={"next": "paging.next"}))) == 1
    assert len(web.asked) == 1


def test_a_later_page_that_fails_leaves_what_was_read() -> None:
    web = InOrder(in_json(envelope(1, paging={"next": "/b"}), url=URL), Unreachable("down"))
    assert len(items(visit(web, options={"next": "paging.next"}))) == 1


@pytest.mark.parametrize(
    ("options", "secret", "url", "header"),
    [
        ({}, "s3cret", URL, ("Authorization", "Bearer s3cret")),
        ({}, "desk:s3cret", URL, ("Authorization", "Basic ZGVzazpzM2NyZXQ=")),
        ({"key_header": "X-Api-Key"}, "s3cret", URL, ("X-Api-Key", "s3cret")),
        ({"key_parameter": "token"}, "s3cret", f"{URL}&token=s3cret", None),
    ],
)
def test_the_key_goes_where_the_api_wants_it(
    options: dict[str, str], secret: str, url: str, header: tuple[str, str] | None
) -> None:
    web = InOrder(in_json(envelope(1)))
    visit(web, options=options, secret=secret)
    asked, headers = web.asked[0]
    assert asked == url
    assert header is None or header in headers.items()
    assert (header is None) == ("Authorization" not in headers and "X-Api-Key" not in headers)


@pytest.mark.parametrize("options", [{}, {"key_header": "X-Api-Key"}, {"key_parameter": "token"}])
def test_the_key_does_not_go_to_another_host(options: dict[str, str]) -> None:
    following = {"next": "https://elsewhere.example/page"}
    web = InOrder(in_json(envelope(1, paging=following), url=URL), in_json(envelope(2)))
    visit(web, options={"next": "paging.next", **options}, secret="s3cret")
    url, headers = web.asked[1]
    assert url == "https://elsewhere.example/page"
    assert "s3cret" not in json.dumps(headers)


def test_only_what_changed_is_asked_for_where_the_api_can_tell() -> None:
    changed = [
        an_article(1, changed="2026-11-23T09:00:00Z"),
        an_article(2, changed="2026-11-23T10:00:00+05:00"),
    ]
    asks = {"since_parameter": "updated_since"}
    first = visit(InOrder(in_json({"data": {"articles": changed}}, etag='"v1"')), options=asks)
    web = InOrder(in_json(envelope()))
    visit(web, options=asks, cursor=first.cursor)
    assert web.asked[0] == (f"{URL}&updated_since=2026-11-23T08%3A58%3A00Z", {"Accept": "application/json"})


def test_a_change_ahead_of_time_does_not_make_us_miss_the_rest() -> None:
    changed = [an_article(1, changed=(NOON + timedelta(days=400)).isoformat())]
    reading = visit(InOrder(in_json({"data": {"articles": changed}})), options={"since_parameter": "since"})
    assert "since" not in reading.cursor


def test_validators_are_sent_where_one_answer_is_all_there_is() -> None:
    first = visit(InOrder(in_json(envelope(1), etag='"v1"')))
    web = InOrder(Answer(304, URL))
    again = visit(web, cursor=first.cursor)
    assert web.asked[0][1]["If-None-Match"] == '"v1"'
    assert (again.harvest, again.cursor) == (None, first.cursor)
    paged = visit(
        InOrder(in_json(envelope(1, paging={"next": "/b"}), url=URL, etag='"v1"'), in_json(envelope(2))),
        options={"next": "paging.next"},
    )
    assert "etag" not in paged.cursor


@pytest.mark.parametrize(
    ("body", "said"),
    [(b"<html>", "no JSON"), (b'{"data": {"articles": "none"}}', r"no list at 'data\.articles'")],
)
def test_what_the_mapping_does_not_fit_is_said_with_its_address(body: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=rf"https://api\.example/articles .*{said}"):
        visit(InOrder(Answer(200, URL, {}, body)))
