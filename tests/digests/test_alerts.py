"""Breaking news goes out as an alert: one story, once, and not at night."""

from datetime import UTC, datetime, timedelta

import pytest

from service.delivery.models import Delivery
from service.desks.models import Desk, Story, Version
from service.digests.compose import compose
from service.digests.due import open_runs
from service.digests.models import Digest, Edition, Run
from service.house.models import House
from service.ingest.models import Revision
from tests.cast import NOON, a_reader, a_version

HOUR = timedelta(hours=1)


@pytest.fixture
def alerts(desks: tuple[Desk, Desk], house: House) -> Digest:
    """Asia's breaking news, quiet from ten in the evening until seven."""
    return Digest.objects.create(desk=desks[0], cadence="breaking", quiet_from=22, quiet_until=7)


def breaks(desk: Desk, language: str = "fr", story: Story | None = None, at: datetime = NOON) -> Version:
    """A breaking story on `desk`, mailable at once."""
    title = f"Séisme au Tadjikistan ({language})"
    version = a_version(language, title, desks=(desk,), story=story, released_at=at)
    Revision.objects.filter(article=version.article).update(breaking=True)
    return version


def go(now: datetime = NOON) -> None:
    for run in Run.objects.filter(pk__in=open_runs(now, catch_up=False)):
        compose(run, House.get(), now)
        Run.objects.filter(pk=run.pk).update(due_at=None)


def addressed() -> list[str]:
    return sorted(Delivery.objects.values_list("address", flat=True))


def test_an_alert_goes_out_at_once_where_it_is_day_and_in_the_morning_where_it_is_night(
    desks: tuple[Desk, Desk], alerts: Digest
) -> None:
    for name in ("camille", "wei"):  # 13:00 in Paris, 20:00 in Singapore; then 22:30 there
        a_reader(name, desks[0], cadence="breaking")
    breaks(desks[0], at=NOON + 2.5 * HOUR)
    go(NOON + 2.5 * HOUR)
    assert addressed() == ["camille@reader.example"]
    waiting = Run.objects.get(state=Run.State.PLANNED)
    assert waiting.due_at == datetime(2026, 11, 23, 23, 0, tzinfo=UTC)  # seven in Singapore
    go(waiting.due_at)
    assert addressed() == ["camille@reader.example", "wei@reader.example"]


def test_a_story_makes_one_alert_whatever_comes_after(desks: tuple[Desk, Desk], alerts: Digest) -> None:
    a_reader("camille", desks[0], cadence="breaking")
    first = breaks(desks[0])
    go()
    breaks(desks[0], "kk", story=first.story, at=NOON + HOUR)
    go(NOON + HOUR)
    assert Edition.objects.count() == Delivery.objects.count() == 1


def test_the_digest_of_the_next_morning_does_not_repeat_the_alert(
    desks: tuple[Desk, Desk], alerts: Digest
) -> None:
    Digest.objects.create(desk=desks[0], cadence="daily", hour=7)
    a_reader("camille", desks[0], cadence="breaking").subscriptions.create(
        desk=desks[0], cadence="daily", since=NOON - timedelta(days=9)
    )
    breaks(desks[0])
    go()
    go(NOON + 19 * HOUR)
    assert [delivery.scope for delivery in Delivery.objects.all()] == ["asia/breaking"]


def test_a_reader_of_two_desks_is_alerted_by_the_nearer_one(desks: tuple[Desk, Desk], alerts: Digest) -> None:
    Digest.objects.create(desk=desks[1], cadence="breaking")
    Digest.objects.create(desk=desks[1], cadence="daily", hour=7)
    a_reader("camille", *desks, cadence="breaking")
    breaks(desks[1])
    go()
    assert [delivery.scope for delivery in Delivery.objects.all()] == ["central-asia/breaking"]


def test_ordinary_news_makes_no_alert_and_neither_does_old_news(
    desks: tuple[Desk, Desk], alerts: Digest
) -> None:
    a_reader("camille", desks[0], cadence="breaking")
    a_version("fr", "Une foire à Almaty", desks=desks[:1], released_at=NOON)
    breaks(desks[0], at=NOON - timedelta(hours=13))
    go()
    assert not Edition.objects.exists()


def test_an_alert_that_waited_too_long_for_us_is_missed(desks: tuple[Desk, Desk], alerts: Digest) -> None:
    a_reader("camille", desks[0], cadence="breaking")
    breaks(desks[0])
    open_runs(NOON, catch_up=False)
    assert open_runs(NOON + timedelta(hours=13), catch_up=False) == []
    assert Run.objects.get().state == Run.State.MISSED


def test_asking_again_opens_no_alert_twice(desks: tuple[Desk, Desk], alerts: Digest) -> None:
    a_reader("camille", desks[0], cadence="breaking")
    breaks(desks[0])
    assert open_runs(NOON, catch_up=False) == open_runs(NOON, catch_up=False)
    assert Run.objects.count() == 1
