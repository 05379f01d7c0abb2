"""RSS 2.0 as MSN, SmartNews and Apple News want it: one document, with what each asks beyond the others.

    MSN        an update is seen by dcterms:modified; one that expired (dcterms:valid) is taken down; titles
               have at most 150 characters; nothing older than a year; rights stated for every picture
    SmartNews  SmartFormat 2.1: an update is seen by pubDate alone; media:status says what was deleted
    Apple      the channel's language with a territory; long texts in content:encoded

They follow what the platforms published for their partners in 2026, as far as that is public: try a feed with
the platform's own checker before a contract starts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

from babel.core import get_global
from lxml import etree

from service.render.feeds_mend import ATOM, DC, DCTERMS, MEDIA, second
from service.render.feeds_parts import bylines, media_content, picture_type, stamp
from service.render.feeds_text import line
from service.render.partners.atom import titled
from service.render.partners.parts import body_of, summary_of, topics_of
from service.render.partners.values import Entry, PartnerCopy

CONTENT = "http://purl.org/rss/1.0/modules/content/"
MSN = "http://schemas.ingestion.microsoft.com/common/"
SMARTNEWS = "http://www.smartnews.be/snf"
NAMESPACES = {"atom": ATOM, "content": CONTENT, "dc": DC, "dcterms": DCTERMS, "media": MEDIA}
RSS_TYPE = "application/rss+xml"
TTL_MINUTES = 15
LONGEST_TITLE = 150
YEAR = timedelta(days=365)
MORE = "…"


@dataclass(frozen=True, slots=True)
class Profile:
    """What one platform wants. `prefix` and `namespace` are its own."""

    prefix: str = ""
    namespace: str = ""
    expires: bool = False
    """Says dcterms:valid where an article was taken back."""
    status: bool = False
    """Says media:status."""
    rights: bool = False
    """Says for every picture that it may be republished."""
    dated_by_change: bool = False
    """pubDate is the date of the last change."""
    territory: bool = False
    """The language names a territory."""
    title: int = 0
    """The longest title, in characters; 0: any."""
    oldest: timedelta | None = None
    """How much older than the newest article one may be."""


PROFILES: Mapping[str, Profile] = {
    "msn": Profile("mi", MSN, expires=True, rights=True, title=LONGEST_TITLE, oldest=YEAR),
    "smartnews": Profile("snf", SMARTNEWS, status=True, dated_by_change=True),
    "apple": Profile(expires=True, territory=True),
}


def fitted(copy: PartnerCopy, profile: Profile) -> PartnerCopy:
    """`copy` as the platform takes it: titles, dates, the language and how far back it goes."""
    newest = max((entry.piece.published for entry in copy.entries), default=copy.updated)
    since = newest - profile.oldest if profile.oldest else None
    entries = [
        _fitted(entry, profile) for entry in copy.entries if since is None or entry.piece.published > since
    ]
    language = with_territory(copy.language) if profile.territory else copy.language
    updated = max((entry.piece.updated for entry in entries), default=copy.updated)
    return replace(copy, entries=tuple(entries), language=language, updated=updated)


def _fitted(entry: Entry, profile: Profile) -> Entry:
    piece = entry.piece
    changes: dict[str, Any] = {"title": shortened(line(piece.title), profile.title)}
    if profile.dated_by_change:
        changes["published"] = piece.updated
    return replace(entry, piece=replace(piece, **changes))


def shortened(title: str, most: int) -> str:
    """`title` in at most `most` characters, cut between words where it has spaces; 0: as it is."""
    if not most or len(title) <= most:
        return title
    cut = title[: most - 1]
    whole, space, _ = cut.rpartition(" ")
    return (whole if space and len(whole) > most // 2 else cut).rstrip() + MORE


def with_territory(language: str) -> str:
    """The BCP 47 tag with the territory that CLDR finds likeliest for it: fr-FR, zh-Hans-CN."""
    parts = language.split("-")
    if any(len(part) == 2 and part.isupper() for part in parts[1:]):
        return language
    likely = get_global("likely_subtags")
    found = likely.get("_".join(parts)) or likely.get(parts[0])
    return f"{language}-{found.rpartition('_')[2]}" if found else language


def rss(copy: PartnerCopy, profile: Profile) -> bytes:
    """The document of a `fitted` copy."""
    spaces = dict(NAMESPACES) | ({profile.prefix: profile.namespace} if profile.prefix else {})
    root = etree.Element("rss", {"version": "2.0"}, nsmap=spaces)
    channel = etree.SubElement(root, "channel")
    _texts(channel, title=titled(copy.title, copy.id), link=copy.home_url, description=line(copy.subtitle))
    _texts(channel, language=copy.language, copyright=line(copy.rights), pubDate=_date(copy))
    _texts(channel, lastBuildDate=_date(copy), ttl=str(TTL_MINUTES))
    etree.SubElement(channel, f"{{{ATOM}}}link", rel="self", type=RSS_TYPE, href=copy.self_url)
    for entry in copy.entries:
        _item(channel, entry, copy, profile)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _item(channel: etree._Element, entry: Entry, copy: PartnerCopy, profile: Profile) -> None:
    piece = entry.piece
    item = etree.SubElement(channel, "item")
    _texts(item, title=titled(piece.title, piece.id), link=piece.url)
    etree.SubElement(item, "guid", isPermaLink="false").text = piece.id
    _texts(item, pubDate=format_datetime(second(piece.published), usegmt=True))
    _add(item, DCTERMS, "modified", stamp(piece.updated))
    _texts(item, description=summary_of(entry) or body_of(entry, copy.house))
    _add(item, CONTENT, "encoded", body_of(entry, copy.house))
    for name in bylines(piece):
        _add(item, DC, "creator", name)
    for category in topics_of(entry):
        _texts(item, category=category.label)
    _add(item, DC, "rights", line(copy.terms))
    _marks(item, entry, profile)
    if piece.image and entry.stands:
        _picture(item, entry, copy, profile)


def _marks(item: etree._Element, entry: Entry, profile: Profile) -> None:
    """The platform's own words for what was taken back."""
    if profile.status:
        _add(item, MEDIA, "status", "active" if entry.stands else "deleted")
    if profile.expires and not entry.stands:
        ended = stamp(entry.piece.updated)
        _add(item, DCTERMS, "valid", f"start={stamp(entry.piece.published)};end={ended};scheme=W3C-DTF")


def _picture(item: etree._Element, entry: Entry, copy: PartnerCopy, profile: Profile) -> None:
    image = entry.piece.image
    if image is None:
        return
    content = media_content(image)
    item.append(content)
    if profile.status:
        etree.SubElement(item, f"{{{MEDIA}}}thumbnail", url=image.url)
    if profile.rights:
        _add(content, profile.namespace, "hasSyndicationRights", "1")
        _add(content, profile.namespace, "licensorName", line(copy.house))
    elif kind := picture_type(image):
        # The RSS profile's way to say that the length is not known is 0.
        etree.SubElement(item, "enclosure", url=image.url, length="0", type=kind)


def _date(copy: PartnerCopy) -> str:
    return format_datetime(second(copy.updated), usegmt=True)


def _texts(parent: etree._Element, **texts: str) -> None:
    for name, text in texts.items():
        if text:
            etree.SubElement(parent, name).text = text


def _add(parent: etree._Element, namespace: str, name: str, text: str) -> None:
    if text:
        etree.SubElement(parent, f"{{{namespace}}}{name}").text = text
