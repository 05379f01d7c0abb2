"""When a digest goes out: its hour, on each reader's own clock. Pure.

The clock of a time zone is not even. The rules, for a digest of seven o'clock and any other hour:

- An hour that is skipped (clocks go forward over it) strikes at the first minute after the gap.
- An hour that comes twice (clocks go back) strikes the first time.
- A date that a zone leaves out whole (Samoa, 30 December 2011) has no edition there.

So a digest strikes at most once on each date of a reader's calendar, on that date, and later dates strike
later. A late edition is still sent on its own date there, a weekly one up to two days after it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PERIOD = {"daily": timedelta(days=1), "weekly": timedelta(days=7)}
"""From one edition to the next, by cadence. A breaking digest has no calendar."""
GRACE_DAYS = {"daily": 0, "weekly": 2}
"""How many days after its date, on the reader's calendar, an edition may still go out."""
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a digest is due: `cadence` daily or weekly, `hour` 0 to 23, `weekday` 0 Monday to 6 Sunday."""

    cadence: str
    hour: int
    weekday: int = 0

    def on(self, day: date) -> bool:
        """Whether there is an edition on `day`."""
        return self.cadence == "daily" or day.weekday() == self.weekday


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """An edition's date and the instant (UTC) at which its hour strikes in a zone."""

    instant: datetime
    date: date


def zone_of(name: str) -> ZoneInfo | None:
    """The time zone called `name` (IANA), or None if there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def strike(day: date, hour: int, zone: ZoneInfo) -> datetime | None:
    """The instant (UTC) at which `hour` strikes on `day` in `zone`; None if the zone leaves that day out."""
    wanted = datetime.combine(day, time(hour))
    first = wanted.replace(tzinfo=zone).astimezone(UTC)
    if _local(first, zone) != wanted:
        first = _end_of_gap(wanted, zone)
    return first if _local(first, zone).date() == day else None


def latest(schedule: Schedule, zone: ZoneInfo, now: datetime) -> Slot | None:
    """The last edition whose hour has struck in `zone` at `now`, no further back than one period."""
    today = now.astimezone(zone).date()
    for back in range(PERIOD[schedule.cadence].days + 1):
        day = today - timedelta(days=back)
        instant = strike(day, schedule.hour, zone) if schedule.on(day) else None
        if instant is not None and instant <= now:
            return Slot(instant, day)
    return None


def in_time(schedule: Schedule, slot: Slot, zone: ZoneInfo, now: datetime) -> bool:
    """Whether the edition of `slot` may still go out at `now`."""
    late = now.astimezone(zone).date() - slot.date
    return late.days <= GRACE_DAYS[schedule.cadence]


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def _end_of_gap(wanted: datetime, zone: ZoneInfo) -> datetime:
    """The first instant whose local time is past the gap in which `wanted` lies.

    In a gap, fold=1 reckons with the offset after it and so names an instant before it, and fold=0 the
    reverse (PEP 495): the change lies between the two, and is found by halving.
    """
    before = wanted.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = wanted.replace(tzinfo=zone, fold=0).astimezone(UTC)
    while after - before > MINUTE:
        middle = before + (after - before) // (2 * MINUTE) * MINUTE
        if _local(middle, zone) < wanted:
            before = middle
        else:
            after = middle
    return after
