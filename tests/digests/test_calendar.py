"""When a digest goes out: its hour, on each reader's own clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.digests.calendar import ALERT_AGE, Quiet, Schedule, Slot, alert, in_time, latest, strike, zone_of

ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"})).map(ZoneInfo)
DAYS = st.dates(date(1985, 1, 1), date(2037, 12, 31))
HOURS = st.integers(0, 23)
SCHEDULES = st.builds(Schedule, st.sampled_from(["daily", "weekly"]), HOURS, st.integers(0, 6))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hour", "zone", "instant"),
    [
        ("2026-11-23", 7, "Asia/Almaty", "2026-11-23T02:00"),
        ("2026-11-23", 7, "Asia/Kolkata", "2026-11-23T01:30"),
        ("2026-03-29", 2, "Europe/Paris", "2026-03-29T01:00"),  # 02:00 is skipped: 03:00 summer time
        ("2026-10-25", 2, "Europe/Paris", "2026-10-25T00:00"),  # 02:00 comes twice: the first
        ("2026-04-24", 0, "Africa/Cairo", "2026-04-23T22:00"),  # midnight itself is skipped: 01:00
        ("2026-10-04", 2, "Australia/Lord_Howe", "2026-10-03T15:30"),  # half an hour is skipped: 02:30
        ("2011-12-31", 7, "Pacific/Apia", "2011-12-30T17:00"),
    ],
)
def test_the_hour_strikes(day: str, hour: int, zone: str, instant: str) -> None:
    assert strike(date.fromisoformat(day), hour, ZoneInfo(zone)) == at(instant)


def test_a_date_that_samoa_left_out_has_no_edition_there() -> None:
    assert strike(date(2011, 12, 30), 7, ZoneInfo("Pacific/Apia")) is None


@given(DAYS, HOURS, ZONES)
def test_it_strikes_at_the_first_minute_of_the_day_that_is_not_before_the_hour(
    day: date, hour: int, zone: ZoneInfo
) -> None:
    instant = strike(day, hour, zone)
    if instant is None:
        return
    here, before = instant.astimezone(zone), (instant - timedelta(minutes=1)).astimezone(zone)
    assert here.date() == day
    assert here.hour >= hour
    assert before.date() < day or before.hour < hour


@given(DAYS, HOURS, ZONES)
def test_a_later_date_strikes_later(day: date, hour: int, zone: ZoneInfo) -> None:
    today, tomorrow = strike(day, hour, zone), strike(day + timedelta(days=1), hour, zone)
    assert today is None or tomorrow is None or today < tomorrow


@given(SCHEDULES, ZONES, MOMENTS)
def test_the_latest_edition_has_struck_and_none_struck_since(
    schedule: Schedule, zone: ZoneInfo, now: datetime
) -> None:
    slot = latest(schedule, zone, now)
    if slot is None:
        return
    assert slot.instant <= now
    assert schedule.on(slot.date)
    following = [slot.date + timedelta(days=ahead) for ahead in range(1, 9)]
    instants = [strike(day, schedule.hour, zone) for day in following if schedule.on(day)]
    assert all(instant is None or instant > now for instant in instants)


@given(SCHEDULES, ZONES, MOMENTS)
def test_asking_again_until_the_next_hour_strikes_names_the_same_edition(
    schedule: Schedule, zone: ZoneInfo, now: datetime
) -> None:
    slot = latest(schedule, zone, now)
    if slot is not None:
        assert latest(schedule, zone, slot.instant) == slot
        assert latest(schedule, zone, slot.instant - timedelta(minutes=1)) != slot


def test_a_daily_edition_may_be_late_on_its_own_day_alone() -> None:
    daily, almaty = Schedule("daily", 7), ZoneInfo("Asia/Almaty")
    slot = Slot(at("2026-11-23T02:00"), date(2026, 11, 23))
    assert in_time(daily, slot, almaty, at("2026-11-23T18:59"))
    assert not in_time(daily, slot, almaty, at("2026-11-23T19:00"))


def test_a_weekly_edition_may_be_two_days_late() -> None:
    weekly, paris = Schedule("weekly", 7, weekday=0), ZoneInfo("Europe/Paris")
    slot = latest(weekly, paris, at("2026-11-25T22:59"))
    assert slot == Slot(at("2026-11-23T06:00"), date(2026, 11, 23))
    assert in_time(weekly, slot, paris, at("2026-11-25T22:59"))
    assert not in_time(weekly, slot, paris, at("2026-11-25T23:00"))


@pytest.mark.parametrize("name", ["Asia/Atlantis", "../../etc/passwd", "", "/etc/passwd", "Asia"])
def test_what_names_no_time_zone_is_none(name: str) -> None:
    assert zone_of(name) is None


def test_a_holiday_has_no_edition() -> None:
    nowruz = Schedule("daily", 7, holidays=frozenset({"03-21", "2026-12-16"}))
    assert not nowruz.on(date(2027, 3, 21))
    assert not nowruz.on(date(2026, 12, 16))
    assert nowruz.on(date(2027, 12, 16))


def test_a_digest_may_say_how_late_it_may_be() -> None:
    schedule, zone = Schedule("daily", 22, late=timedelta(hours=3)), ZoneInfo("Asia/Almaty")
    slot = latest(schedule, zone, datetime(2026, 11, 23, 18, 0, tzinfo=UTC))
    assert slot is not None
    assert in_time(schedule, slot, zone, slot.instant + timedelta(hours=3))
    assert not in_time(schedule, slot, zone, slot.instant + timedelta(hours=3, minutes=1))


def test_an_alert_waits_for_the_end_of_the_night_also_when_clocks_change_in_it() -> None:
    paris, night = ZoneInfo("Europe/Paris"), Quiet(22, 7)
    winter = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)  # midnight; at three it becomes two
    assert alert(winter, night, paris) == datetime(2026, 10, 25, 6, 0, tzinfo=UTC)
    noon = datetime(2026, 10, 24, 10, 0, tzinfo=UTC)
    assert alert(noon, night, paris) == alert(noon, None, paris) == noon


def test_an_alert_that_would_be_a_day_old_is_none() -> None:
    assert alert(datetime(2026, 11, 23, 7, 30, tzinfo=UTC), Quiet(8, 7), ZoneInfo("UTC")) == datetime(
        2026, 11, 23, 7, 30, tzinfo=UTC
    )
    assert alert(datetime(2026, 11, 23, 8, 30, tzinfo=UTC), Quiet(8, 7), ZoneInfo("UTC")) is None


@given(MOMENTS, st.builds(Quiet, HOURS, HOURS), ZONES)
def test_no_alert_strikes_in_quiet_hours_or_before_its_news(
    moment: datetime, quiet: Quiet, zone: ZoneInfo
) -> None:
    instant = alert(moment, quiet, zone)
    if instant is None:
        assert quiet.holds(moment.astimezone(zone))
    else:
        assert moment <= instant <= moment + ALERT_AGE
        assert not quiet.holds(instant.astimezone(zone))
