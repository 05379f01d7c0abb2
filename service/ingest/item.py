"""What a reader of a source hands on: items understood and cleaned, faults with their reasons.

A folder and a feed both come down to a `Harvest`; from here on nobody asks which it was.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from service.ingest.links import without_tracking

SUFFIXES = frozenset({".txt", ".md", ".html", ".htm"})
"""The files a folder source reads; an external id that ends in one of them is a file's path."""


class Status(StrEnum):
    """What the source says may be done with an item (the IPTC's pubStatus codes).

    A withheld item is taken back and may return; a canceled one is killed: it must never be used again.
    """

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of an item. `width` and `height` in pixels, None if the source does not say."""

    url: str
    alt: str = ""
    credit: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One article as its source gives it, cleaned: every text fit to store and to show.

    `title` and `summary` are plain text, `body` is HTML out of `clean`. `published` and `updated` are what
    the source claims, in UTC, None where it claims nothing; nobody has judged them yet. `notes` say what
    was mended on the way in and should still be seen by an editor.
    """

    external_id: str
    title: str = ""
    summary: str = ""
    body: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    language: str = ""
    translation_of: str = ""
    image: Picture | None = None
    published: datetime | None = None
    updated: datetime | None = None
    embargo_until: datetime | None = None
    breaking: bool = False
    status: Status = Status.USABLE
    correction: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Its address without what follows readers about, wherever it came from: that differs each time."""
        object.__setattr__(self, "url", without_tracking(self.url))


@dataclass(frozen=True, slots=True)
class Fault:
    """Something set aside. `item` names it within its source; empty: the source as a whole."""

    item: str
    what: str


@dataclass(frozen=True, slots=True)
class Harvest:
    """All that one look at a source gives.

    `items` may be read while the source is: once, in order, each forgotten before the next, so that ten
    thousand need no more room than ten. `faults` and `hidden` are whole when the items have been read to the
    end.

    `complete` says that what is not here is gone (a folder), not merely older than the window (a feed).
    `hidden` names what stood there but could not be looked into: paths of files, and of folders with a
    slash at the end. What may lie behind them is not gone.
    """

    items: Iterable[Item] = ()
    faults: Sequence[Fault] = ()
    complete: bool = False
    hidden: Collection[str] = frozenset()

    def whole(self) -> "Harvest":
        """The same with all its items at hand."""
        items = tuple(self.items)
        return Harvest(items, tuple(self.faults), self.complete, frozenset(self.hidden))

    def noted(self, note: str) -> "Harvest":
        """The same with a fault of the source as a whole, if there is one to tell."""
        if not note:
            return self
        faults = self.faults if isinstance(self.faults, list) else list(self.faults)
        faults.insert(0, Fault("", note))  # the very list, to which those of items yet to be read are added
        return replace(self, faults=faults)
