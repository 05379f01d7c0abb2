"""What is handed over, whatever the way: one state of one article, as bytes in a format, and what it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Parcel:
    """One push, packed. The same push packs into the same bytes, so it may be handed over twice."""

    id: str
    """Names the push for ever: a partner that gets it twice drops the second."""
    name: str
    """For a file: later pushes sort behind earlier ones."""
    media_type: str
    body: bytes
    article: str
    """The article's tag: URI, as in the partner's feeds."""
    version: int
    status: str
    """IPTC: usable, withheld or canceled."""
    signal: str
    title: str
    language: str
    html: str
    """What may be published, or what has to be done instead: for people."""
    caution: str
    """What has to be done, in words, in the article's language; empty for what may simply be used."""
    made_at: datetime


class Carrier(Protocol):
    """A way to one destination, open for one round.

    `hand` returns the other side's answer in a few words. It raises NotTaken if this parcel will never be
    taken, Gone if nothing will ever be taken here again, Unsafe if the address may not be called, and
    TryAgain for all else.
    """

    def hand(self, parcel: Parcel, now: datetime) -> str:
        """Hand it over."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...
