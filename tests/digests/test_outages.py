"""The scheduler was down, the clocks changed, two schedulers run: what readers get of it, mail by mail."""

from datetime import UTC, datetime, timedelta

import pytest

from service.audience.models import Reader, Subscription
from service.delivery.models import Delivery, Message
from service.desks.models import Desk
from service.digests.compose import compose
from service.digests.due import open_runs
from service.digests.models import Digest, Run
from service.house.models import House
from tests.cast import NOON, a_reader, a_version

SEVEN = NOON - timedelta(hours=6)
"""In Paris, where Camille reads."""
DAY = timedelta(days=1)


@pytest.fixture
def asia(desks: tuple[Desk, Desk], house: House) -> Digest:
    a_reader("camille", desks[0])
    return Digest.objects.create(desk=desks[0], cadence="daily", hour=7)


def tick(now: datetime) -> None:
    """What a sweep and its workers do."""
    for pk in open_runs(now, catch_up=False):
        run = Run.objects.get(pk=pk)
        compose(run, House.get(), now)
        Run.objects.filter(pk=pk).update(due_at=None)


def story(title: str, desk: Desk, at: datetime) -> None:
    a_version("fr", title, desks=(desk,), published_at=at, released_at=at)


def mails() -> list[list[str]]:
    """The stories of each mail, by their letters."""
    return [[name for name in "ABCD" if f"Story {name}" in message.text] for message in
            Message.objects.order_by("made_at")]  # fmt: skip


def test_a_scheduler_that_was_down_sends_late_on_the_same_day_and_once(asia: Digest) -> None:
    story("Story A", asia.desk, SEVEN - timedelta(hours=1))
    story("Story B", asia.desk, SEVEN + timedelta(hours=2))
    for hours in (5, 5.5, 6):
        tick(SEVEN + timedelta(hours=hours))
    assert mails() == [["A", "B"]]
    story("Story C", asia.desk, SEVEN + timedelta(hours=7))
    tick(SEVEN + DAY)
    assert mails() == [["A", "B"], ["C"]]


def test_what_an_edition_held_that_came_too_late_comes_with_the_next(asia: Digest) -> None:
    story("Story A", asia.desk, SEVEN - timedelta(hours=1))
    tick(SEVEN)
    story("Story B", asia.desk, SEVEN + timedelta(hours=2))
    tick(SEVEN + 2 * DAY - timedelta(hours=1))
    assert Run.objects.get(edition__date=(NOON + DAY).date()).state == Run.State.MISSED
    tick(SEVEN + 2 * DAY)
    assert mails() == [["A"], ["B"]]


def test_one_that_was_missed_before_anything_was_ever_sent_loses_nothing_either(asia: Digest) -> None:
    story("Story A", asia.desk, SEVEN - timedelta(hours=20))
    tick(SEVEN + DAY - timedelta(hours=1))
    assert Run.objects.get().state == Run.State.MISSED
    tick(SEVEN + DAY)
    assert mails() == [["A"]]


def test_the_lateness_that_a_digest_allows_itself_is_kept_to_the_minute(asia: Digest) -> None:
    Digest.objects.update(late_hours=2)
    story("Story A", asia.desk, SEVEN - timedelta(hours=1))
    tick(SEVEN + timedelta(hours=2, minutes=1))
    assert mails() == []
    Run.objects.all().delete()
    tick(SEVEN + timedelta(hours=2))
    assert mails() == [["A"]]


@pytest.mark.parametrize(
    ("day", "first", "mailed"),
    [
        ("the hour is left out: 2 to 3 in the morning", datetime(2026, 3, 29, tzinfo=UTC), "01:00"),
        ("the hour comes twice", datetime(2026, 10, 25, tzinfo=UTC) - timedelta(hours=1), "00:00"),
    ],
)
def test_on_the_day_that_clocks_change_each_reader_gets_one_mail(
    asia: Digest, day: str, first: datetime, mailed: str
) -> None:
    Digest.objects.update(hour=2)
    Subscription.objects.update(since=first - 9 * DAY)
    story("Story A", asia.desk, first - timedelta(hours=5))
    for quarter in range(24):
        tick(first + quarter * timedelta(minutes=15))
        if quarter == 12:
            story("Story B", asia.desk, first + timedelta(hours=3))
    assert mails() == [["A"]], day
    assert f"{Message.objects.get().made_at:%H:%M}" == mailed
    tick(first + DAY + timedelta(hours=2))
    assert mails() == [["A"], ["B"]]


def test_a_reader_who_flies_over_the_date_line_gets_each_date_once(asia: Digest) -> None:
    story("Story A", asia.desk, NOON - timedelta(hours=14))
    Reader.objects.update(timezone="Pacific/Auckland")
    tick(NOON - timedelta(hours=12))
    Reader.objects.update(timezone="Pacific/Honolulu")
    tick(NOON + timedelta(hours=6))
    assert Run.objects.filter(state=Run.State.SENT).count() == 2
    assert Delivery.objects.count() == 1
