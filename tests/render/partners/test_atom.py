"""A partner's Atom document."""

import feedparser
from lxml import etree

from service.render.partners.atom import atom
from service.render.partners.values import Shelf
from tests.render.feed_copies import NOON
from tests.render.partners.copies import ALL, AT, CORRECTED, EXCERPT, KILLED, METRO, WITHDRAWN, a_document

NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "fh": "http://purl.org/syndication/history/1.0",
    "media": "http://search.yahoo.com/mrss/",
}


def found(path: str, *entries: object, **changes: object) -> list[str]:
    """What the XPath finds in the document, as texts."""
    tree = etree.fromstring(atom(a_document(*entries, **changes)))  # type: ignore[arg-type]
    return [str(one) for one in tree.xpath(path, namespaces=NAMES)]


def test_an_entry_says_what_it_is_about_whence_it_comes_and_what_may_be_done_with_it() -> None:
    entry = feedparser.parse(atom(a_document(METRO))).entries[0]
    assert "Huit stations" in entry.content[0].value
    assert entry.rights == "Courier peut publier cet article."
    assert entry.source.id.endswith(":feed/asia/fr")
    terms = {(tag.scheme, tag.term) for tag in entry.tags}
    assert ("http://cv.iptc.org/newscodes/mediatopic/", "20000341") in terms
    assert ("http://cv.iptc.org/newscodes/pubstatusg2/", "usable") in terms
    assert found("//media:credit/text()", METRO) == ["Askar Nurlanov"]


def test_translations_stand_beside_the_canonical_link_with_their_languages() -> None:
    assert found("//a:entry/a:link[@rel='alternate']/@hreflang", METRO) == ["fr", "kk"]
    assert found("//a:entry/a:link[@rel='canonical']/@href", METRO) == [METRO.piece.url]


def test_a_correction_is_seen_by_machines_and_by_readers() -> None:
    signals = "//a:category[@scheme='http://cv.iptc.org/newscodes/signal/']/@term"
    assert found(signals, CORRECTED) == ["correction"]
    assert "Huit stations, et non neuf." in found("//a:content/text()", CORRECTED)[0]


def test_what_was_taken_back_is_a_tombstone_before_all_entries_and_an_entry_without_its_text() -> None:
    document = a_document(*ALL)
    tree = etree.fromstring(atom(document))
    order = [etree.QName(child).localname for child in tree if "entry" in str(child.tag)]
    assert order == ["deleted-entry"] * 2 + ["entry"] * 6
    assert found("//at:deleted-entry/@ref", *ALL) == [KILLED.piece.id, WITHDRAWN.piece.id]
    assert found("//at:deleted-entry/@when", KILLED) == found("//a:entry/a:updated/text()", KILLED)
    content = found("//a:content/text()", KILLED)[0]
    assert "Source rétractée." in content
    assert "stations" not in atom(a_document(KILLED)).decode()
    assert found("//a:link[@rel='enclosure']", KILLED) == []


def test_an_excerpt_says_where_the_rest_is() -> None:
    assert f'href="{EXCERPT.piece.url.replace("&", "&amp;")}"' in found("//a:content/text()", EXCERPT)[0]


def test_archives_are_chained_and_say_that_they_are_archives() -> None:
    assert found("//a:link[@rel='prev-archive']/@href") == [f"{AT}/archive/3/atom.xml"]
    assert found("//fh:archive") == []
    shelf = Shelf(current=f"{AT}/atom.xml", next=f"{AT}/archive/2/atom.xml", archived=True)
    assert found("//a:link[@rel='next-archive' or @rel='current']/@href", shelf=shelf) == [
        f"{AT}/atom.xml",
        f"{AT}/archive/2/atom.xml",
    ]
    assert len(found("//fh:archive", shelf=shelf)) == 1
    assert found("//a:link[@rel='prev-archive']", shelf=shelf) == []


def test_the_same_copy_makes_the_same_bytes() -> None:
    assert atom(a_document(*ALL)) == atom(a_document(*ALL))
    assert found("/a:feed/a:updated/text()", updated=NOON) == ["2026-11-23T12:00:00Z"]
