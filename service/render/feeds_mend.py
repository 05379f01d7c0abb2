"""feedgen 1.0.0 with its faults mended, in this one place.

The version is pinned: another one needs another look.

What feedgen does, and what is done about it here:

    entry links lose rel, type, hreflang          Atom entries get their links from us; feedgen's are removed
    entry and feed rel values are a fixed list    ours are not checked against it
    RSS links are the last link that was set      feedgen is given one alternate link, nothing else
    only rel=self reaches RSS                     every atom:link of a channel is written by us
    dates default to now()                        every date is set; the channel's build date is cleared
    RFC 822 dates flip the process's locale       RSS dates are written by us, with email.utils
    authors without e-mail vanish from RSS        bylines are dc:creator, written by us
    one media:group around all pictures           media:content is written by us
    "CDATA" leaks into Atom as a type             content is always escaped HTML, never CDATA
    a control character raises ValueError         texts come through feeds_text first
    add_entry prepends                            order="append"
    link and author dicts are changed in place    every call gets a fresh one
    no xml:lang on entries                        set by us
    feedgen.util needs lxml.etree imported        feedgen.entry, which imports it, is imported first
    Atom elements have no namespace in memory     ours are made without one too, beside feedgen's
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
MEDIA = "http://search.yahoo.com/mrss/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

Attributes = dict[str, str]


def second(when: datetime) -> datetime:
    """`when` in UTC to the whole second, as every date of a feed is written."""
    return when.astimezone(UTC).replace(microsecond=0)


@dataclass
class FeedMend:
    """What feedgen cannot say about a feed. feedgen calls the methods; fill the fields before it writes."""

    channel_links: list[Attributes] = field(default_factory=list)
    built: datetime | None = None

    def extend_ns(self) -> dict[str, str]:
        """The prefixes declared on the root."""
        return {"dc": DC, "dcterms": DCTERMS, "media": MEDIA}

    def extend_atom(self, feed: etree._Element) -> None:
        """Called before the entries are there; what must stand before the first entry is added here."""

    def extend_rss(self, rss: etree._Element) -> None:
        """Add the channel's build date and all its atom:links."""
        channel = rss[0]
        if self.built:
            etree.SubElement(channel, "lastBuildDate").text = format_datetime(second(self.built), usegmt=True)
        for attributes in self.channel_links:
            etree.SubElement(channel, f"{{{ATOM}}}link", dict(attributes))


@dataclass
class EntryMend:
    """What feedgen cannot say about an entry."""

    language: str = ""
    links: list[Attributes] = field(default_factory=list)
    published: datetime | None = None
    foreign: list[etree._Element] = field(default_factory=list)
    """Elements of other namespaces, appended as they are."""

    def extend_atom(self, entry: etree._Element) -> None:
        """Set the language, replace the links."""
        entry.set(XML_LANG, self.language)
        for bare in entry.findall("link"):
            entry.remove(bare)
        for attributes in self.links:
            etree.SubElement(entry, "link", dict(attributes))
        entry.extend(self.foreign)

    def extend_rss(self, item: etree._Element) -> None:
        """Add the date in English and GMT, whatever the process's locale."""
        if self.published:
            etree.SubElement(item, "pubDate").text = format_datetime(second(self.published), usegmt=True)
        item.extend(self.foreign)


def mended(updated: datetime) -> Any:
    """A FeedGenerator with our extension as `.mend`, whose only date is `updated`."""
    generator = FeedGenerator()
    generator.updated(second(updated))
    generator._FeedGenerator__rss_lastBuildDate = None
    generator.register_extension("mend", FeedMend, EntryMend)
    generator.mend.built = updated
    return generator


def add(generator: Any, updated: datetime) -> Any:
    """A new last FeedEntry of `generator`, dated, with our extension as `.mend`."""
    entry = FeedEntry()
    entry.updated(second(updated))
    return generator.add_entry(entry, order="append")


def foreign(name: str, text: str = "", **attributes: str) -> etree._Element:
    """An element of DC, DCTERMS or MEDIA, with its usual prefix. `name` is in Clark notation."""
    prefixes = {DC: "dc", DCTERMS: "dcterms", MEDIA: "media"}
    namespace = etree.QName(name).namespace or ""
    element = etree.Element(name, attributes, nsmap={prefixes[namespace]: namespace})
    element.text = text or None
    return element
