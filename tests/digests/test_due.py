"""Open the runs whose hour has struck."""

from datetime import UTC, date, datetime, timedelta

import pytest

from service.audience.models import Reader, Subscription
from service.desks.models import Desk
from service.digests.due import open_runs
from service.digests.models import Digest, Edition, Run
from service.house.models import Problem
from tests.cast import NOON, a_reader


@pytest.fixture
def asia(desks: tuple[Desk, Desk]) -> Digest:
    """A daily digest of seven o'clock, read in Almaty, Paris, Cairo and Singapore."""
    for name in ("aigerim", "camille", "yusuf", "wei"):
        a_reader(name, desks[0])
    return Digest.objects.create(desk=desks[0], cadence="daily", hour=7)


def instants(state: str = Run.State.PLANNED) -> list[str]:
    return [f"{run.instant:%d %H:%M}" for run in Run.objects.filter(state=state).order_by("instant")]


def test_a_run_opens_for_each_instant_at_which_it_struck_seven(asia: Digest) -> None:
    ids = open_runs(NOON, catch_up=False)
    assert instants() == ["22 23:00", "23 02:00", "23 05:00", "23 06:00"]
    assert sorted(ids) == sorted(Run.objects.values_list("pk", flat=True))
    assert Edition.objects.get().date == date(2026, 11, 23)


def test_one_digest_on_one_date_is_one_edition(asia: Digest) -> None:
    open_runs(NOON, catch_up=False)
    open_runs(NOON + timedelta(days=1), catch_up=False)
    assert [f"{edition.date:%d}" for edition in Edition.objects.order_by("date")] == ["23", "24"]


def test_the_hour_opens_nothing_before_it_strikes(asia: Digest) -> None:
    eve = datetime(2026, 11, 23, 1, 59, tzinfo=UTC)
    open_runs(eve, catch_up=False)
    assert "23 02:00" not in instants()
    open_runs(eve + timedelta(minutes=1), catch_up=False)
    assert "23 02:00" in instants()


def test_asking_again_opens_nothing_again(asia: Digest) -> None:
    first = open_runs(NOON, catch_up=False)
    assert open_runs(NOON + timedelta(minutes=1), catch_up=False) == first
    assert Run.objects.count() == 4


def test_a_run_that_is_done_is_not_due_again(asia: Digest) -> None:
    open_runs(NOON, catch_up=False)
    Run.objects.update(state=Run.State.SENT, due_at=None)
    assert open_runs(NOON + timedelta(minutes=1), catch_up=True) == []


def test_a_run_that_comes_on_the_next_day_is_missed(asia: Digest) -> None:
    evening = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # 00:30 on the 24th in Singapore
    open_runs(evening, catch_up=False)
    assert instants(Run.State.MISSED) == ["22 23:00"]
    assert instants() == ["23 02:00", "23 05:00", "23 06:00"]


def test_catching_up_sends_what_came_too_late(asia: Digest) -> None:
    evening = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    open_runs(evening, catch_up=False)
    ids = open_runs(evening, catch_up=True)
    assert instants(Run.State.MISSED) == []
    assert len(ids) == 4


def test_before_the_first_subscription_nothing_was_missed(asia: Digest) -> None:
    evening = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    Subscription.objects.update(since=evening - timedelta(minutes=10))
    open_runs(evening, catch_up=False)
    assert instants(Run.State.MISSED) == []


def test_nobody_to_read_it_opens_nothing(asia: Digest) -> None:
    Subscription.objects.filter(reader__address__startswith="a").update(ended_at=NOON)
    Reader.objects.filter(address__startswith="c").update(state=Reader.State.GONE)
    Reader.objects.filter(address__startswith="y").update(state=Reader.State.UNCONFIRMED)
    open_runs(NOON, catch_up=False)
    assert instants() == ["22 23:00"]


def test_a_paused_digest_opens_nothing(asia: Digest) -> None:
    Digest.objects.update(paused=True)
    assert open_runs(NOON, catch_up=True) == []


def test_a_weekly_digest_opens_on_its_weekday(asia: Digest) -> None:
    Digest.objects.update(cadence="weekly", weekday=0)
    Subscription.objects.update(cadence="weekly")
    open_runs(NOON + timedelta(days=2), catch_up=False)
    assert Edition.objects.get().date == date(2026, 11, 23)


def test_where_clocks_go_forward_the_run_opens_after_the_gap(asia: Digest) -> None:
    Digest.objects.update(hour=2)
    Reader.objects.update(timezone="Europe/Paris")
    open_runs(datetime(2026, 3, 29, 0, 59, tzinfo=UTC), catch_up=False)
    Subscription.objects.update(since=datetime(2026, 3, 1, tzinfo=UTC))
    open_runs(datetime(2026, 3, 29, 1, 0, tzinfo=UTC), catch_up=False)
    assert instants() == ["29 01:00"]


def test_where_clocks_go_back_the_run_opens_once(asia: Digest) -> None:
    Digest.objects.update(hour=2)
    Reader.objects.update(timezone="Europe/Paris")
    midnight = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    for minutes in range(0, 180, 30):
        open_runs(midnight + timedelta(minutes=minutes), catch_up=False)
    assert instants() == ["25 00:00"]


def test_a_time_zone_that_is_none_is_shown_and_the_others_go_out(asia: Digest) -> None:
    Reader.objects.filter(address__startswith="a").update(timezone="Asia/Atlantis")
    open_runs(NOON, catch_up=False)
    assert instants() == ["22 23:00", "23 05:00", "23 06:00"]
    problem = Problem.objects.get(closed_at__isnull=True)
    assert problem.place == "digest asia/daily: its readers' time zones"
    assert "Asia/Atlantis" in problem.what
    Reader.objects.filter(address__startswith="a").update(timezone="Asia/Almaty")
    open_runs(NOON, catch_up=False)
    assert not Problem.objects.filter(closed_at__isnull=True).exists()
