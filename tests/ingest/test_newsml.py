"""NewsML-G2: news items become items; what could harm is refused, what is no text is left out."""

from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree

from service.errors import Unreadable, Unsafe
from service.ingest import documents
from service.ingest.item import Harvest, Item, Status
from tests.cast import NOON

URL = "https://agency.example/g2"

ITEM = """
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:agency.example:20261123:7" version="3"
    standard="NewsML-G2" standardversion="2.35" conformance="power" xml:lang="fr">
  <catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_39.xml"/>
  <itemMeta>
    <itemClass qcode="ninat:text"/>
    <provider qcode="nprov:AGENCY"/>
    <versionCreated>2026-11-23T10:00:00Z</versionCreated>
    <firstCreated>2026-11-23T09:00:00Z</firstCreated>
    <embargoed>2026-11-24T06:00:00Z</embargoed>
    <pubStatus qcode="stat:{status}"/>
    <edNote>{note}</edNote>
    {signal}
    <link rel="irel:translatedFrom" residref="urn:newsml:agency.example:20261123:6"/>
    <link rel="irel:associatedWith" residref="urn:newsml:agency.example:20261123:p1"/>
  </itemMeta>
  <contentMeta>
    <urgency>4</urgency>
    <creator literal="mt"><name>Mei-Ling Tan</name></creator>
    <language tag="fr-FR"/>
    <subject qcode="medtop:20000337"><name>transport</name></subject>
    <subject qcode="local:12"/>
    <headline>Le métro d’Almaty &amp; ses huit stations</headline>
    <description role="drol:summary">Une ligne ouvre.</description>
  </contentMeta>
  <contentSet>{content}</contentSet>
</newsItem>
"""
PICTURE = """
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:agency.example:20261123:p1" version="1"
    standard="NewsML-G2" standardversion="2.35" conformance="power">
  <catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_39.xml"/>
  <itemMeta><itemClass qcode="ninat:picture"/><provider qcode="nprov:AGENCY"/>
    <versionCreated>2026-11-23T10:00:00Z</versionCreated></itemMeta>
  <contentMeta><creditline>Asel / Agency</creditline><description>Un train</description></contentMeta>
  <contentSet>
    <remoteContent href="https://agency.example/s.jpg" contenttype="image/jpeg" width="200" height="100"/>
    <remoteContent href="https://agency.example/l.jpg" contenttype="image/jpeg" width="2000" height="1000"/>
  </contentSet>
</newsItem>
"""
XHTML = """<inlineXML contenttype="application/xhtml+xml">
  <html xmlns="http://www.w3.org/1999/xhtml"><head><title>Non</title></head>
  <body><h2>Titre</h2><p>La <em>ligne</em> ouvre &lt;ici&gt;.<br/>Fin.</p><script>x</script></body></html>
</inlineXML>"""
NITF = """<inlineXML contenttype="application/nitf+xml">
  <nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><head/><body><body.head><headline><hl1>Non</hl1></headline>
  </body.head><body.content><p>La ligne ouvre.</p><hl2>Les stations</hl2>
  <media media-type="image"><media-caption>Non</media-caption></media>
  <p>Huit.</p></body.content></body></nitf>
</inlineXML>"""
TEXT = '<inlineData contenttype="text/plain">La ligne ouvre.\n\nHuit stations.</inlineData>'


def an_item(content: str = XHTML, status: str = "usable", note: str = "", signal: str = "") -> str:
    """One news item."""
    return ITEM.format(content=content, status=status, note=note, signal=signal)


def a_message(*items: str) -> bytes:
    """A news message of these."""
    inside = "".join(items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><!-- from the wire -->'
        '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2026-11-23T10:00:00Z</sent>'
        f"</header><itemSet>{inside}</itemSet></newsMessage>"
    ).encode()


def harvest(data: bytes | str) -> Harvest:
    """What is in a document."""
    return documents.harvest(data if isinstance(data, bytes) else data.strip().encode(), URL).whole()


def read(data: bytes | str) -> Item:
    """The one item of a document."""
    (item,) = harvest(data).items
    return item


