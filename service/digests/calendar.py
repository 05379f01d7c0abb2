"""When a digest goes out: its hour, on each reader's own clock. Pure.

The clock of a time zone is not even. The rules, for a digest of seven o'clock and any other hour:

- An hour that is skipped (clocks go forward over it) strikes at the first minute after the gap.
- An hour that comes twice (clocks go back) strikes the first time.
- A date that a zone leaves out whole (Samoa, 30 December 2011) has no edition there.

So a digest strikes at most once on each date of a reader's calendar, on that date, and later dates strike
later. A late edition is still sent on its own date there, a weekly one up to two days after it, unless the
digest says how many hours late it may be. On a holiday there is no edition.

Alerts have no hour: they go out when the news can be mailed. Where the digest keeps quiet hours, an alert
waits for their end on the reader's clock, by the same rules; one that would be too old by then is not sent.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PERIOD = {"daily": timedelta(days=1), "weekly": timedelta(days=7)}
"""From one edition to the next, by cadence. A breaking digest has no calendar."""
GRACE_DAYS = {"daily": 0, "weekly": 2}
"""How many days after its date, on the reader's calendar, an edition may still go out."""
ALERT_AGE = timedelta(hours=12)
"""After this time news is no alert any more: a night may pass, a day not."""
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a digest is due: `cadence` daily or weekly, `hour` 0 to 23, `weekday` 0 Monday to 6 Sunday."""

    cadence: str
    hour: int
    weekday: int = 0
    holidays: frozenset[str] = frozenset()
    """Dates without an edition: 2026-03-21 once, 03-21 every year."""
    late: timedelta | None = None
    """How late an edition may still go out; None: as GRACE_DAYS has it."""

    def on(self, day: date) -> bool:
        """Whether there is an edition on `day`."""
        if not self.holidays.isdisjoint({f"{day:%Y-%m-%d}", f"{day:%m-%d}"}):
            return False
        return self.cadence == "daily" or day.weekday() == self.weekday


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which alerts wait, on each reader's own clock; `since` 22 and `until` 7 is the night."""

    since: int
    until: int

    def holds(self, local: datetime) -> bool:
        """Whether the local time `local` is quiet."""
        if self.since <= self.until:
            return self.since <= local.hour < self.until
        return local.hour >= self.since or local.hour < self.until


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
    if schedule.late is not None:
        return now - slot.instant <= schedule.late
    late = now.astimezone(zone).date() - slot.date
    return late.days <= GRACE_DAYS[schedule.cadence]


def alert(moment: datetime, quiet: Quiet | None, zone: ZoneInfo) -> datetime | None:
    """When news that could be mailed at `moment` goes out in `zone`; None if it is too old by then."""
    local = _local(moment, zone)
    if quiet is None or not quiet.holds(local):
        return moment
    days = (strike(local.date() + timedelta(days=ahead), quiet.until, zone) for ahead in range(3))
    instant = next((day for day in days if day is not None and day >= moment), None)
    return instant if instant is not None and instant - moment <= ALERT_AGE else None


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
