"""What the rooms hand to render: plain values, no tables, no settings, no clock.

"Copy" is what a newspaper calls text before it is set: FeedCopy, DigestCopy, DeskCopy ... go in; bytes and
pages come out. Every text is plain unless its comment says HTML; every HTML here was cleaned by ingest.
All datetimes are aware and in UTC. Languages are BCP 47 tags with hyphens.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a piece in another language than its own."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture. `width` and `height` in pixels, None if the source does not say."""

    url: str
    alt: str = ""
    credit: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Sibling:
    """The same story in another language: an article's page, or a desk's page, or a feed."""

    language: str
    url: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One story in one language, as feeds, mails and pages show it."""

    id: str
    """tag: URI (RFC 4151), the same for ever for this article and language."""
    url: str
    language: str
    title: str
    summary: str
    """Inline HTML: text, <span lang dir> for foreign passages, nothing else."""
    body: str
    """HTML; foreign passages carry lang and dir."""
    source: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    """UN M.49 and ISO 3166 codes, heaviest first."""
    passages: tuple[Passage, ...] = ()
    image: Image | None = None
    minutes: int = 1
    siblings: tuple[Sibling, ...] = ()
    outdated: bool = False
    """It is a translation, and its original was corrected since."""


@dataclass(frozen=True, slots=True)
class FeedCopy:
    """A standing feed before it is written."""

    id: str
    """tag: URI of the feed, the same for ever for this desk and language."""
    title: str
    subtitle: str
    language: str
    self_url: str
    home_url: str
    """The desk's page for people."""
    house: str
    rights: str
    updated: datetime
    """Of its newest entry; of its desk, while there is none."""
    pieces: tuple[Piece, ...] = ()
    siblings: tuple[Sibling, ...] = ()
    """The same feed in the other languages."""
    hub: str = ""
    """Where one can ask to be told of its changes (WebSub); empty: nowhere."""


@dataclass(frozen=True, slots=True)
class Section:
    """Stories under one heading of a digest. `name` is in the reader's language; empty: no heading."""

    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class DigestCopy:
    """A digest in one locale and one chain of reading languages. URLs may hold delivery's slots."""

    house: str
    site_url: str
    postal_address: str
    desk: str
    """Slug: chooses the accent colour unless `accent` names one."""
    desk_name: str
    accent: str
    cadence: str
    """daily, weekly or breaking"""
    date: date
    """On the readers' calendars."""
    language: str
    """The mail's own language: the reader's first."""
    lead: Piece
    sections: tuple[Section, ...]
    desk_url: str
    view_url: str
    unsubscribe_url: str
    introduction: str = ""
    """The editors' opening words in the mail's own language; plain."""


@dataclass(frozen=True, slots=True)
class ErratumCopy:
    """What readers are told of an article that they were sent. URLs may hold delivery's slots."""

    house: str
    site_url: str
    postal_address: str
    desk: str
    desk_name: str
    accent: str
    cadence: str
    """Of the digest that they had it with."""
    date: date
    """Of the edition that they had it with."""
    language: str
    """The mail's own language."""
    withdrawn: bool
    """Taken back; else corrected."""
    title: str
    """As it is now, or as it was last."""
    title_language: str
    note: str
    """What was corrected, in the editors' words: plain, in any language."""
    url: str
    """Of the corrected article; empty where it was taken back."""
    desk_url: str
    unsubscribe_url: str
    view_url: str = ""
    """It has no page of its own: the archive shows editions."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A digest, set: what becomes a Message. `view` is the HTML without anything of a reader."""

    subject: str
    html: str
    text: str
    view: str


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed as a page offers it."""

    format: str
    """rss.xml, atom.xml or feed.json"""
    url: str


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What every page has. `languages` are the same page in the other languages."""

    house: str
    site_url: str
    language: str
    url: str
    languages: tuple[Sibling, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    """For autodiscovery."""


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A desk on the start page: a list that nests."""

    slug: str
    name: str
    url: str
    stories: int
    """Published in this language."""
    children: tuple["DeskLine", ...] = ()


@dataclass(frozen=True, slots=True)
class StartCopy:
    """The start page: regions as a list that nests, languages in their own names."""

    frame: PageFrame
    desks: tuple[DeskLine, ...]
    stories_by_language: tuple[tuple[Sibling, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DeskCopy:
    """A desk's page: lead, river by day, feeds."""

    frame: PageFrame
    slug: str
    name: str
    accent: str
    pieces: tuple[Piece, ...]
    """Newest first; other languages than the page's own are labelled."""
    feeds: tuple[FeedLink, ...]
    parents: tuple[DeskLine, ...] = ()
    children: tuple[DeskLine, ...] = ()
    archive_url: str = ""
    """Where its past digests are listed."""


@dataclass(frozen=True, slots=True)
class EditionLine:
    """A past edition in a list: its date on the readers' calendars, and the subject it was sent under."""

    date: date
    subject: str
    url: str


@dataclass(frozen=True, slots=True)
class ArchiveCopy:
    """A desk's past digests in one language, newest first."""

    frame: PageFrame
    slug: str
    name: str
    accent: str
    desk_url: str
    editions: tuple[EditionLine, ...]


@dataclass(frozen=True, slots=True)
class ArticleCopy:
    """An article's own page, for sources that have none, and as its permanent address here."""

    frame: PageFrame
    piece: Piece
    desks: tuple[DeskLine, ...]
    canonical_url: str


@dataclass(frozen=True, slots=True)
class UnsubscribeCopy:
    """The page behind a mail's unsubscribe link. `state` is ask, done, undone or unknown."""

    frame: PageFrame
    state: str
    desk_name: str = ""
    cadence: str = ""
    address: str = ""
    """Masked: a***@reader.example"""
    action: str = ""
    """Where the button posts to; empty: no button."""


@dataclass(frozen=True, slots=True)
class NoticeCopy:
    """A page that says one thing: not found, gone, not possible. `code` is the HTTP status."""

    frame: PageFrame
    code: int = 404
