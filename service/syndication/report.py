"""What a partner was offered within a period, and what became of it: rows for a table, and their sums.

Read in a stream: a year of a busy partner costs no more memory than a day.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from django.db.models import F

from service.syndication.account import TAKEN_BACK, told
from service.syndication.models import Offer, Partner
from service.syndication.terms import Status


@dataclass(frozen=True, slots=True)
class Line:
    """One offer. Moments are None where the thing did not happen."""

    offered_at: datetime
    desk: str
    language: str
    article: str
    """Its key."""
    title: str
    version: int
    status: str
    signal: str
    fetched_at: datetime | None
    pushed_at: datetime | None
    """When the partner's machine answered a signed POST with success."""
    handed_at: datetime | None
    """When it was first handed over on any way, files and letters too."""
    acknowledged_at: datetime | None

    @property
    def taken(self) -> bool:
        """Whether the partner has it for certain."""
        return any((self.fetched_at, self.pushed_at, self.acknowledged_at))


COLUMNS = tuple(field.name for field in fields(Line))


@dataclass(slots=True)
class Sums:
    """How many offers of a period, in all and by what became of them."""

    offered: int = 0
    corrected: int = 0
    withdrawn: int = 0
    killed: int = 0
    fetched: int = 0
    pushed: int = 0
    handed: int = 0
    acknowledged: int = 0
    open: int = 0
    """Kills and withdrawals that the partner has not taken."""

    def add(self, line: Line) -> None:
        """Count one more."""
        self.offered += 1
        self.corrected += line.signal == "correction"
        self.withdrawn += line.status == Status.WITHHELD
        self.killed += line.status == Status.CANCELED
        self.fetched += line.fetched_at is not None
        self.pushed += line.pushed_at is not None
        self.handed += line.handed_at is not None
        self.acknowledged += line.acknowledged_at is not None
        self.open += line.status in TAKEN_BACK and not line.taken


def lines(partner: Partner, since: datetime, until: datetime) -> Iterator[Line]:
    """The offers from `since` until before `until`, oldest first."""
    rows = told(Offer.objects.filter(entitlement__partner=partner, at__gte=since, at__lt=until))
    values = rows.order_by("at", "pk").values_list(
        "at",
        "entitlement__desk__slug",
        "entitlement__language",
        "article__key",
        F("article__version__title"),
        "turn",
        "status",
        "signal",
        "fetched_at",
        "pushed_at",
        "handed_at",
        "acknowledged_at",
    )
    for row in values.iterator():
        yield Line(*row)


def cells(line: Line) -> list[str]:
    """The line for a CSV file: moments in RFC 3339, and nothing that a spreadsheet takes for a formula."""
    said = (value.isoformat() if isinstance(value, datetime) else value for value in asdict(line).values())
    return [_harmless(str(value)) if value is not None else "" for value in said]


def _harmless(text: str) -> str:
    """A title that begins like a formula gets an apostrophe before it (OWASP, CSV injection)."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
