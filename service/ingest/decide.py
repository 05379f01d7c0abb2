"""What a harvest means for what we hold: new articles, revisions, notices. Values in, values out.

Two rules keep readers from seeing the same piece twice. A revision is made when something changes that a
reader would notice, never for a date alone: sources touch dates for no reason. And a publication date, once
seen, stays, wherever later revisions put it.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import PurePosixPath
from typing import NamedTuple

from service.ingest.item import SUFFIXES, Fault, Item, Status
from service.ingest.standing import Kind

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Dates before this are a clock that was never set."""
AHEAD = timedelta(hours=1)
"""How far a source's clock may run ahead of ours."""
LONGEST_EMBARGO = timedelta(days=365)
"""An embargo beyond this is honoured and told: it may be a slip of the pen."""

_MEANS = {
    Status.USABLE: Kind.REINSTATEMENT,
    Status.WITHHELD: Kind.WITHDRAWAL,
    Status.CANCELED: Kind.KILL,
}

_UNNOTICED = {
    "external_id",
    "published",
    "updated",
    "notes",
    "embargo_until",
    "breaking",
    "status",
    "correction",
}


@dataclass(frozen=True, slots=True)
class Known:
    """An article we hold, with its latest revision. `offered` is what its source said of it last."""

    id: int
    external_id: str
    revision: int
    digest: str
    published_at: datetime
    updated_at: datetime
    state: str = "present"
    offered: Status = Status.USABLE
    embargo_until: datetime | None = None
    corrected: bool = False
    """Whether the latest revision is the house's own."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A revision to be saved. `claimed_at` is a publication date that was not believed."""

    item: Item
    digest: str
    number: int
    published_at: datetime
    updated_at: datetime
    claimed_at: datetime | None = None
    embargo_until: datetime | None = None


class Notice(NamedTuple):
    """What the source says about an article beside its text."""

    article: Known
    kind: Kind
    note: str = ""


@dataclass(slots=True)
class Plan:
    """All that is to be saved."""

    new: list[Draft] = field(default_factory=list)
    revised: list[tuple[Known, Draft]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    heard: list[tuple[Known, Status]] = field(default_factory=list)
    """What the source now says of articles of which it said something else before."""
    unchanged: int = 0
    left: int = 0
    """New items put off to the next pull."""
    notes: list[Fault] = field(default_factory=list)
    """Items that are taken, with something to be seen by an editor."""


def plan(items: Iterable[Item], known: Iterable[Known], now: datetime, most_new: int | None = None) -> Plan:
    """Hold `items` against what is `known` of them. At most `most_new` new articles, if given."""
    held = {article.external_id: article for article in known}
    result = Plan()
    for item in items:
        before = held.get(item.external_id)
        if before is not None:
            _again(item, before, now, result)
        elif most_new is not None and len(result.new) >= most_new:
            result.left += 1
        elif item.status is not Status.WITHHELD:
            _first(item, now, result)
    return result


def vanished(here: Collection[str], held: Iterable[Known], hidden: Collection[str]) -> Plan:
    """What is to be saved of `held` because a source that gives all it has gave only the ids `here`."""
    result = Plan()
    for article in held:
        usable = article.offered is Status.USABLE
        if usable and article.external_id not in here and not _may_stand(article, hidden):
            _hear(article, Status.WITHHELD, "", result)
    return result


def digest(item: Item) -> str:
    """SHA-256 of what a reader would notice."""
    noticed = {name: value for name, value in asdict(item).items() if name not in _UNNOTICED}
    if item.correction:
        noticed["correction"] = item.correction
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


def _first(item: Item, now: datetime, result: Plan) -> None:
    """An item that was never seen. One that is killed before it came is kept, so that it stays killed."""
    draft, notes = _draft(item, digest(item), 1, now)
    result.new.append(draft)
    _note(item, notes, result)


def _again(item: Item, before: Known, now: datetime, result: Plan) -> None:
    changed = item.status is not before.offered
    if changed:
        _hear(before, item.status, item.correction, result)
    if item.status is not Status.USABLE:
        result.unchanged += not changed
        return
    mark = digest(item)
    draft, notes = _draft(item, mark, before.revision + 1, now)
    _note(item, notes, result)
    if mark != before.digest or draft.embargo_until != _ahead(before.embargo_until, now):
        _revise(draft, before, now, result)
    else:
        result.unchanged += not changed


def _hear(article: Known, status: Status, note: str, result: Plan) -> None:
    """The source says something new of an article: a notice, unless it was killed before."""
    result.heard.append((article, status))
    if article.state != "killed":
        result.notices.append(Notice(article, _MEANS[status], note))
    elif status is Status.USABLE:
        what = "is offered again, but was killed: it stays off until it is reinstated in the newsroom"
        result.notes.append(Fault(article.external_id, what))


def _revise(draft: Draft, before: Known, now: datetime, result: Plan) -> None:
    """A revision. One of an article that was never open yet is dated as if it came for the first time."""
    item, rewritten = draft.item, draft.digest != before.digest
    if _ahead(before.embargo_until, now) is None:
        updated = _latest(_moved_on(item, before, now), draft.embargo_until)
        draft = replace(draft, published_at=before.published_at, updated_at=updated, claimed_at=None)
    result.revised.append((before, draft))
    if item.correction and rewritten:
        result.notices.append(Notice(before, Kind.CORRECTION, item.correction))
    if before.corrected and rewritten:
        what = "was changed by its source after the house had corrected it: see whether the correction stands"
        result.notes.append(Fault(item.external_id, what))


def _draft(item: Item, mark: str, number: int, now: datetime) -> tuple[Draft, list[str]]:
    """The item as a first revision, and what is to be said of its dates: none before its embargo."""
    embargo = _ahead(item.embargo_until, now)
    published, note = believable(item.published, now)
    claimed = item.published if note else None
    if embargo and item.published and now < item.published <= embargo:
        note, claimed = "", None
    published = _latest(published, embargo)
    updated = max(published, believable(item.updated or published, now)[0])
    notes = [*item.notes, note] if note else list(item.notes)
    if embargo and embargo > now + LONGEST_EMBARGO:
        notes.append(f"is under embargo until {embargo:%Y-%m-%d %H:%M} UTC: see whether that is meant")
    return Draft(item, mark, number, published, updated, claimed, embargo), notes


def _note(item: Item, notes: list[str], result: Plan) -> None:
    if notes:
        result.notes.append(Fault(item.external_id, "; ".join(notes)))


def _ahead(moment: datetime | None, now: datetime) -> datetime | None:
    """A moment that is still to come, else None."""
    return moment if moment and moment > now else None


def _latest(moment: datetime, embargo: datetime | None) -> datetime:
    return max(moment, embargo) if embargo else moment


def _moved_on(item: Item, before: Known, now: datetime) -> datetime:
    """When a revision was made: as its source says, if that is after the one before, else now."""
    claimed = believable(item.updated, now)[0]
    return claimed if claimed > before.updated_at else max(now, before.updated_at)


def _may_stand(article: Known, hidden: Collection[str]) -> bool:
    """Whether an article may still be in its folder, behind something that could not be looked into.

    One whose id is not a path may be in any file that could not be read.
    """
    name = article.external_id
    if name in hidden or any(path.endswith("/") and name.startswith(path) for path in hidden):
        return True
    return bool(hidden) and PurePosixPath(name).suffix.lower() not in SUFFIXES
