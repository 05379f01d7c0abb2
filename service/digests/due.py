"""Open the runs whose hour has struck: rows, made once whoever asks and however often."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Min

from service import lease
from service.digests.alerts import open_alerts
from service.digests.calendar import Schedule, Slot, in_time, latest, zone_of
from service.digests.models import Digest, Edition, Run
from service.digests.readers import subscribers
from service.house.models import set_aside, settle


def open_runs(now: datetime, catch_up: bool) -> list[int]:
    """Open a run for each digest and each time zone of its readers whose hour has struck at `now`.

    Returns the ids of all runs that are due, these among them. A run that comes too late is noted as missed
    and not sent. With `catch_up` the latest edition of each time zone is sent however late it is, up to one
    period. Asking twice opens nothing twice.
    """
    for digest in Digest.objects.filter(paused=False).select_related("desk"):
        if digest.cadence == Digest.Cadence.BREAKING:
            open_alerts(digest, now)
        else:
            _open(digest, _slots(digest, now, catch_up), now)
    return lease.due(Run.objects.filter(state=Run.State.PLANNED), now)


def schedule_of(digest: Digest) -> Schedule:
    """When `digest` is due."""
    late = None if digest.late_hours is None else timedelta(hours=digest.late_hours)
    return Schedule(digest.cadence, digest.hour, digest.weekday, frozenset(digest.holidays), late)


def _slots(digest: Digest, now: datetime, catch_up: bool) -> dict[Slot, bool]:
    """The latest slot of each time zone of the readers, and whether it is still to be sent.

    A slot that is too late, and older than the first subscription there, was never owed to anybody.
    """
    slots: dict[Slot, bool] = {}
    schedule = schedule_of(digest)
    zones = subscribers(digest).values_list("reader__timezone").annotate(first=Min("since")).order_by()
    for name, first in zones:
        zone = zone_of(name)
        slot = latest(schedule, zone, now) if zone else None
        if zone and slot:
            send = catch_up or in_time(schedule, slot, zone, now)
            if send or first <= slot.instant:
                slots[slot] = slots.get(slot, False) or send
    _report([name for name, _ in zones if zone_of(name) is None], digest, now)
    return slots


def _report(unknown: list[str], digest: Digest, now: datetime) -> None:
    place = f"digest {digest}: its readers' time zones"
    if unknown:
        names = ", ".join(sorted(unknown))
        set_aside(place, f"no IANA time zone is called {names}: correct it; its readers get nothing", now)
    else:
        settle(place, now)


def _open(digest: Digest, slots: dict[Slot, bool], now: datetime) -> None:
    """Rows for those of `slots` that have none; a missed one that is now to be sent becomes due."""
    runs = Run.objects.filter(edition__digest=digest, instant__in=[slot.instant for slot in slots])
    known = {Slot(instant, day): state for instant, day, state in
             runs.values_list("instant", "edition__date", "state")}  # fmt: skip
    fresh = [slot for slot in slots if slot not in known]
    editions = _editions(digest, {slot.date for slot in fresh})
    rows = [_run(editions[slot.date], slot, slots[slot], now) for slot in fresh]
    Run.objects.bulk_create(rows, ignore_conflicts=True)
    again = [slot.instant for slot, state in known.items() if state == Run.State.MISSED and slots[slot]]
    runs.filter(instant__in=again, state=Run.State.MISSED).update(state=Run.State.PLANNED, due_at=now)


def _editions(digest: Digest, days: Iterable[date]) -> dict[date, Edition]:
    days = list(days)
    Edition.objects.bulk_create([Edition(digest=digest, date=day) for day in days], ignore_conflicts=True)
    return {edition.date: edition for edition in Edition.objects.filter(digest=digest, date__in=days)}


def _run(edition: Edition, slot: Slot, send: bool, now: datetime) -> Run:
    state = Run.State.PLANNED if send else Run.State.MISSED
    return Run(edition=edition, instant=slot.instant, state=state, due_at=now if send else None)
