"""The fields of an item are fit to store, whatever a source wrote."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Unreadable
from service.ingest import fields


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tom &amp;rsquo;s metro", "Tom ’s metro"),
        ("It&#8217;s <em>open</em>", "It’s open"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("5 < 6 > 4", "5 < 6 > 4"),
        ("  two\n lines ", "two lines"),
        ("R&D", "R&D"),
    ],
)
def test_a_headline_is_plain_text(written: str, read: str) -> None:
    assert fields.headline(written) == read


@given(st.text())
def test_a_headline_fits_its_column(text: str) -> None:
    assert len(fields.headline(text)) <= fields.TITLE
    assert "\x00" not in fields.headline(text)


def test_authors_are_names_each_once() -> None:
    assert fields.authors(["Mei-Ling  Tan", "Mei-Ling Tan", " ", "O&#39;Neil"]) == ("Mei-Ling Tan", "O'Neil")
    with pytest.raises(Unreadable, match="author is longer than"):
        fields.authors(["a@" + "a." * 32_000])


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("fr", "fr"),
        ("EN_us", "en-US"),
        ("zh-hans", "zh-Hans"),
        ("", ""),
        ("klingonese", ""),
        ("xx-!!", ""),
        ("und", ""),
        ("a" * 4000, ""),
    ],
)
def test_a_language_is_a_canonical_tag_or_nothing(written: str, tag: str) -> None:
    assert fields.language(written) == tag


def test_a_long_id_is_kept_as_its_hash() -> None:
    assert fields.identity(" a\tb ") == "a b"
    assert fields.identity("x" * 900).startswith("sha256:")
    assert fields.identity("x" * 900) != fields.identity("x" * 901)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-23T17:00:00+05:00", datetime(2026, 11, 23, 12, tzinfo=UTC)),
        ("2026-11-23T12:00:00Z", datetime(2026, 11, 23, 12, tzinfo=UTC)),
        ("2026-11-23 12:00", datetime(2026, 11, 23, 12, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 13:00:00 +0100", datetime(2026, 11, 23, 12, tzinfo=UTC)),
        (date(2026, 11, 23), datetime(2026, 11, 23, tzinfo=UTC)),
        (
            datetime(2026, 11, 23, 17, tzinfo=timezone(timedelta(hours=5))),
            datetime(2026, 11, 23, 12, tzinfo=UTC),
        ),
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=-5))), None),
        ("yesterday", None),
        ("1" * 5000, None),
        (20261123, None),
        (None, None),
    ],
)
def test_a_moment_is_in_utc_or_none(written: object, moment: datetime | None) -> None:
    assert fields.moment(written) == moment