def test_a_news_message_with_its_picture() -> None:
    item = read(a_message(an_item(), PICTURE))
    assert item.external_id == "urn:newsml:agency.example:20261123:7"
    assert item.title == "Le métro d’Almaty & ses huit stations"
    assert item.body == "<h2>Titre</h2><p>La <em>ligne</em> ouvre &lt;ici&gt;.<br>Fin.</p>"
    assert (item.summary, item.language) == ("Une ligne ouvre.", "fr-FR")
    assert (item.authors, item.topics) == (("Mei-Ling Tan",), ("medtop:20000337", "transport"))
    assert item.translation_of == "urn:newsml:agency.example:20261123:6"
    assert (item.published, item.updated) == (NOON - timedelta(hours=3), NOON - timedelta(hours=2))
    assert item.embargo_until == NOON + timedelta(hours=18)
    assert item.image is not None
    assert (item.image.url, item.image.width) == ("https://agency.example/l.jpg", 2000)
    assert (item.image.alt, item.image.credit) == ("Un train", "Asel / Agency")


def test_the_examples_are_newsml_g2_as_published(shared: Path) -> None:
    schema = etree.XMLSchema(etree.parse(shared / "schemas/newsml-local.xsd"))
    for document in (an_item(TEXT), an_item(XHTML), PICTURE):
        schema.assertValid(etree.fromstring(document.strip()))


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (NITF, "<p>La ligne ouvre.</p><h3>Les stations</h3>\n  \n  <p>Huit.</p>"),
        (TEXT, "<p>La ligne ouvre.</p>\n<p>Huit stations.</p>"),
        (TEXT + XHTML, "<h2>Titre</h2><p>La <em>ligne</em> ouvre &lt;ici&gt;.<br>Fin.</p>"),
    ],
)
def test_text_in_each_of_its_forms(content: str, body: str) -> None:
    assert read(an_item(content)).body.strip() == body


def test_prefixes_of_the_agency_and_older_namespaces_do_not_matter() -> None:
    text = an_item().replace("http://iptc.org/std/nar/2006-10-01/", "http://iptc.org/std/nar/2025-01-01/")
    text = text.replace("medtop:2", "http://cv.iptc.org/newscodes/mediatopic/2").replace(
        "stat:usable", "pst:usable"
    )
    assert read(text).topics == ("medtop:20000337", "transport")


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("withheld", Status.WITHHELD),
        ("canceled", Status.CANCELED),
        ("usable", Status.USABLE),
        ("x", Status.WITHHELD),
    ],
)
def test_what_may_be_done_with_it(word: str, status: Status) -> None:
    assert read(an_item(status=word)).status is status


def test_signals_of_a_correction_and_of_breaking_news() -> None:
    fixed = read(an_item(signal='<signal qcode="sig:correction"/>', note="A name was wrong."))
    assert fixed.correction == "A name was wrong."
    assert read(an_item(note="Pictures follow")).correction == ""
    assert read(an_item(signal='<signal qcode="sig:flash"/>')).breaking


def test_an_item_at_fault_is_set_aside() -> None:
    bad = an_item("").replace("<headline>Le métro d’Almaty &amp; ses huit stations</headline>", "")
    found = harvest(a_message(an_item(), bad.replace(":7", ":9")))
    assert len(list(found.items)) == 1
    (fault,) = found.faults
    assert (fault.item, fault.what) == (
        "urn:newsml:agency.example:20261123:9",
        "has neither a headline nor a text",
    )


# ---- what could harm --------------------------------------------------------------------------------


def test_entities_of_its_own_are_refused() -> None:
    bomb = '<!DOCTYPE newsItem [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    with pytest.raises(Unsafe, match="declares entities"):
        documents.harvest((bomb + an_item(TEXT.replace("Huit", "&x;"))).encode(), URL)


def test_an_external_document_type_is_not_fetched() -> None:
    text = '<!DOCTYPE newsItem SYSTEM "http://127.0.0.1:1/evil.dtd">' + an_item(TEXT)
    found = harvest(text)
    assert "Huit stations" in next(iter(found.items)).body


@pytest.mark.parametrize("depth", [5_000, 200_000])
def test_deep_nesting_is_refused_before_a_parser_sees_it(depth: int) -> None:
    inside = f'<inlineXML contenttype="application/xhtml+xml">{"<div>" * depth}{"</div>" * depth}</inlineXML>'
    with pytest.raises(Unreadable, match="nests elements"):
        documents.harvest(an_item(inside).strip().encode(), URL)


def test_what_is_not_well_formed_is_said() -> None:
    with pytest.raises(Unreadable, match="no well-formed NewsML-G2"):
        documents.harvest(an_item("<p>").strip().encode(), URL)


def test_a_feed_is_still_a_feed() -> None:
    rss = b'<rss version="2.0"><channel><item><guid>1</guid><title>newsItem</title></item></channel></rss>'
    assert read(rss).title == "newsItem"
