"""ninjs and NewsML-G2: the words of the agencies."""

import json
from typing import Any

import pytest
from lxml import etree

from service.ingest import newsml as reading_newsml
from service.ingest import ninjs as reading_ninjs
from service.render.partners.newsml import NAR, newsml
from service.render.partners.ninjs import ninjs
from service.render.partners.values import Entry
from tests.render.partners.copies import ADVANCE, ALL, CORRECTED, EXCERPT, KILLED, METRO, a_document


def item(entry: Entry) -> dict[str, Any]:
    """The ninjs of one entry."""
    return dict(json.loads(ninjs(a_document(entry)))["associations"][0])


def node(entry: Entry) -> etree._Element:
    """The news item of one entry."""
    return next(etree.fromstring(newsml(a_document(entry))).iter(f"{{{NAR}}}newsItem"))


def codes(entry: Entry, name: str) -> list[str | None]:
    return [one.get("qcode") for one in node(entry).iter(f"{{{NAR}}}{name}")]


def test_ninjs_says_status_version_and_topics_by_the_vocabularies() -> None:
    said = item(METRO)
    assert (said["uri"], said["pubStatus"], said["version"]) == (METRO.piece.id, "usable", "1")
    assert said["subjects"][0]["uri"] == "http://cv.iptc.org/newscodes/mediatopic/20000341"
    assert said["usageTerms"] == "Courier peut publier cet article."
    assert {"role": "translation:kk", "value": METRO.piece.siblings[0].url} in said["altIds"]
    assert said["renditions"][0]["href"] == "https://pictures.example/metro.jpg"


def test_ninjs_of_what_was_killed_keeps_its_headline_and_nothing_of_its_text() -> None:
    said = item(KILLED)
    assert (said["pubStatus"], said["version"]) == ("canceled", "2")
    assert "Source rétractée." in said["edNote"]
    assert "stations" not in json.dumps(said)
    assert not {"renditions", "descriptions"} & set(said)


def test_notes_embargoes_and_excerpts() -> None:
    assert item(CORRECTED)["edNote"].endswith("Huit stations, et non neuf.")
    assert {"role": "signal", "value": "sig:correction"} in item(CORRECTED)["altIds"]
    assert item(ADVANCE)["embargoedUntil"] == "2026-11-23T12:00:00Z"
    assert [item(entry)["representationType"] for entry in (METRO, EXCERPT)] == ["full", "partial"]


def test_newsml_says_the_same_in_qcodes() -> None:
    assert codes(METRO, "pubStatus") == ["stat:usable"]
    assert codes(KILLED, "pubStatus") == ["stat:canceled"]
    assert codes(CORRECTED, "signal") == ["sig:correction"]
    assert codes(METRO, "subject")[0] == "medtop:20000341"
    assert node(ADVANCE).findtext(f".//{{{NAR}}}embargoed") == "2026-11-23T12:00:00Z"
    assert "stations" not in etree.tostring(node(KILLED), encoding="unicode")


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: f"{entry.status} v{entry.version}")
def test_what_we_write_we_also_read(entry: Entry) -> None:
    """Our own reader of agencies' news, which is tried on theirs, understands both."""
    document = json.loads(ninjs(a_document(entry)))["associations"][0]
    from_ninjs = reading_ninjs.item(document, "https://eurasiatimes.example/", "")
    found = reading_newsml.harvest(newsml(a_document(entry)).decode(), "https://eurasiatimes.example/")
    for read in (from_ninjs, next(iter(found.items))):
        assert (read.external_id, read.title) == (entry.piece.id, entry.piece.title)
        assert read.language == "fr"
        assert bool(read.correction) == (entry.signal == "correction") or read is from_ninjs
        assert ("Huit stations" in read.body) == entry.stands
