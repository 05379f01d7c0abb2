"""A printed document, read back: what a feed reader finds in Atom, RSS or JSON Feed, as plain values."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from lxml import etree

from service.errors import NotPublishable

ATOM = "{http://www.w3.org/2005/Atom}"
DCTERMS = "{http://purl.org/dc/terms/}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry, as a reader sees it."""

    id: str
    title: str
    url: str
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class Proof:
    """A document, as a reader sees it. `updated` is its own date."""

    language: str
    title: str
    self_url: str
    updated: datetime
    lines: tuple[Line, ...]


def read(body: bytes, name: str) -> Proof:
    """Read the document `body`; `name` is its file's name, which tells the format.

    Raises NotPublishable where it is not well-formed, or where something that every entry must have is
    missing.
    """
    try:
        return READERS[name](body)
    except (etree.XMLSyntaxError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise NotPublishable(f"{name}: a feed reader could not read it: {error}") from error


def _atom(body: bytes) -> Proof:
    feed = _xml(body)
    return Proof(
        language=feed.attrib[XML_LANG],
        title=_text(feed, f"{ATOM}title"),
        self_url=_link(feed, "self"),
        updated=_moment(_text(feed, f"{ATOM}updated")),
        lines=tuple(_atom_line(entry) for entry in feed.iterfind(f"{ATOM}entry")),
    )


def _atom_line(entry: etree._Element) -> Line:
    return Line(
        id=_text(entry, f"{ATOM}id"),
        title=_text(entry, f"{ATOM}title"),
        url=_link(entry, "alternate"),
        published=_moment(_text(entry, f"{ATOM}published")),
        updated=_moment(_text(entry, f"{ATOM}updated")),
    )


def _rss(body: bytes) -> Proof:
    channel = _xml(body)[0]
    return Proof(
        language=_text(channel, "language"),
        title=_text(channel, "title"),
        self_url=_link(channel, "self"),
        updated=parsedate_to_datetime(_text(channel, "lastBuildDate")),
        lines=tuple(_rss_line(item) for item in channel.iterfind("item")),
    )


def _rss_line(item: etree._Element) -> Line:
    return Line(
        id=_text(item, "guid"),
        title=_text(item, "title"),
        url=_text(item, "link"),
        published=parsedate_to_datetime(_text(item, "pubDate")),
        updated=_moment(_text(item, f"{DCTERMS}modified")),
    )


def _json(body: bytes) -> Proof:
    document = json.loads(body)
    return Proof(
        language=document["language"],
        title=document["title"],
        self_url=document["feed_url"],
        updated=_moment(document["_deskwire"]["updated"]),
        lines=tuple(_json_line(item) for item in document["items"]),
    )


def _json_line(item: Mapping[str, str]) -> Line:
    return Line(
        id=item["id"],
        title=item["title"],
        url=item["url"],
        published=_moment(item["date_published"]),
        updated=_moment(item["date_modified"]),
    )


READERS: Mapping[str, Callable[[bytes], Proof]] = {"atom.xml": _atom, "rss.xml": _rss, "feed.json": _json}


def _xml(body: bytes) -> etree._Element:
    return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))


def _text(parent: etree._Element, name: str) -> str:
    found = parent.findtext(name)
    if not found:
        raise LookupError(f"<{etree.QName(parent).localname}> has no {etree.QName(name).localname}")
    return found


def _link(parent: etree._Element, relation: str) -> str:
    """The first link of that relation: the one most readers take."""
    for link in parent.iterfind(f"{ATOM}link"):
        if link.get("rel") == relation:
            return link.attrib["href"]
    raise LookupError(f"<{etree.QName(parent).localname}> has no {relation} link")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
