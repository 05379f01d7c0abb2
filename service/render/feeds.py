"""A feed's copy becomes Atom 1.0 (RFC 4287), RSS 2.0 or JSON Feed 1.1. Same copy, same bytes.

Nothing here knows what time it is, who asks, or where the bytes go. Every text is made legal first, so no
article can cost its feed; a title that is empty even then raises NotPublishable.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from service.errors import NotPublishable
from service.render.feeds_kept import Shelf, Write, cut, item, joined_json, joined_xml
from service.render.feeds_mend import DC, DCTERMS, add, foreign, mended
from service.render.feeds_parts import bylines, categories, media_content, picture_type, stamp
from service.render.feeds_text import article, legible, line, paragraph, plain
from service.render.values import FeedCopy, Piece

GENERATOR = "Deskwire"
TTL_MINUTES = 15
ATOM_TYPE, RSS_TYPE, JSON_TYPE = "application/atom+xml", "application/rss+xml", "application/feed+json"
ATOM_END, RSS_END = b"</feed>", b"</channel></rss>"

BLANK = FeedCopy(
    id="tag:blank",
    title="-",
    subtitle="-",
    language="en",
    self_url="https://blank.invalid/feed",
    home_url="https://blank.invalid/",
    house="-",
    rights="",
    updated=datetime(2000, 1, 1, tzinfo=UTC),
)
"""A feed in which an entry is written before it is cut out."""

ENTRIES = Shelf()


def atom(copy: FeedCopy, full: bool = True, translations: bool = False) -> bytes:
    """The Atom document. Without `full`, entries carry their summary alone.

    With `translations`, an entry links its other languages (rel=alternate with hreflang, RFC 4287 section
    4.2.7.4): right by the standard, but many readers open the last such link, so only partners get them.
    """
    feed = _atom_head(copy)
    return joined_xml(bytes(feed.atom_str()), copy, _atom_writer(full, translations), ATOM_END)


def rss(copy: FeedCopy, full: bool = True) -> bytes:
    """The RSS document: description is the summary, content:encoded the article."""
    return joined_xml(bytes(_rss_head(copy).rss_str()), copy, _rss_writer(full), RSS_END)


def json_feed(copy: FeedCopy, full: bool = True) -> bytes:
    """The JSON Feed document, UTF-8 with a newline at its end."""
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _titled(copy.title, copy.id),
        "description": line(copy.subtitle),
        "home_page_url": copy.home_url,
        "feed_url": copy.self_url,
        **({"hubs": [{"type": "WebSub", "url": copy.hub}]} if copy.hub else {}),
        "language": copy.language,
        "authors": [{"name": line(copy.house)}],
        "_deskwire": {
            "id": copy.id,
            "updated": stamp(copy.updated),
            "rights": line(copy.rights),
            "languages": [{"language": other.language, "feed_url": other.url} for other in copy.siblings],
        },
    }
    return joined_json(document, copy, _json_writer(full))


Draw = Callable[[FeedCopy], bytes]

DRAW: Mapping[str, Draw] = {"atom.xml": atom, "rss.xml": rss, "feed.json": json_feed}
"""By the name of the file."""


def _atom_head(copy: FeedCopy) -> Any:
    feed = _begun(copy)
    feed.id(copy.id)
    feed.author({"name": line(copy.house)})
    feed.link(href=copy.self_url, rel="self", type=ATOM_TYPE)
    if copy.hub:
        feed.link(href=copy.hub, rel="hub")
    feed.link(href=copy.home_url, rel="alternate", type="text/html", hreflang=copy.language)
    for sibling in copy.siblings:
        feed.link(href=sibling.url, rel="alternate", type=ATOM_TYPE, hreflang=sibling.language)
    return feed


def _rss_head(copy: FeedCopy) -> Any:
    channel = _begun(copy)
    channel.link(href=copy.home_url, rel="alternate")
    channel.docs("https://www.rssboard.org/rss-specification")
    channel.ttl(TTL_MINUTES)
    channel.mend.channel_links = [{"rel": "self", "type": RSS_TYPE, "href": copy.self_url}]
    channel.mend.channel_links += [{"rel": "hub", "href": copy.hub}] if copy.hub else []
    channel.mend.channel_links += [
        {"rel": "alternate", "type": RSS_TYPE, "hreflang": sibling.language, "href": sibling.url}
        for sibling in copy.siblings
    ]
    return channel


@lru_cache
def _atom_writer(full: bool, translations: bool) -> Write:
    """Writes an entry as it stands in any feed: what a feed declares of namespaces is always the same."""

    def write(piece: Piece) -> bytes:
        feed = _atom_head(BLANK)
        bare = bytes(feed.atom_str())
        _atom_entry(feed, piece, full, translations)
        return cut(bytes(feed.atom_str()), bare, ATOM_END)

    return ENTRIES.kept(f"atom {full} {translations}", write)


@lru_cache
def _rss_writer(full: bool) -> Write:
    def write(piece: Piece) -> bytes:
        channel = _rss_head(BLANK)
        bare = bytes(channel.rss_str())
        _rss_item(channel, piece, full)
        return cut(bytes(channel.rss_str()), bare, RSS_END)

    return ENTRIES.kept(f"rss {full}", write)


@lru_cache
def _json_writer(full: bool) -> Write:
    return ENTRIES.kept(f"json {full}", lambda piece: item(_json_item(piece, full)))


def _begun(copy: FeedCopy) -> Any:
    feed = mended(copy.updated)
    feed.title(_titled(copy.title, copy.id))
    feed.subtitle(line(copy.subtitle) or line(copy.title))
    feed.language(copy.language)
    feed.rights(line(copy.rights) or None)
    feed.generator(GENERATOR)
    return feed


def _entry(feed: Any, piece: Piece) -> Any:
    entry = add(feed, piece.updated)
    entry.id(piece.id)
    entry.title(_titled(piece.title, piece.id))
    entry.link(href=piece.url, rel="alternate")
    entry.category([category.attributes for category in categories(piece)])
    entry.mend.language = piece.language
    return entry


def _atom_entry(feed: Any, piece: Piece, full: bool, translations: bool) -> None:
    entry = _entry(feed, piece)
    entry.published(piece.published)
    entry.author([{"name": name} for name in bylines(piece)])
    summary = paragraph(piece.summary, piece.language)
    entry.summary(summary or None, type="html")
    if full and (body := article(piece.body, piece.language) or summary):
        entry.content(body, type="html")
    entry.mend.links = _entry_links(piece, translations)
    if piece.image:
        entry.mend.foreign.append(media_content(piece.image))


def _entry_links(piece: Piece, translations: bool) -> list[dict[str, str]]:
    page = {"rel": "alternate", "type": "text/html"}
    links = [page | {"hreflang": piece.language, "href": piece.url}]
    if translations:
        links += [page | {"hreflang": other.language, "href": other.url} for other in piece.siblings]
    if piece.image and (kind := picture_type(piece.image)):
        links.append({"rel": "enclosure", "type": kind, "href": piece.image.url})
    return links


def _rss_item(channel: Any, piece: Piece, full: bool) -> None:
    item = _entry(channel, piece)
    summary = paragraph(piece.summary, piece.language)
    item.description(summary or None)
    if full and (body := article(piece.body, piece.language)):
        item.content(body)
    if piece.image and (kind := picture_type(piece.image)):
        # The RSS profile's way to say that the length is not known is 0.
        item.enclosure(piece.image.url, "0", kind)
    item.mend.published = piece.published
    item.mend.foreign = [foreign(f"{{{DC}}}creator", name) for name in bylines(piece)]
    item.mend.foreign.append(foreign(f"{{{DCTERMS}}}modified", stamp(piece.updated)))
    if piece.image:
        item.mend.foreign.append(media_content(piece.image))


def _json_item(piece: Piece, full: bool) -> dict[str, Any]:
    summary = paragraph(piece.summary, piece.language)
    body = (article(piece.body, piece.language) if full else "") or summary
    title = _titled(piece.title, piece.id)
    item: dict[str, Any] = {
        "id": piece.id,
        "url": piece.url,
        "title": title,
        "content_html" if body else "content_text": body or title,
        "summary": plain(piece.summary),
        "date_published": stamp(piece.published),
        "date_modified": stamp(piece.updated),
        "language": piece.language,
        "authors": [{"name": name} for name in bylines(piece)],
        "tags": [category.label for category in categories(piece)],
        "image": piece.image.url if piece.image else "",
    }
    return {name: value for name, value in item.items() if value}


def _titled(title: str, what: str) -> str:
    if legible(said := line(title)):
        return said
    raise NotPublishable(f"{what}: there is nothing to see in its title; give it one")
