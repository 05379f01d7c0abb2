"""What a harvest means for what we hold: new articles, revisions, withdrawals. Values in, values out.

Two rules keep readers from seeing the same piece twice. A revision is made when something changes that a
reader would notice, never for a date alone: sources touch dates for no reason. And a publication date, once
seen, stays, wherever later revisions put it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import PurePosixPath

from service.ingest.item import SUFFIXES, Fault, Harvest, Item

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Dates before this are a clock that was never set."""
AHEAD = timedelta(hours=1)
"""How far a source's clock may run ahead of ours."""

_UNNOTICED = {"external_id", "published", "updated", "notes"}


@dataclass(frozen=True, slots=True)
class Known:
    """An article we hold, with its latest revision."""

    id: int
    external_id: str
    revision: int
    digest: str
    published_at: datetime
    updated_at: datetime
    present: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """A revision to be saved."""

    item: Item
    digest: str
    number: int
    published_at: datetime
    updated_at: datetime


@dataclass(slots=True)
class Plan:
    """All that is to be saved. `returned` are articles that were withdrawn and stand there again."""

    new: list[Draft] = field(default_factory=list)
    revised: list[tuple[Known, Draft]] = field(default_factory=list)
    returned: list[Known] = field(default_factory=list)
    withdrawn: list[Known] = field(default_factory=list)
    unchanged: int = 0
    left: int = 0
    """New items put off to the next pull."""
    notes: list[Fault] = field(default_factory=list)
    """Items that are taken, with something to be seen by an editor."""


def plan(harvest: Harvest, known: Iterable[Known], now: datetime, most_new: int | None = None) -> Plan:
    """Hold `harvest` against what is `known` of its source. At most `most_new` new articles, if given."""
    held = {article.external_id: article for article in known}
    result = Plan()
    for item in harvest.items:
        before = held.get(item.external_id)
        if before is None and most_new is not None and len(result.new) >= most_new:
            result.left += 1
            continue
        _place(item, before, now, result)
    if harvest.complete:
        result.withdrawn = _vanished(harvest, held)
    return result


def digest(item: Item) -> str:
    """SHA-256 of what a reader would notice."""
    noticed = {name: value for name, value in asdict(item).items() if name not in _UNNOTICED}
    return sha256(json.dumps(noticed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def article_key(source: str, external_id: str) -> str:
    """The short public id of an article: the same for ever for this source and its own id."""
    return sha256(f"{source}\n{external_id}".encode()).hexdigest()[:16]


def believable(claimed: datetime | None, now: datetime) -> tuple[datetime, str]:
    """The moment a source claims, within reason, and a note if it had to be changed. None becomes `now`."""
    if claimed is None:
        return now, ""
    if claimed > now + AHEAD:
        return now, f"is dated {claimed:%Y-%m-%d}, in the future; the time it was read stands instead"
    if claimed < EARLIEST:
        return EARLIEST, f"is dated {claimed:%Y-%m-%d}; nothing is older here than {EARLIEST:%Y-%m-%d}"
    return claimed, ""


def _place(item: Item, before: Known | None, now: datetime, result: Plan) -> None:
    mark = digest(item)
    published, note = believable(item.published, now)
    if notes := "; ".join(filter(None, [*item.notes, note])):
        result.notes.append(Fault(item.external_id, notes))
    if before is None:
        updated = max(published, believable(item.updated or published, now)[0])
        result.new.append(Draft(item, mark, 1, published, updated))
    elif before.digest != mark:
        updated = _moved_on(item, before, now)
        result.revised.append((before, Draft(item, mark, before.revision + 1, before.published_at, updated)))
    elif not before.present:
        result.returned.append(before)
    else:
        result.unchanged += 1


def _moved_on(item: Item, before: Known, now: datetime) -> datetime:
    """When a revision was made: as its source says, if that is after the one before, else now."""
    claimed = believable(item.updated, now)[0]
    return claimed if claimed > before.updated_at else max(now, before.updated_at)


def _vanished(harvest: Harvest, held: Mapping[str, Known]) -> list[Known]:
    here = {item.external_id for item in harvest.items}
    return [
        article
        for article in held.values()
        if article.present and article.external_id not in here and not _may_stand(article, harvest.hidden)
    ]


def _may_stand(article: Known, hidden: frozenset[str]) -> bool:
    """Whether an article may still be in its folder, behind something that could not be looked into.

    One whose id is not a path may be in any file that could not be read.
    """
    name = article.external_id
    if name in hidden or any(path.endswith("/") and name.startswith(path) for path in hidden):
        return True
    return bool(hidden) and PurePosixPath(name).suffix.lower() not in SUFFIXES
