"""Leases of hubs: asked for once, verified, renewed in time, and of no harm when they fail."""

from datetime import timedelta
from typing import Any

import pytest

from service.errors import Unreachable
from service.house.models import House, Problem
from service.ingest import hubs
from service.ingest.connectors.connector import Hub
from service.ingest.fetch import Answer, FakeWeb
from service.ingest.hubs import Held, wants_asking
from service.ingest.models import HubLease, Source
from tests.cast import NOON, a_source

DAY = timedelta(days=1)
NAMED = Hub("https://hub.example/", "https://wire.example/topic")


def held(
    state: str = "held", asked: timedelta = DAY, left: timedelta | None = 9 * DAY, **changes: Any
) -> Held:
    """A lease that was asked for `asked` ago and has `left` to run."""
    ends_at = NOON + left if left is not None else None
    values = {"hub": NAMED.address, "topic": NAMED.topic, "state": state, "asked_at": NOON - asked}
    return Held(**{**values, "ends_at": ends_at, **changes})


@pytest.mark.parametrize(
    ("lease", "asks"),
    [
        (None, True),
        (held(), False),
        (held(asked=6 * DAY, left=4 * DAY), False),
        (held(asked=7 * DAY, left=3 * DAY), True),
        (held(asked=11 * DAY, left=-DAY), True),
        (held(asked=timedelta(minutes=1), left=timedelta(seconds=5)), False),
        (held("asked", asked=timedelta(minutes=59), left=None), False),
        (held("asked", asked=timedelta(hours=1), left=None), True),
        (held("denied", asked=timedelta(hours=23), left=None), False),
        (held("denied", asked=DAY, left=None), True),
        (held(hub="https://other.example/"), True),
        (held(topic="https://wire.example/other"), True),
    ],
)
def test_when_a_hub_is_asked(lease: Held | None, asks: bool) -> None:
    assert wants_asking(lease, NAMED, NOON) is asks


@pytest.fixture
def source(house: House) -> Source:
    """A feed."""
    return a_source("wire", kind="feed", location="https://wire.example/feed")


def saying(*answers: int | Exception) -> FakeWeb:
    """A hub that answers with these one after another."""
    return FakeWeb(
        {NAMED.address: [Answer(one, NAMED.address) if isinstance(one, int) else one for one in answers]}
    )


def test_it_is_asked_with_an_address_nobody_can_guess_and_a_secret(source: Source) -> None:
    web = saying(202)
    hubs.tend(source, NAMED, NOON, web)
    lease = HubLease.objects.get()
    ((url, form),) = web.posted
    assert url == NAMED.address
    assert form == {
        "hub.mode": "subscribe",
        "hub.topic": NAMED.topic,
        "hub.callback": f"https://eurasiatimes.example/hooks/websub/wire/{lease.token}",
        "hub.lease_seconds": "864000",
        "hub.secret": hubs.secrets_of(lease)[0],
    }
    assert len(lease.token) >= 43
    assert len(form["hub.secret"]) < 200
    assert form["hub.secret"] not in str(list(HubLease.objects.values()))
    assert not hubs.holds(source, NOON)
    hubs.tend(source, NAMED, NOON + timedelta(minutes=30), web)
    assert len(web.posted) == 1


def test_no_secret_travels_in_the_clear(source: Source) -> None:
    plain = Hub("http://hub.example/", NAMED.topic)
    web = FakeWeb({plain.address: [Answer(202, plain.address)]})
    hubs.tend(source, plain, NOON, web)
    assert "hub.secret" not in web.posted[0][1]


def test_a_lease_is_renewed_without_a_gap(source: Source) -> None:
    web = saying(202)
    hubs.tend(source, NAMED, NOON, web)
    HubLease.objects.update(state="held", ends_at=NOON + 9 * DAY)
    token = HubLease.objects.get().token
    hubs.tend(source, NAMED, NOON + 7 * DAY, web)
    lease = HubLease.objects.get()
    assert len(web.posted) == 2
    assert (lease.state, lease.token, lease.ends_at) == ("held", token, NOON + 9 * DAY)
    assert hubs.holds(source, NOON + 8 * DAY)


def test_a_lease_that_ended_holds_nothing(source: Source) -> None:
    web = saying(202)
    hubs.tend(source, NAMED, NOON, web)
    HubLease.objects.update(state="held", ends_at=NOON + DAY)
    assert not hubs.holds(source, NOON + 2 * DAY)
    hubs.tend(source, NAMED, NOON + 2 * DAY, web)
    assert HubLease.objects.get().state == "asked"


def test_another_hub_gets_another_address(source: Source) -> None:
    hubs.tend(source, NAMED, NOON, saying(202))
    token = HubLease.objects.get().token
    other = Hub("https://other.example/", NAMED.topic)
    hubs.tend(source, other, NOON + DAY, FakeWeb({other.address: [Answer(202, other.address)]}))
    assert HubLease.objects.get().token != token


@pytest.mark.parametrize("fault", [404, 500, Unreachable("hub.example does not answer")])
def test_a_hub_that_fails_is_told_and_stops_nothing(source: Source, fault: int | Exception) -> None:
    hubs.tend(source, NAMED, NOON, saying(fault))
    assert Problem.objects.get().place == "hub of source wire"
    hubs.tend(source, NAMED, NOON + DAY, saying(202))
    assert Problem.objects.get().closed_at == NOON + DAY


def test_nobody_is_asked_where_it_makes_no_sense(source: Source, house: House) -> None:
    web = saying(202)
    hubs.tend(source, None, NOON, web)
    source.options = {"websub": False}
    hubs.tend(source, NAMED, NOON, web)
    source.options = {}
    House.objects.update(url="http://localhost:8000")
    hubs.tend(source, NAMED, NOON, web)
    House.objects.all().delete()
    hubs.tend(source, NAMED, NOON, web)
    assert web.posted == []
