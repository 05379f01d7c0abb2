"""Items of NewsML-G2, the IPTC's news in XML: news items alone, or in a news message.

Read with lxml, which expands no entities here and opens nothing; what could harm it is refused before
(`prescan`). Elements are known by their local names, because agencies send every version's namespace, and
codes by what stands behind their colon, because each agency has prefixes of its own. Text alone is taken:
packages, pictures, videos and planning items are no articles.
"""

import re
from collections.abc import Iterator
from html import escape

from lxml import etree

from service.errors import Unreadable
from service.ingest import feed, fields, prescan
from service.ingest.characters import plain, shorten
from service.ingest.clean import clean
from service.ingest.item import Harvest, Item, Picture, Status
from service.ingest.links import safe_url
from service.ingest.manuscript import paragraphs
from service.ingest.ninjs import MEDIA_TOPIC
from service.ingest.pictures import pixels

_ROOT = re.compile(
    rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*<(?:[\w.\-]+:)?(newsMessage|newsItem)\b", re.S
)
_TEXT_CLASSES = {"", "text", "composite"}
_ORIGINAL = re.compile(
    r"(?:translat(?:ed|ion)(?:from|of)|hastranslation(?:source|original))\Z", re.IGNORECASE
)
_BODY = {"body.content": "div", "hl2": "h3", "media": "", "block": "div"}
"""NITF's elements that HTML calls otherwise; an empty name drops the element."""


def is_news(data: bytes) -> bool:
    """Whether `data` (UTF-8) is a NewsML-G2 document."""
    return bool(_ROOT.match(data))


def harvest(text: str, url: str, hint: str = "") -> Harvest:
    """The items of the document in `text`, which came from `url`; an item at fault is set aside.

    Raises Unreadable for what is not well-formed, Unsafe for what declares entities.
    """
    data = prescan.legal(text.encode("utf-8", "ignore"))
    prescan.refuse_declarations(data)
    for harm in prescan.scan(data).harmful.values():
        raise Unreadable(harm)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"is no well-formed NewsML-G2: {plain(str(error))}") from error
    news = [root] if _local(root) == "newsItem" else list(_all(root, "newsItem"))
    pictures = {node.get("guid", ""): node for node in news if _class(node) in {"picture", "graphic"}}
    texts = [node for node in news if _class(node) in _TEXT_CLASSES]
    return feed.gather(texts, _name, lambda node: _item(node, url, hint, pictures))


def _name(node: etree._Element) -> str:
    return fields.identity(node.get("guid", ""))


def _item(node: etree._Element, url: str, hint: str, pictures: dict[str, etree._Element]) -> Item:
    identity = _name(node)
    if not identity:
        raise Unreadable("has no guid: nothing to know it by")
    status = fields.status(_code(_first(node, "itemMeta", "pubStatus")))
    address = _address(node, url)
    title = fields.headline(_words(_first(node, "contentMeta", "headline")))
    body = clean(_body(node), address or url)
    if not title and not body and status is Status.USABLE:
        raise Unreadable("has neither a headline nor a text")
    signals = {_code(signal) for signal in _all(node, "signal")}
    note = plain(_words(_first(node, "itemMeta", "edNote"))) or "corrected by its source"
    updated = fields.moment(_words(_first(node, "itemMeta", "versionCreated")))
    return Item(
        external_id=identity,
        title=title,
        summary=shorten(plain(_words(_first(node, "contentMeta", "description"))), fields.SUMMARY),
        body=body,
        url=address,
        authors=fields.authors(_authors(node)),
        topics=fields.topics(_topics(node)),
        language=fields.language(_language(node) or hint),
        translation_of=fields.identity(_original(node)),
        image=_picture(node, pictures, address or url),
        published=fields.moment(_words(_first(node, "itemMeta", "firstCreated"))) or updated,
        updated=updated,
        embargo_until=fields.moment(_words(_first(node, "itemMeta", "embargoed"))),
        breaking="flash" in signals or _code(_first(node, "contentMeta", "genre")) == "flash",
        status=status,
        correction=shorten(note, fields.SUMMARY) if "correction" in signals else "",
    )


def _class(node: etree._Element) -> str:
    """What kind of news item it is (ninat:text, ninat:picture)."""
    return _code(_first(node, "itemMeta", "itemClass"))


def _address(node: etree._Element, url: str) -> str:
    """Where it is published: a canonical or web link, else an id that is an address."""
    links = [link.get("href", "") for link in _all(node, "link") if "html" in link.get("contenttype", "")]
    found = [*links, *(_words(one) for one in _all(node, "altId")), node.get("guid", "")]
    return next((safe for one in found if one.startswith("http") and (safe := safe_url(one, url))), "")


