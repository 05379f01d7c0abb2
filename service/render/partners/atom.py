"""A partner's document as Atom 1.0 (RFC 4287), with archives (RFC 5005) and tombstones (RFC 6721).

Status and signal are categories in the IPTC's schemes. An article that was taken back is said twice: as a
tombstone, for readers that know them, and as an entry under the same id whose text says what to do.
Tombstones stand before the first entry: RFC 4287 leaves the order free, its schema and some readers do not.
"""

from lxml import etree

from service.errors import NotPublishable
from service.render.feeds_mend import ATOM, DCTERMS, MEDIA, XML_LANG
from service.render.feeds_parts import bylines, media_content, picture_type, stamp
from service.render.feeds_text import legible, line
from service.render.partners.parts import SIGNALS, STATUSES, body_of, summary_of, topics_of
from service.render.partners.values import Entry, PartnerCopy
from service.render.partners.words import caution_text

HISTORY = "http://purl.org/syndication/history/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
ATOM_TYPE = "application/atom+xml"
NAMESPACES = {None: ATOM, "fh": HISTORY, "at": TOMBSTONES, "media": MEDIA, "dcterms": DCTERMS}


def atom(copy: PartnerCopy) -> bytes:
    """The Atom document."""
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap=NAMESPACES)
    feed.set(XML_LANG, copy.language)
    _texts(feed, id=copy.id, title=titled(copy.title, copy.id), subtitle=line(copy.subtitle))
    _texts(feed, updated=stamp(copy.updated), rights=line(copy.rights))
    _texts(_add(feed, "author"), name=line(copy.house))
    for relation, address in _relations(copy):
        _add(feed, "link", rel=relation, href=address, type=ATOM_TYPE)
    _add(feed, "link", rel="alternate", href=copy.home_url, type="text/html", hreflang=copy.language)
    if copy.shelf.archived:
        etree.SubElement(feed, f"{{{HISTORY}}}archive")
    for entry in copy.entries:
        if not entry.stands:
            _tombstone(feed, entry)
    for entry in copy.entries:
        _entry(feed, entry, copy)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8")


def titled(title: str, what: str) -> str:
    """`title` on one line. Raises NotPublishable if there is nothing to see in it."""
    if legible(said := line(title)):
        return said
    raise NotPublishable(f"{what}: there is nothing to see in its title; give it one")


def _relations(copy: PartnerCopy) -> list[tuple[str, str]]:
    shelf = copy.shelf
    known = [
        ("self", copy.self_url),
        ("current", shelf.current),
        ("prev-archive", shelf.previous),
        ("next-archive", shelf.next),
    ]
    return [(relation, address) for relation, address in known if address]


def _tombstone(feed: etree._Element, entry: Entry) -> None:
    name = f"{{{TOMBSTONES}}}"
    grave = etree.SubElement(
        feed, f"{name}deleted-entry", ref=entry.piece.id, when=stamp(entry.piece.updated)
    )
    comment = etree.SubElement(grave, f"{name}comment")
    comment.text = caution_text(entry)


def _entry(feed: etree._Element, entry: Entry, copy: PartnerCopy) -> None:
    piece = entry.piece
    node = _add(feed, "entry")
    node.set(XML_LANG, piece.language)
    _texts(node, id=piece.id, title=titled(piece.title, piece.id))
    _texts(node, published=stamp(piece.published), updated=stamp(piece.updated))
    for name in bylines(piece):
        _texts(_add(node, "author"), name=name)
    _links(node, entry)
    _add(node, "category", scheme=STATUSES, term=entry.status)
    if entry.signal:
        _add(node, "category", scheme=SIGNALS, term=entry.signal)
    for category in topics_of(entry):
        _add(node, "category", **category.attributes)
    _texts(node, rights=line(copy.terms))
    if summary := summary_of(entry):
        _add(node, "summary", type="html").text = summary
    if body := body_of(entry, copy.house):
        _add(node, "content", type="html").text = body
    _source(node, copy)
    if piece.image and entry.stands:
        node.append(media_content(piece.image))


def _links(node: etree._Element, entry: Entry) -> None:
    piece = entry.piece
    _add(node, "link", rel="alternate", type="text/html", hreflang=piece.language, href=piece.url)
    _add(node, "link", rel="canonical", href=piece.url)
    if not entry.stands:
        return
    for other in piece.siblings:
        _add(node, "link", rel="alternate", type="text/html", hreflang=other.language, href=other.url)
    if piece.image and (kind := picture_type(piece.image)):
        _add(node, "link", rel="enclosure", type=kind, href=piece.image.url)


def _source(node: etree._Element, copy: PartnerCopy) -> None:
    origin = copy.origin
    source = _add(node, "source")
    _texts(source, id=origin.id, title=line(origin.title), updated=stamp(copy.updated))
    _add(source, "link", rel="self", type=ATOM_TYPE, href=origin.url)
    _texts(_add(source, "author"), name=line(copy.house))


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)


def _texts(parent: etree._Element, **texts: str) -> None:
    """Children with a text each, without those whose text is empty."""
    for name, text in texts.items():
        if text:
            _add(parent, name).text = text
