"""Hosts are called in turns, by all processes together."""

from datetime import datetime, timedelta

import pytest

from service.errors import NotYet
from service.ingest.fetch import Answer, FakeWeb
from service.ingest.models import Host
from service.ingest.turns import Orderly, take_turn
from tests.cast import NOON

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
FEED, OTHER = "https://wire.example/feed", "https://wire.example:8443/other"


class Clock:
    """A clock that goes on when somebody sleeps."""

    def __init__(self) -> None:
        self.moment = NOON
        self.slept: list[float] = []

    def now(self) -> datetime:
        """The present moment."""
        return self.moment

    def sleep(self, seconds: float) -> None:
        """Time goes by."""
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)


def orderly(web: FakeWeb, clock: Clock, private: tuple[str, ...] = ()) -> Orderly:
    """A web with a second between two requests."""
    return Orderly(web, 1, private, now=clock.now, sleep=clock.sleep)


def fine(*urls: str) -> FakeWeb:
    """A web on which all of `urls` answer."""
    return FakeWeb({url: [Answer(200, url)] for url in urls})


def test_requests_to_one_host_stand_apart_and_others_do_not_wait() -> None:
    clock = Clock()
    web = orderly(fine(FEED, OTHER, "https://agency.example/"), clock)
    for url in (FEED, OTHER, "https://agency.example/", FEED):
        web.get(url, {})
    assert clock.slept == [1, 1]


def test_turns_are_taken_across_processes() -> None:
    """Each process has its own web; the row is what they share."""
    assert [take_turn("wire.example", SECOND, NOON) for _ in range(4)] == [0, 1, 2, 3]
    assert Host.objects.get().free_at == NOON + 4 * SECOND
    assert take_turn("wire.example", SECOND, NOON + 10 * SECOND) == 0


def test_a_turn_too_far_off_is_not_taken() -> None:
    Host.objects.create(name="wire.example", free_at=NOON + 3600 * SECOND)
    with pytest.raises(
        NotYet, match=r"wire\.example is to be left alone until 2026-11-23 13:00:00"
    ) as caught:
        take_turn("wire.example", SECOND, NOON)
    assert caught.value.after == 3600
    assert Host.objects.get().free_at == NOON + 3600 * SECOND


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_time_gets_it_from_every_source(status: int) -> None:
    clock = Clock()
    web = orderly(
        FakeWeb({FEED: [Answer(status, FEED, {"retry-after": "600"})], OTHER: [Answer(200, OTHER)]}), clock
    )
    assert web.get(FEED, {}).status == status
    with pytest.raises(NotYet) as caught:
        web.get(OTHER, {})
    assert caught.value.after == 600
    clock.moment += timedelta(seconds=600)
    assert web.get(OTHER, {}).status == 200


def test_nobody_can_make_us_stay_away_for_ever() -> None:
    clock = Clock()
    web = orderly(FakeWeb({FEED: [Answer(429, FEED, {"retry-after": "9" * 12})]}), clock)
    web.get(FEED, {})
    assert Host.objects.get().free_at == NOON + timedelta(days=7)


def test_the_houses_own_hosts_are_called_without_room_between() -> None:
    clock, url = Clock(), "http://127.0.0.1:8080/feed"
    web = orderly(fine(url, "http://127.0.0.1:9090/feed"), clock, ("127.0.0.1:8080",))
    for _ in range(3):
        web.get(url, {})
    assert clock.slept == []


def test_a_form_waits_for_its_turn_too() -> None:
    clock = Clock()
    web = orderly(fine(FEED), clock)
    web.get(FEED, {})
    web.post(FEED, {"hub.mode": "subscribe"})
    assert clock.slept == [1]
