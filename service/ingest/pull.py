"""Pull one source: visit it, decide what that means, save it, and say when to come again.

    visit ──▶ plan ──▶ save, in one transaction with the source's own columns
      ├── not our turn at its host ──▶ again in a moment
      └── a fault ──▶ a problem with its reason, and a longer wait

What the source sent by itself (`dispatches`) is read first. Nothing is held open while the source is read.
A fault of a source or an item never leaves this room as an exception; a database that is away does, and the
lease sees to it that the pull is done again. A pull that lost its lease on the way saves nothing: somebody
else has the source.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction

from service.errors import DeskwireError, Gone, NotYet, TryAgain
from service.house.models import House, set_aside, settle
from service.ingest import dispatches, hubs, store
from service.ingest.backoff import Pace, next_pull
from service.ingest.connectors import feed, folder, ghost, mapped, wordpress
from service.ingest.connectors.connector import Connector, Errand, Reading
from service.ingest.fetch import AGENT, SECONDS, LiveWeb, Web, introduction, shown
from service.ingest.item import Fault, Harvest, Status
from service.ingest.models import Article, Source
from service.ingest.sealing import unseal
from service.ingest.turns import Orderly

CONNECTORS: dict[str, Connector] = {
    Source.Kind.FOLDER: folder.read,
    Source.Kind.FEED: feed.read,
    Source.Kind.WORDPRESS: wordpress.read,
    Source.Kind.GHOST: ghost.read,
    Source.Kind.JSON: mapped.read,
}
"""Who visits a source of each kind. Nobody visits one that pushes."""

MOST_NEW = 200
"""New articles taken from one document in one pull; one that has more is looked at, and read on next time."""
HELD = 100
"""How many of the newest articles a connector is told of, to see whether they are still there."""
UNCAPPED = {Source.Kind.FOLDER, Source.Kind.WORDPRESS, Source.Kind.GHOST}
"""Sources that are taken whole, or in parts that their connector measures."""
SOON = timedelta(minutes=1)
"""When to come again to a source that had more than one visit takes."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pulled:
    """What came of a pull: ids of articles, each of them due; counts; when to pull again, None for never.

    `left_out` are items that are not ours to pass on, `took` counts dispatches read.
    """

    new: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    unchanged: int = 0
    failed: int = 0
    left_out: int = 0
    took: int = 0
    again_at: datetime | None = None

    def __add__(self, other: "Pulled") -> "Pulled":
        """Both together; `other` was later and says when to come again."""
        lists = ([*one, *two] for one, two in zip(self._lists(), other._lists(), strict=True))
        new, updated, withdrawn = lists
        return Pulled(
            new,
            updated,
            withdrawn,
            self.unchanged + other.unchanged,
            self.failed + other.failed,
            self.left_out + other.left_out,
            self.took + other.took,
            other.again_at,
        )

    def _lists(self) -> tuple[list[int], list[int], list[int]]:
        return self.new, self.updated, self.withdrawn


def pull(source: Source, now: datetime, web: Web | None = None) -> Pulled:
    """Pull the claimed `source` as of `now`; `web` stands in for the real one in trials.

    New, changed and withdrawn articles are saved and due when this returns. The caller gives the row back,
    with what was pulled and when.
    """
    try:
        heard, more = _heard(source, now)
        if more:
            return replace(heard, again_at=now)
        if source.kind == Source.Kind.PUSH:
            return heard
        if heard.took and (visit_at := _next_visit(source, now)) and now < visit_at:
            return replace(heard, again_at=visit_at)
        return heard + _visited(source, now, web or the_web())
    except store.Lost as lost:
        log.warning("source.lost", source=source.name, why=str(lost))
        return Pulled()


def _next_visit(source: Source, now: datetime) -> datetime | None:
    """When a source that sends by itself is to be asked all the same, in case something was lost."""
    pace = _pace(source)
    rest = pace.longest if hubs.holds(source, now) else pace.every
    return source.visited_at + rest if source.visited_at else None


def the_web() -> Web:
    """The outside world, in order: guarded, in turns, introduced by the house's address."""
    house = House.objects.filter(pk=1).first()
    private = settings.PRIVATE_SOURCES
    agent = introduction(house.address) if house else AGENT
    live = LiveWeb(private, agent=agent, seconds=min(SECONDS, settings.LEASE_SECONDS / 4))
    return Orderly(live, settings.HOST_GAP_SECONDS, private)


