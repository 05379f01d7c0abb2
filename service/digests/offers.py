"""What is new for a run: its offers out of the tables, and the versions that were chosen."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from service.desks.holdings import versions_of
from service.desks.models import Desk, Placement, Version
from service.digests.calendar import PERIOD
from service.digests.models import Run
from service.digests.ranking import Offer
from service.digests.readers import strikes_with, zones

COMPOSED = (Run.State.SENT, Run.State.EMPTY)
OUTDATED = "stale-translation"
"""The flag of a version that was translated before its original was corrected."""
LOOK_BACK = 4
"""Periods in which a time zone's last run is looked for: after a longer silence one period's news will do."""


def offers_for(run: Run, now: datetime, names: Collection[str] | None = None) -> list[Offer]:
    """The stories of the run's desk that may be mailed since its readers' last run, until `now`.

    `names` are the time zones of the readers meant; None: those that the run is for.
    """
    zone_names = zones(run) if names is None else names
    last = now if run.edition.story_id is not None else since(run, zone_names)
    stories = _new_stories(run, last, now)
    telling = _telling(stories, last, now)
    standing = _standing(stories, run.edition.digest.desk_id)
    fresh = run.edition.story_id is not None
    return [
        told.offer(story, standing[story], told.first, all_new=fresh)
        for story, told in sorted(telling.items())
        if told.first is not None
    ]


@dataclass(slots=True)
class _Telling:
    """What is known of a story's versions."""

    first: datetime | None = None
    source: str = ""
    mailable: datetime | None = None
    versions: dict[str, int] = field(default_factory=dict)
    stale: set[str] = field(default_factory=set)
    before: set[str] = field(default_factory=set)
    coming: set[str] = field(default_factory=set)

    def offer(self, story: int, standing: "_Standing", first: datetime, all_new: bool) -> Offer:
        return Offer(
            story,
            first,
            standing.weight,
            standing.desks,
            self.versions,
            source=self.source,
            stale=frozenset(self.stale & set(self.versions)),
            before=frozenset() if all_new else frozenset(self.before),
            mailable=self.mailable,
            coming=frozenset(self.coming),
        )


def _telling(stories: Collection[int], last: datetime, now: datetime) -> dict[int, _Telling]:
    """The versions of `stories`, oldest first; the newest of a language tells it."""
    found: defaultdict[int, _Telling] = defaultdict(_Telling)
    published = Version.objects.filter(story__in=stories, state=Version.State.PUBLISHED)
    rows = published.order_by("published_at", "pk").values_list(
        *("story", "language", "pk", "published_at", "mailable_at", "flags", "article__source__name")
    )
    for story, language, version, at, mailable, flags, source in rows:
        telling = found[story]
        if mailable is None or mailable > now:
            telling.coming.add(language)
            continue
        if telling.first is None:
            telling.first, telling.source = at, source
        telling.mailable = min(telling.mailable or mailable, mailable)
        telling.versions[language] = version
        (telling.stale.add if outdated(flags) else telling.stale.discard)(language)
        if mailable <= last:
            telling.before.add(language)
    return found


def outdated(flags: Iterable[Mapping[str, str]]) -> bool:
    """Whether a version with `flags` was translated before its original was corrected."""
    return any(flag.get("code") == OUTDATED for flag in flags)


def since(run: Run, names: Collection[str]) -> datetime:
    """Until when stories were considered before `run`: the earliest over the time zones `names`.

    A run that was missed or refused has told nobody anything, and neither has one that was too small for a
    digest that needs more than one story: what they would have held comes with the next.
    """
    digest = run.edition.digest
    period = PERIOD[digest.cadence]
    earlier = Run.objects.filter(
        edition__digest=digest,
        edition__date__lt=run.edition.date,
        edition__date__gte=run.edition.date - LOOK_BACK * period,
    ).exclude(state=Run.State.PLANNED)
    found = list(earlier.select_related("edition__digest").order_by("-instant"))
    told = COMPOSED if digest.minimum <= 1 else COMPOSED[:1]
    lasts = (_last([each for each in found if strikes_with(each, name)], told, period) for name in names)
    return min((last or run.instant - period for last in lasts), default=run.instant)


def _last(runs: Sequence[Run], told: Collection[str], period: timedelta) -> datetime | None:
    """Until when the last of `runs`, newest first, that told anything looked; else since when the first."""
    until = next((run.until for run in runs if run.state in told), None)
    return until or (runs[-1].instant - period if runs else None)


def _new_stories(run: Run, last: datetime, now: datetime) -> set[int]:
    """Stories on the desk of which a version could be mailed since `last`; of an alert, its own story."""
    if run.edition.story_id is not None:
        return {run.edition.story_id}
    held = versions_of(run.edition.digest.desk).filter(mailable_at__gt=last, mailable_at__lte=now)
    return set(held.order_by().values_list("story", flat=True))


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
