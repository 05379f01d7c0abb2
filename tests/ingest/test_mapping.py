"""A mapping of JMESPath expressions finds the fields of an item in any JSON."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Unreadable
from service.ingest.item import Item, Status
from service.ingest.mapping import FIELDS, compiled, harvest

URL = "https://api.example/"


def read(document: Any, items: str = "", **fields: str) -> Item:
    """The one item of a document."""
    (item,) = harvest(document, URL, "fr", {"items": items, "fields": {"id": "id", **fields}}).items
    return item


def test_everything_a_mapping_may_say() -> None:
    entry = {
        "id": 7,
        "head": {"title": "Metro &amp; tram", "lead": "<b>Soon</b>"},
        "text": "First.\n\nSecond.",
        "link": "/metro",
        "people": [{"name": "Mei-Ling Tan"}, {"name": "Asel Nur"}],
        "sections": ["Asia", "Transport"],
        "lang": "kk",
        "original": "en-7",
        "picture": {"src": "/m.jpg", "alt": "A train", "by": "Asel", "w": 1200, "h": "800px"},
        "dates": {
            "out": 1795428000,
            "changed": "2026-11-23T12:00:00+05:00",
            "embargo": "2026-11-24T06:00:00Z",
        },
        "flash": True,
        "state": "published",
        "fix": "A name was wrong.",
    }
    item = read(
        entry,
        title="head.title",
        summary="head.lead",
        body_text="text",
        url="link",
        authors="people[].name",
        topics="sections",
        language="lang",
        translation_of="original",
        image="picture.src",
        image_alt="picture.alt",
        image_credit="picture.by",
        image_width="picture.w",
        image_height="picture.h",
        published="dates.out",
        updated="dates.changed",
        embargo="dates.embargo",
        breaking="flash",
        status="state",
        correction="fix",
    )
    assert (item.external_id, item.title, item.summary) == ("7", "Metro & tram", "Soon")
    assert item.body == "<p>First.</p>\n<p>Second.</p>"
    assert (item.url, item.authors) == ("https://api.example/metro", ("Mei-Ling Tan", "Asel Nur"))
    assert (item.topics, item.language, item.translation_of) == (("Asia", "Transport"), "kk", "en-7")
    assert item.image is not None
    assert (item.image.url, item.image.alt, item.image.credit) == (
        "https://api.example/m.jpg",
        "A train",
        "Asel",
    )
    assert (item.image.width, item.image.height) == (1200, 800)
    assert item.published == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    assert item.updated == datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    assert item.embargo_until == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    assert item.breaking
    assert item.correction == "A name was wrong."


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("usable", Status.USABLE),
        ("Published", Status.USABLE),
        ("withheld", Status.WITHHELD),
        ("cancelled", Status.CANCELED),
        ("killed", Status.CANCELED),
        ("draft", Status.WITHHELD),
        ("scheduled", Status.WITHHELD),
    ],
)
def test_a_status_that_is_not_known_keeps_the_article_back(word: str, status: Status) -> None:
    assert read({"id": 1, "t": "Metro", "s": word}, title="t", status="s").status is status


def test_entries_at_fault_are_set_aside_and_the_rest_is_taken() -> None:
    found = harvest(
        [{"id": 1, "t": "Metro"}, 7, {"t": "No id"}, {"id": 2}],
        URL,
        "",
        {"fields": {"id": "id", "title": "t"}},
    )
    assert [item.external_id for item in found.items] == ["1"]
    assert [fault.item for fault in found.faults] == ["item 2", "item 3", "2"]


def test_a_list_that_is_not_there_is_said() -> None:
    with pytest.raises(Unreadable, match=r"no list at 'data\.posts'"):
        harvest({"data": {}}, URL, "", {"items": "data.posts", "fields": {"id": "id"}})


@pytest.mark.parametrize("wrong", ["a.[", "a b", "@@", "f(x", "x" * 501])
def test_what_is_no_expression_is_said(wrong: str) -> None:
    with pytest.raises(ValueError, match="expression"):
        compiled(wrong)


leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=20,
)


@given(
    values,
    st.dictionaries(
        st.sampled_from(FIELDS), st.sampled_from(["a", "b", "c[0]", "a.b", "length(a)", "c[*].a"])
    ),
)
def test_any_mapping_over_any_json_gives_items_or_says_why(document: Any, fields: dict[str, str]) -> None:
    try:
        found = harvest(document, URL, "", {"fields": fields})
    except Unreadable:
        return
    assert all(item.external_id for item in found.items)
