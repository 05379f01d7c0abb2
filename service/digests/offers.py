"""What is new for a run: its offers out of the tables, and the versions that were chosen."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from service.desks.holdings import versions_of
from service.desks.models import Desk, Placement, Version
from service.digests.calendar import PERIOD
from service.digests.models import Run
from service.digests.readers import strikes_with, zones
from service.digests.selection import Offer

COMPOSED = (Run.State.SENT, Run.State.EMPTY)
LOOK_BACK = 4
"""Periods in which a time zone's last run is looked for: after a longer silence one period's news will do."""


def offers_for(run: Run, now: datetime) -> list[Offer]:
    """The stories of the run's desk that may be mailed since its readers' last run, until `now`."""
    stories = _new_stories(run, now)
    versions = Version.objects.filter(story__in=stories, state=Version.State.PUBLISHED, mailable_at__lte=now)
    languages: defaultdict[int, dict[str, int]] = defaultdict(dict)
    first: dict[int, datetime] = {}
    rows = versions.order_by("published_at", "pk").values_list("story", "language", "pk", "published_at")
    for story, language, version, published in rows:
        languages[story][language] = version
        first.setdefault(story, published)
    standing = _standing(stories, run.edition.digest.desk_id)
    return [
        Offer(story, first[story], standing[story].weight, standing[story].desks, languages[story])
        for story in sorted(first)
    ]


def since(run: Run) -> datetime:
    """Until when its readers' stories were considered before `run`: the earliest over their time zones."""
    digest = run.edition.digest
    period = PERIOD[digest.cadence]
    earlier = Run.objects.filter(
        edition__digest=digest,
        edition__date__lt=run.edition.date,
        edition__date__gte=run.edition.date - LOOK_BACK * period,
        state__in=COMPOSED,
    )
    found = list(earlier.select_related("edition__digest").order_by("-instant"))
    return min((_last(found, name) or run.instant - period for name in zones(run)), default=run.instant)


def _last(runs: Iterable[Run], zone: str) -> datetime | None:
    return next((run.until for run in runs if strikes_with(run, zone)), None)


def _new_stories(run: Run, now: datetime) -> set[int]:
    """Stories on the desk of which no version could be mailed before; of an alert, its own story."""
    if run.edition.story_id is not None:
        return {run.edition.story_id}
    held = versions_of(run.edition.digest.desk).filter(mailable_at__gt=since(run), mailable_at__lte=now)
    stories = set(held.order_by().values_list("story", flat=True))
    published = Version.objects.filter(story__in=stories, state=Version.State.PUBLISHED)
    firsts = published.order_by().values_list("story").annotate(first=Min("mailable_at"))
    return {story for story, first in firsts if first > since(run)}


@dataclass(slots=True)
class _Standing:
    desks: frozenset[int] = frozenset()
    weight: int = 0


def _standing(stories: Collection[int], desk: int) -> Mapping[int, _Standing]:
    """On which desks each story stands, and how much of it is about the regions below `desk`."""
    lines = _lines()
    placed = Placement.objects.filter(version__story__in=stories, version__state=Version.State.PUBLISHED)
    found: defaultdict[int, _Standing] = defaultdict(_Standing)
    for story, place, weight in placed.values_list("version__story", "desk", "weight"):
        found[story].desks |= lines[place]
        if desk in lines[place]:
            found[story].weight = max(found[story].weight, weight)
    return found


def _lines() -> dict[int, frozenset[int]]:
    """Each desk with all its ancestors, by id."""
    parents = dict(Desk.objects.values_list("pk", "parent"))
    return {desk: frozenset(_line(desk, parents)) for desk in parents}


def _line(desk: int | None, parents: Mapping[int, int | None]) -> Iterable[int]:
    while desk is not None:
        yield desk
        desk = parents[desk]
