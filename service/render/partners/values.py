"""What the partners' formats are made from: plain values, as in `render.values`."""

from dataclasses import dataclass
from datetime import datetime

from service.render.values import Piece


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic of the IPTC Media Topics: eight digits, and its name in the piece's language."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as a partner is given it.

    `piece` is cut to the contract: its body is an excerpt unless `whole`, its pictures may be gone. Its
    `updated` moves with every offer.
    """

    piece: Piece
    status: str = "usable"
    """IPTC: usable, withheld or canceled."""
    signal: str = ""
    """IPTC: update or correction; empty for what is new."""
    version: int = 1
    """Counts the offers of this article."""
    note: str = ""
    """What was corrected, or why it was taken back: plain text of the editors', in their language."""
    subjects: tuple[Subject, ...] = ()
    whole: bool = True
    embargo_until: datetime | None = None

    @property
    def stands(self) -> bool:
        """Whether it may be used."""
        return self.status == "usable"


@dataclass(frozen=True, slots=True)
class Origin:
    """The public feed that the articles are taken from (RFC 4287 section 4.2.11)."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a document stands among the partner's documents (RFC 5005 section 4). Empty: there is none."""

    current: str = ""
    previous: str = ""
    next: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class PartnerCopy:
    """A partner's document before it is written."""

    id: str
    title: str
    subtitle: str
    language: str
    self_url: str
    home_url: str
    house: str
    partner: str
    rights: str
    terms: str
    """Usage terms of every entry."""
    updated: datetime
    origin: Origin
    entries: tuple[Entry, ...] = ()
    shelf: Shelf = Shelf()
