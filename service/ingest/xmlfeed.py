"""Entries of RSS, RDF and Atom feeds become items. feedparser reads the XML; nothing it gives is trusted.

Its sanitiser and its resolving of addresses stay off: both rewrite HTML by patterns, and `clean` does it once
and for good. Its dates are kept, its zone-less ones taken for UTC as it takes them.
"""

import calendar
import io
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin
from xml.sax import SAXException

import feedparser

from service.errors import Unreadable
from service.ingest import fields
from service.ingest.characters import plain, shorten
from service.ingest.clean import clean, text_of
from service.ingest.item import Item, Picture
from service.ingest.links import safe_url, without_tracking
from service.ingest.manuscript import paragraphs
from service.ingest.pictures import pixels

Entry = Mapping[str, Any]
"""An entry as a plain dict: feedparser's own answers for keys that are not there."""

_LABEL = {"content-type": "application/xml; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's entries and the address it came from.

    `declared` is the language it claims for all it holds, `language` the one to go by: an operator's word
    before the feed's, which is often that of the software's settings. `broken`: its mark-up is not
    well-formed, and was read by guessing.
    """

    entries: list[Entry]
    url: str
    declared: str
    language: str
    broken: bool = False


def parse(text: str, url: str, hint: str = "") -> Feed:
    """The feed in `text`, which came from `url`; `hint` is the language an operator gave.

    Raises Unreadable for anything but RSS, RDF or Atom.
    """
    # feedparser opens a string or bytes that name a file or address; it only reads what is a stream.
    found = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "ignore")),
        response_headers=_LABEL,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not _text(found, "version"):
        raise Unreadable("is no feed: RSS, Atom or JSON Feed is wanted")
    declared = _text(found.feed, "language")
    broken = isinstance(found.get("bozo_exception"), SAXException)
    return Feed([dict(entry) for entry in found.entries], url, declared, hint or declared, broken)


def name(entry: Entry) -> str:
    """What an editor finds the entry by, whatever is wrong with it; empty if it has no id and no link."""
    return fields.identity(_text(entry, "id") or _text(entry, "link"))


def item(entry: Entry, feed: Feed) -> Item:
    """The item of one entry. Raises Unreadable if it cannot be told from others, or says nothing."""
    detail = _body(entry)
    base = urljoin(feed.url, _text(detail, "base"))
    body = clean(_html(detail), base)
    title = fields.headline(_text(entry, "title"))
    if not title and not body:
        raise Unreadable("has neither a headline nor a text")
    url = _link(entry, base)
    return Item(
        external_id=_identity(entry, url, title),
        title=title,
        summary=shorten(text_of(_summary(entry, detail)), fields.SUMMARY),
        body=body,
        url=url,
        authors=fields.authors(_authors(entry)),
        topics=fields.topics(_text(tag, "label") or _text(tag, "term") for tag in _dicts(entry, "tags")),
        language=fields.language(_language(detail, feed)),
        translation_of=fields.identity(_original(entry, url, base)),
        image=_picture(entry, base),
        published=_moment(entry, "published") or _moment(entry, "created") or _moment(entry, "updated"),
        updated=_moment(entry, "updated"),
    )


def _body(entry: Entry) -> Mapping[str, Any]:
    """The fullest text of an entry: its content, of several the longest, before its summary."""
    contents = [detail for detail in _dicts(entry, "content") if _text(detail, "value").strip()]
    if contents:
        return max(contents, key=lambda detail: len(_text(detail, "value")))
    summary = entry.get("summary_detail")
    return summary if isinstance(summary, Mapping) else {}


def _summary(entry: Entry, detail: Mapping[str, Any]) -> str:
    """What the entry says beside its full text `detail`: feedparser gives that again where it is silent."""
    said = _text(entry, "summary")
    return "" if said == _text(detail, "value") else said


def _html(detail: Mapping[str, Any]) -> str:
    value = _text(detail, "value")
    return paragraphs(value) if detail.get("type") == "text/plain" else value


def _identity(entry: Entry, url: str, title: str) -> str:
    """The entry's id; where it has none its address, else its headline: they change least."""
    identity = fields.identity(_text(entry, "id") or url or title)
    if not identity:
        raise Unreadable("has no id, no link and no headline: nothing to know it by")
    return identity


def _link(entry: Entry, base: str) -> str:
    """Where the entry is published: its first alternate link that is not a translation's."""
    own = [link for link in _alternates(entry) if not link.get("hreflang")]
    hrefs = [_text(link, "href") for link in own] or [_text(entry, "link")]
    found = next((address for address in (safe_url(href, base) for href in hrefs if href) if address), "")
    return without_tracking(found)


def _original(entry: Entry, url: str, base: str) -> str:
    """The id or address of what the entry is translated from; empty if it does not say, or is the original.

    `translated_from` says it outright. Links to the other languages (hreflang) name the whole family, where
    x-default is the original; without one the first in alphabetical order stands for it, so that all members
    of the family point at the same one and never in a circle.
    """
    said = next((_text(entry, key) for key in entry if key.endswith("translated_from")), "")
    if said:
        return said
    family = {
        _text(link, "hreflang").lower(): safe_url(_text(link, "href"), base) or ""
        for link in _alternates(entry)
        if link.get("hreflang")
    }
    original = family.get("x-default") or min(filter(None, [*family.values(), url]), default="")
    return "" if original == url else original


def _language(detail: Mapping[str, Any], feed: Feed) -> str:
    """The language of the entry itself, where it says other than the feed; else the feed's."""
    own = _text(detail, "language")
    return own if own and own != feed.declared else feed.language


def _authors(entry: Entry) -> list[str]:
    named = [_text(author, "name") for author in _dicts(entry, "authors")]
    return [name for name in named if name] or [name for name in [_text(entry, "author")] if "@" not in name]


def _picture(entry: Entry, base: str) -> Picture | None:
    """The picture an entry declares: media:content, media:thumbnail, or an enclosure."""
    candidates = [media for media in _dicts(entry, "media_content") if _is_picture(media)]
    candidates += _dicts(entry, "media_thumbnail")
    candidates += [
        {**link, "url": _text(link, "href")}
        for link in _dicts(entry, "links")
        if link.get("rel") == "enclosure" and _text(link, "type").startswith("image/")
    ]
    for media in candidates:
        if address := safe_url(_text(media, "url"), base):
            return Picture(
                url=address,
                credit=shorten(plain(_text(entry, "credit")), fields.TITLE),
                width=pixels(_text(media, "width")),
                height=pixels(_text(media, "height")),
            )
    return None


def _is_picture(media: Mapping[str, Any]) -> bool:
    return media.get("medium") == "image" or _text(media, "type").startswith("image/")


def _moment(entry: Entry, name: str) -> datetime | None:
    parsed = entry.get(f"{name}_parsed")
    if not isinstance(parsed, time.struct_time):
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _alternates(entry: Entry) -> list[Mapping[str, Any]]:
    return [link for link in _dicts(entry, "links") if link.get("rel") == "alternate"]


def _dicts(entry: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = entry.get(key)
    if not isinstance(value, Sequence) or isinstance(value, str):
        return []
    return [dict(part) for part in value if isinstance(part, Mapping)]


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""