def _body(node: etree._Element) -> str:
    """The text as HTML, of several renderings the longest: XHTML or NITF inside, else plain text."""
    contents = next(_all(node, "contentSet"), None)
    if contents is None:
        return ""
    found = [_markup(part) for part in _all(contents, "inlineXML")]
    found += [_inline(part) for part in _all(contents, "inlineData")]
    return max(found, key=len, default="")


def _inline(part: etree._Element) -> str:
    text = part.text or ""
    return text if "html" in part.get("contenttype", "") else paragraphs(text)


def _markup(part: etree._Element) -> str:
    """What stands inside inlineXML, with the names of HTML and without namespaces."""
    within = next(_all(part, "body.content"), None)
    if within is None:
        within = next(_all(part, "body"), part)
    return "".join(_html(within))


def _html(node: etree._Element) -> Iterator[str]:
    yield _escaped(node.text)
    for child in node:
        name = _local(child)
        tag = _BODY.get(name, name)
        if tag and re.fullmatch(r"[a-z][a-z0-9]{0,15}", tag):
            marks = "".join(
                f' {key}="{_escaped(value)}"' for key, value in child.attrib.items() if key.isalpha()
            )
            yield f"<{tag}{marks}>"
            yield from _html(child)
            yield "" if tag in {"br", "img", "hr"} else f"</{tag}>"
        elif tag:
            yield from _html(child)
        yield _escaped(child.tail)


def _marks(node: etree._Element) -> str:
    """The attributes of an element that have no namespace."""
    return "".join(f' {key}="{_escaped(str(value))}"' for key, value in node.items() if str(key).isalpha())


def _authors(node: etree._Element) -> list[str]:
    by = _words(_first(node, "contentMeta", "by"))
    if by:
        return [re.sub(r"(?i)\Aby\s+", "", by)]
    meta = next(_all(node, "contentMeta"), None)
    creators = [] if meta is None else list(_all(meta, "creator"))
    return [_words(_first(creator, "name")) or creator.get("literal", "") for creator in creators]


def _topics(node: etree._Element) -> Iterator[str]:
    """Names of its subjects, and their codes where they are the IPTC's Media Topics."""
    for subject in _all(node, "subject"):
        for code in (subject.get("qcode", ""), subject.get("uri", "")):
            if known := MEDIA_TOPIC.search(code):
                yield f"medtop:{known[1]}"
        yield _words(_first(subject, "name"))


def _language(node: etree._Element) -> str:
    said = _first(node, "contentMeta", "language")
    tag = said.get("tag", "") if said is not None else ""
    return tag or node.get("{http://www.w3.org/XML/1998/namespace}lang", "")


def _original(node: etree._Element) -> str:
    """The guid of what it says it is a translation of."""
    for link in _all(node, "link"):
        if _ORIGINAL.search(_behind(link.get("rel", ""))):
            return link.get("residref", "") or link.get("href", "")
    return ""


def _picture(node: etree._Element, pictures: dict[str, etree._Element], base: str) -> Picture | None:
    """A picture item of the same message that this one links to, or that its own contents hold."""
    linked = (pictures.get(link.get("residref", "")) for link in _all(node, "link"))
    for holder in [*(one for one in linked if one is not None), node]:
        remote = [one for one in _all(holder, "remoteContent") if "image" in one.get("contenttype", "")]
        for one in sorted(remote, key=lambda it: -(pixels(it.get("width", "")) or 0)):
            if address := safe_url(one.get("href", ""), base):
                return Picture(
                    address,
                    shorten(plain(_words(_first(holder, "contentMeta", "description"))), fields.TITLE),
                    shorten(plain(_words(_first(holder, "contentMeta", "creditline"))), fields.TITLE),
                    pixels(one.get("width", "")),
                    pixels(one.get("height", "")),
                )
    return None


def _first(node: etree._Element, *path: str) -> etree._Element | None:
    """The first child by local names, step by step."""
    found: etree._Element | None = node
    for name in path:
        if found is None:
            return None
        found = next((child for child in found if _local(child) == name), None)
    return found


def _all(node: etree._Element, name: str) -> Iterator[etree._Element]:
    return (each for each in node.iterdescendants() if _local(each) == name)


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _code(node: etree._Element | None) -> str:
    """The code of an element, in lower case, without its scheme."""
    return "" if node is None else _behind(node.get("qcode", "") or node.get("uri", "")).lower()


def _behind(code: str) -> str:
    return re.split(r"[:/]", code)[-1]


def _words(node: etree._Element | None) -> str:
    return "" if node is None else "".join(node.itertext()).strip()


def _escaped(text: str | None) -> str:
    return escape(text or "")