def _heard(source: Source, now: datetime) -> tuple[Pulled, bool]:
    """Take what the source sent by itself; whether there is more of it. Raises Lost."""
    waiting = dispatches.waiting(source)
    if not waiting:
        return Pulled(), False
    harvest = dispatches.read(source, waiting)
    taken = store.take(source, harvest, now)
    store.note(source, [*harvest.faults, *taken.notes], taken, now)
    if taken.new or taken.updated:
        Source.objects.filter(pk=source.pk).update(news_at=now)
    dispatches.done(waiting, now)
    return replace(_counted(taken, harvest), took=len(waiting)), len(waiting) == dispatches.MOST


def _visited(source: Source, now: datetime, web: Web) -> Pulled:
    try:
        reading = CONNECTORS[source.kind](_errand(source, now), web)
    except NotYet as error:
        return Pulled(again_at=now + timedelta(seconds=error.after or SOON.total_seconds()))
    except DeskwireError as error:
        return _failed(source, error, now)
    pulled = _saved(source, reading, now)
    hubs.tend(source, reading.hub, now, web)
    return pulled


def _errand(source: Source, now: datetime) -> Errand:
    """What the source's connector is told. Raises Unreadable for a secret that cannot be read any more."""
    held = Article.objects.filter(source=source, offered=Status.USABLE).order_by("-pk")
    return Errand(
        location=source.address,
        now=now,
        language=source.language,
        options=source.options,
        secret=unseal(source.sealed_secret),
        cursor=source.cursor,
        held=tuple(held.values_list("external_id", flat=True)[:HELD]),
    )


def _saved(source: Source, reading: Reading, now: datetime) -> Pulled:
    """What was read, decided upon and kept, if the source is still ours."""
    values: dict[str, Any] = {"failures": 0, "visited_at": now}
    if reading.moved_to and reading.moved_to != source.location:
        values["moved_to"] = reading.moved_to
        log.info("source.moved", source=source.name, to=shown(reading.moved_to))
    pulled, whole = Pulled(), True
    if reading.harvest is not None:
        taken = store.take(source, reading.harvest, now, None if source.kind in UNCAPPED else MOST_NEW)
        store.tell(source, [*reading.harvest.faults, *taken.notes, *_put_off(taken.left)], taken, now)
        pulled, whole = _counted(taken, reading.harvest), not taken.left
    elif source.failures:
        settle(store.place(source), now)
    if whole:  # what was not read to its end is asked for whole again
        values["cursor"] = dict(reading.cursor)
    news_at = values["news_at"] = now if pulled.new or pulled.updated else source.news_at
    Source.objects.filter(pk=source.pk, claimed_by=source.claimed_by).update(**values)
    wait = _wait(source, now - news_at if news_at else None, reading, now)
    return replace(pulled, left_out=reading.left_out, again_at=now + (SOON if reading.more else wait))


def _wait(source: Source, silence: timedelta | None, reading: Reading, now: datetime) -> timedelta:
    """How long until the next visit. Where a hub delivers, visits are for what it may have lost."""
    pace = _pace(source)
    return pace.longest if hubs.holds(source, now) else pace.wait(silence, reading.fresh_for)


def _counted(taken: store.Taken, harvest: Harvest) -> Pulled:
    return Pulled(taken.new, taken.updated, taken.withdrawn, taken.unchanged, len(harvest.faults))


def _put_off(left: int) -> list[Fault]:
    if not left:
        return []
    return [Fault("", f"offered {left + MOST_NEW:,} new items at once; {left:,} wait for the next pull")]


def _failed(source: Source, error: DeskwireError, now: datetime) -> Pulled:
    """A visit that came to nothing. An address that a source moved to is doubted before the source is."""
    moved = bool(source.moved_to) and not isinstance(error, TryAgain)
    retired = isinstance(error, Gone) and not moved
    values: dict[str, Any] = {"failures": source.failures + 1, "visited_at": now}
    if moved:
        values["moved_to"] = ""
    if retired:
        values["state"] = Source.State.RETIRED
    with transaction.atomic():
        set_aside(store.place(source), str(error), now)
        Source.objects.filter(pk=source.pk).update(**values)
    if retired:
        return Pulled(failed=1)
    asked = error.after if isinstance(error, TryAgain) else None
    return Pulled(failed=1, again_at=next_pull(now, _pace(source).every, values["failures"], asked))


def _pace(source: Source) -> Pace:
    every = timedelta(minutes=source.every_minutes)
    return Pace(every, max(every, timedelta(minutes=source.longest_minutes)))
