"""The same feeds by feedgen as its own guide shows it: everything written again for every document."""

from feedgen.feed import FeedGenerator

from service.render.values import FeedCopy


def atom(copy: FeedCopy) -> bytes:
    """Atom by plain feedgen."""
    return bytes(_filled(copy).atom_str())


def rss(copy: FeedCopy) -> bytes:
    """RSS by plain feedgen."""
    return bytes(_filled(copy).rss_str())


def _filled(copy: FeedCopy) -> FeedGenerator:
    feed = FeedGenerator()
    feed.id(copy.id)
    feed.title(copy.title)
    feed.subtitle(copy.subtitle)
    feed.language(copy.language)
    feed.rights(copy.rights)
    feed.updated(copy.updated)
    feed.author({"name": copy.house})
    feed.link(href=copy.self_url, rel="self")
    feed.link(href=copy.home_url, rel="alternate")
    for piece in copy.pieces:
        entry = feed.add_entry(order="append")
        entry.id(piece.id)
        entry.title(piece.title)
        entry.link(href=piece.url, rel="alternate")
        entry.summary(piece.summary)
        entry.content(piece.body, type="html")
        entry.author([{"name": name} for name in piece.authors])
        entry.published(piece.published)
        entry.updated(piece.updated)
    return feed
