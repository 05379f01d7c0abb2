"""What clients send when they ask whether anything is new."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.press.conditional import codings, http_date, not_modified
from tests.render.feed_copies import NOON

TAG = '"0123abcd-gzip"'


@pytest.mark.parametrize(
    "sent",
    [
        '"0123abcd-gzip"',
        'W/"0123abcd-gzip"',
        '"0123abcd"',
        '"0123abcd-br"',
        '"0123abcd--gzip"',
        '"0123abcd-gzip-gzip"',
        "0123abcd",
        '"other", "0123abcd"',
        '"other",W/"0123abcd-gzip", "third"',
        '"a, b", "0123abcd"',
        "*",
        " * ",
    ],
)
def test_the_version_is_known_by_its_tag(sent: str) -> None:
    assert not_modified({"if-none-match": sent}, TAG, NOON)


@pytest.mark.parametrize("sent", ['"other"', 'W/"0123"', "", '"0123abcd', '"*"', '""', '"x0123abcd"', ","])
def test_other_tags_are_other_versions(sent: str) -> None:
    assert not_modified({"if-none-match": sent}, TAG, NOON) is (sent == '"0123abcd')


def test_the_tag_outweighs_the_date() -> None:
    sent = {"if-none-match": '"other"', "if-modified-since": http_date(NOON)}
    assert not not_modified(sent, TAG, NOON)


@pytest.mark.parametrize(
    ("sent", "has_it"),
    [
        ("Mon, 23 Nov 2026 12:00:00 GMT", True),
        ("Mon, 23 Nov 2026 12:00:01 GMT", True),
        ("Mon, 23 Nov 2026 11:59:59 GMT", False),
        ("Mon, 23 Nov 2026 12:00:00 -0000", True),
        ("Mon, 23 Nov 2026 17:00:00 +0500", True),
        ("yesterday", False),
        ("Mon, 99 Nov 2026 12:00:00 GMT", False),
        ("", False),
    ],
)
def test_dates(sent: str, has_it: bool) -> None:
    assert not_modified({"if-modified-since": sent}, TAG, NOON) is has_it


def test_who_sends_nothing_gets_everything() -> None:
    assert not not_modified({}, TAG, NOON)


@given(st.text(), st.text())
def test_no_header_is_too_odd(tag: str, date: str) -> None:
    assert not_modified({"if-none-match": tag}, TAG, NOON) in {True, False}
    assert not_modified({"if-modified-since": date}, TAG, NOON) in {True, False}
    assert set(codings(tag)) <= {"br", "gzip"}


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ("gzip, deflate, br", ["br", "gzip"]),
        ("gzip", ["gzip"]),
        ("br;q=0.5, gzip", ["gzip", "br"]),
        ("br;q=0, gzip;q=0.1", ["gzip"]),
        ("*", ["br", "gzip"]),
        ("*;q=0", []),
        ("identity", []),
        ("GZIP ; Q=0.8", ["gzip"]),
        ("gzip;q=high", []),
        ("gzip;q=nan", []),
        ("", []),
    ],
)
def test_codings(sent: str, taken: list[str]) -> None:
    assert codings(sent) == taken


def test_http_dates_are_english_and_in_gmt() -> None:
    almaty = timezone(timedelta(hours=5))
    assert http_date(NOON.astimezone(almaty)) == "Mon, 23 Nov 2026 12:00:00 GMT"
    assert http_date(datetime(2026, 3, 1, tzinfo=UTC)) == "Sun, 01 Mar 2026 00:00:00 GMT"
