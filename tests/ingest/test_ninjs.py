"""ninjs, versions 1 to 3: text becomes an item, by the keys of each version."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import referencing
import referencing.jsonschema
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Unreadable
from service.ingest import documents, ninjs
from service.ingest.item import Item, Status
from tests.cast import NOON

URL = "https://agency.example/items"

THREE: dict[str, Any] = {
    "uri": "urn:newsml:agency.example:20261123:7",
    "type": "text",
    "standard": {"name": "ninjs", "version": "3.1"},
    "firstCreated": "2026-11-23T09:00:00+00:00",
    "versionCreated": "2026-11-23T10:00:00+00:00",
    "embargoedUntil": "2026-11-24T06:00:00+00:00",
    "pubStatus": "usable",
    "language": "kk",
    "headlines": [
        {"role": "short", "value": "Метро"},
        {"role": "main", "value": "Алматыда метро желісі ашылды"},
    ],
    "descriptions": [{"role": "summary", "contentType": "text/plain", "value": "Жаңа желі."}],
    "bodies": [
        {"role": "print", "contentType": "text/plain", "value": "Жай мәтін."},
        {"role": "web", "contentType": "text/html", "value": "<p>Желі ашылды.</p><script>x</script>"},
    ],
    "by": "Әсел Нұрланова",
    "subjects": [
        {"uri": "http://cv.iptc.org/newscodes/mediatopic/20000337", "name": "көлік"},
        {"literal": "local:12", "name": "Алматы"},
    ],
    "altIds": [{"role": "translationOf", "value": "urn:newsml:agency.example:20261123:6"}],
    "renditions": [{"name": "web", "href": "https://agency.example/kk/7", "contentType": "text/html"}],
    "associations": [
        {
            "name": "main",
            "uri": "urn:picture:1",
            "type": "picture",
            "descriptions": [{"value": "Пойыз"}],
            "by": "Асқар",
            "renditions": [
                {"name": "small", "href": "https://agency.example/s.jpg", "width": 200, "height": 100},
                {"name": "large", "href": "https://agency.example/l.jpg", "width": 2000, "height": 1000},
            ],
        }
    ],
}
ONE: dict[str, Any] = {
    "uri": "urn:newsml:agency.example:20261123:8",
    "type": "text",
    "versioncreated": "2026-11-23T10:00:00Z",
    "pubstatus": "usable",
    "language": "fr",
    "headline": "Le métro d’Almaty",
    "byline": "Mei-Ling Tan",
    "body_html": "<p>La ligne ouvre.</p>",
    "subject": [{"code": "medtop:20000337", "name": "transport"}],
    "associations": {
        "featuremedia": {
            "type": "picture",
            "description_text": "Un train",
            "renditions": {"original": {"href": "https://agency.example/o.jpg", "width": 800, "height": 600}},
        }
    },
}


def read(document: Any) -> Item:
    """The one item of a document."""
    (item,) = documents.of_json(document, URL).items
    return item


def test_version_3() -> None:
    item = read(THREE)
    assert item.external_id == "urn:newsml:agency.example:20261123:7"
    assert item.title == "Алматыда метро желісі ашылды"
    assert (item.summary, item.body) == ("Жаңа желі.", "<p>Желі ашылды.</p>")
    assert (item.language, item.authors) == ("kk", ("Әсел Нұрланова",))
    assert item.topics == ("medtop:20000337", "көлік", "Алматы")
    assert item.translation_of == "urn:newsml:agency.example:20261123:6"
    assert item.url == "https://agency.example/kk/7"
    assert (item.published, item.updated) == (NOON - timedelta(hours=3), NOON - timedelta(hours=2))
    assert item.embargo_until == NOON + timedelta(hours=18)
    assert item.image is not None
    assert (item.image.url, item.image.width) == ("https://agency.example/l.jpg", 2000)
    assert (item.image.alt, item.image.credit) == ("Пойыз", "Асқар")


def test_the_example_is_ninjs_as_published(shared: Path) -> None:
    schema = json.loads((shared / "schemas/ninjs-3.1.json").read_text())
    geo = json.loads((shared / "schemas/geojson.json").read_text())
    resource = referencing.jsonschema.DRAFT202012.create_resource(geo)
    registry = referencing.Registry().with_resource("https://geojson.org/schema/GeoJSON.json", resource)
    jsonschema.Draft202012Validator(schema, registry=registry).validate(THREE)


def test_version_1() -> None:
    item = read(ONE)
    assert (item.title, item.body) == ("Le métro d’Almaty", "<p>La ligne ouvre.</p>")
    assert (item.authors, item.topics) == (("Mei-Ling Tan",), ("medtop:20000337", "transport"))
    assert item.image is not None
    assert (item.image.url, item.image.alt) == ("https://agency.example/o.jpg", "Un train")


@pytest.mark.parametrize("around", [lambda one: one, lambda one: [one], lambda one: {"_items": [one]}])
def test_alone_in_a_list_and_in_an_envelope(around: Any) -> None:
    assert read(around(ONE)).title == "Le métro d’Almaty"


def test_text_alone_is_taken() -> None:
    document = [ONE, {"uri": "urn:p", "type": "picture"}, {"uri": "urn:v", "type": "video"}]
    assert read(document).external_id == ONE["uri"]
    assert list(documents.of_json([document[1]], URL).items) == []


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("usable", Status.USABLE),
        ("withheld", Status.WITHHELD),
        ("canceled", Status.CANCELED),
        ("?", Status.WITHHELD),
    ],
)
def test_what_may_be_done_with_it(word: str, status: Status) -> None:
    killed = {"uri": ONE["uri"], "type": "text", "pubstatus": word, "headline": "Le métro"}
    assert read(killed).status is status
    assert read({**killed, "headline": ""} if status is not Status.USABLE else killed).status is status


def test_a_note_on_a_correction_is_kept_and_other_notes_are_not() -> None:
    assert (
        read({**ONE, "ednote": "CORRECTS spelling in 2nd graf"}).correction == "CORRECTS spelling in 2nd graf"
    )
    assert read({**ONE, "ednote": "Pictures will follow"}).correction == ""


def test_plain_text_gets_its_paragraphs() -> None:
    item = read({"uri": "urn:1", "headline": "M", "body_text": "First <b>.\n\nSecond."})
    assert item.body == "<p>First &lt;b&gt;.</p>\n<p>Second.</p>"


def test_what_cannot_be_known_or_says_nothing_is_set_aside() -> None:
    found = documents.of_json(
        [ONE, {"type": "text", "headline": "M"}, {"uri": "urn:2", "type": "text"}, 7], URL
    )
    assert len(list(found.items)) == 1
    assert [fault.what.split(":")[0] for fault in found.faults] == [
        "has no uri",
        "has neither a headline nor a text",
        "has no uri",
    ]


def test_json_that_is_none_of_it_is_refused() -> None:
    documents_of_others: tuple[Any, ...] = ({}, [], 7, {"items": []}, {"uri": 7}, None)
    for document in documents_of_others:
        with pytest.raises(Unreadable):
            documents.of_json(document, URL)


leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
keys = st.sampled_from([*THREE, *ONE, "value", "href", "role", "name", "contentType", "renditions"])
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=25,
)


@given(st.dictionaries(keys, values, max_size=12))
def test_any_jumble_is_an_item_or_a_fault(entry: dict[str, Any]) -> None:
    try:
        item = ninjs.item(entry, URL)
    except Unreadable:
        return
    assert item.external_id
