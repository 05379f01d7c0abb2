"""A partner's document as IPTC NewsML-G2 2.35: a news message with a news item for each article.

The article's HTML goes in as XHTML, so that whoever reads XML reads it too. Dates carry their zone; codes are
QCodes of the IPTC's catalogue, which is named in each item.
"""

from lxml import etree, html

from service.render.feeds_mend import XML_LANG
from service.render.feeds_parts import ISO_3166, bylines, picture_type, stamp
from service.render.feeds_text import line, parsed, plain
from service.render.names import territory_name
from service.render.partners.atom import titled
from service.render.partners.parts import body_of, credit_line, summary_of
from service.render.partners.values import Entry, PartnerCopy
from service.render.partners.words import caution_text

NAR = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
CATALOGUE = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
NEWSML_TYPE = "application/vnd.iptc.g2.newsmessage+xml"


def newsml(copy: PartnerCopy) -> bytes:
    """The news message."""
    message = etree.Element(f"{{{NAR}}}newsMessage", nsmap={None: NAR})
    message.set(XML_LANG, copy.language)
    header = _add(message, "header")
    _add(header, "sent", stamp(copy.updated))
    _add(header, "sender", line(copy.house))
    _add(header, "transmitId", copy.id)
    _add(header, "origin", copy.self_url)
    _add(header, "destination", line(copy.partner))
    items = _add(message, "itemSet")
    for entry in copy.entries:
        _item(items, entry, copy)
    return etree.tostring(message, xml_declaration=True, encoding="utf-8")


def _item(items: etree._Element, entry: Entry, copy: PartnerCopy) -> None:
    piece = entry.piece
    item = _add(items, "newsItem", guid=piece.id, version=str(entry.version))
    for name, value in (("standard", "NewsML-G2"), ("standardversion", "2.35"), ("conformance", "power")):
        item.set(name, value)
    item.set(XML_LANG, piece.language)
    _add(item, "catalogRef", href=CATALOGUE)
    _rights(item, copy)
    _management(item, entry, copy)
    _content_meta(item, entry, copy)
    contents = _add(item, "contentSet")
    if body := body_of(entry, copy.house):
        inline = _add(contents, "inlineXML", contenttype="application/xhtml+xml")
        inline.append(_xhtml(body, entry))
    if piece.image and entry.stands:
        _add(contents, "remoteContent", **_picture(entry))


def _rights(item: etree._Element, copy: PartnerCopy) -> None:
    rights = _add(item, "rightsInfo")
    _add(_add(rights, "copyrightHolder"), "name", line(copy.house))
    _add(rights, "copyrightNotice", line(copy.rights))
    _add(rights, "usageTerms", line(copy.terms))


def _management(item: etree._Element, entry: Entry, copy: PartnerCopy) -> None:
    piece = entry.piece
    meta = _add(item, "itemMeta")
    _add(meta, "itemClass", qcode="ninat:text")
    _add(_add(meta, "provider"), "name", line(copy.house))
    _add(meta, "versionCreated", stamp(piece.updated))
    _add(meta, "firstCreated", stamp(piece.published))
    if entry.embargo_until:
        _add(meta, "embargoed", stamp(entry.embargo_until))
    _add(meta, "pubStatus", qcode=f"stat:{entry.status}")
    _add(meta, "title", titled(piece.title, piece.id))
    if note := caution_text(entry):
        _add(meta, "edNote", note)
    if entry.signal:
        _add(meta, "signal", qcode=f"sig:{entry.signal}")
    _add(meta, "link", rel="irel:seeAlso", href=piece.url, contenttype="text/html")
    for other in piece.siblings if entry.stands else ():
        link = _add(meta, "link", rel="irel:seeAlso", href=other.url, contenttype="text/html")
        _add(link, "language", tag=other.language)


def _content_meta(item: etree._Element, entry: Entry, copy: PartnerCopy) -> None:
    piece = entry.piece
    meta = _add(item, "contentMeta")
    _add(meta, "contentCreated", stamp(piece.published))
    _add(meta, "contentModified", stamp(piece.updated))
    for name in bylines(piece):
        _add(_add(meta, "creator"), "name", name)
    _add(meta, "altId", piece.url)
    _add(meta, "language", tag=piece.language)
    for subject in entry.subjects:
        about = _add(meta, "subject", type="cpnat:abstract", qcode=f"medtop:{subject.code}")
        _add(about, "name", line(subject.name))
    for code in piece.regions:
        known = {} if code.isdigit() else {"uri": f"{ISO_3166}:{code}"}
        about = _add(meta, "subject", type="cpnat:geoArea", **known)
        _add(about, "name", territory_name(code, piece.language))
    _add(meta, "headline", titled(piece.title, piece.id))
    if bylines(piece):
        _add(meta, "by", ", ".join(bylines(piece)))
    _add(meta, "creditline", credit_line(entry, copy))
    if summary := summary_of(entry):
        _add(meta, "description", plain(summary))


def _picture(entry: Entry) -> dict[str, str]:
    image = entry.piece.image
    if image is None:
        return {}
    known = {
        "href": image.url,
        "contenttype": picture_type(image),
        "width": str(image.width or ""),
        "height": str(image.height or ""),
        "rendition": "rnd:highRes",
    }
    return {name: value for name, value in known.items() if value}


def _xhtml(body: str, entry: Entry) -> etree._Element:
    """The HTML as an XHTML document, every element in its namespace."""
    found = parsed(body)
    html.html_to_xhtml(found)
    root = etree.Element(f"{{{XHTML}}}html", nsmap={None: XHTML})
    head = etree.SubElement(root, f"{{{XHTML}}}head")
    etree.SubElement(head, f"{{{XHTML}}}title").text = line(entry.piece.title)
    inner = found.find(f"{{{XHTML}}}body")
    root.append(inner if inner is not None else etree.SubElement(root, f"{{{XHTML}}}body"))
    return root


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    node = etree.SubElement(parent, f"{{{NAR}}}{name}", attributes)
    node.text = text or None
    return node
