"""Offers become pushes, and a destination is told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from service import flow, lease
from service.desks.models import Desk, Version
from service.doorbell import heard
from service.errors import Gone, NotTaken, TryAgain, Unreachable
from service.house.models import House, Problem
from service.syndication import holders
from service.syndication.models import Entitlement, Offer, Partner
from service.syndication.pushing.carriers import Opening
from service.syndication.pushing.round import Ended, serve
from service.syndication.pushing.tables import Destination, Push
from tests.cast import NOON, a_version
from tests.syndication.outlets import an_entitlement
from tests.syndication.pushing.others import Recorder, a_destination, a_machine, an_outlet_of, killed, offered

pytestmark = pytest.mark.django_db
Desks = tuple[Desk, Desk]
MINUTE = timedelta(minutes=1)


def at(now: datetime) -> Callable[[], datetime]:
    """A clock that stands."""
    return lambda: now


def by(recorder: Recorder) -> Opening:
    """Every destination is reached through it."""
    return lambda *_: recorder


def told(destination: Destination, recorder: Recorder, now: datetime = NOON) -> Ended:
    """One round: claimed, served, put away."""
    Destination.objects.filter(pk=destination.pk).update(due_at=now)
    (row,) = lease.claim(Destination.objects.select_related("partner"), [destination.pk], now, 180)
    ended = serve(row, House.get(), at(now), by(recorder))
    lease.finish(row, now, ended.again_at, **ended.values)
    return ended


def states() -> list[str]:
    return list(Push.objects.order_by("pk").values_list("state", flat=True))


@pytest.fixture
def courier(house: House, desks: Desks) -> tuple[Partner, Entitlement, Destination]:
    """The Courier may have Central Asia in French, and wants to be told."""
    partner, entitlement = an_outlet_of(desks[1])
    return partner, entitlement, a_destination(partner)


Courier = tuple[Partner, Entitlement, Destination]


def test_what_is_offered_is_pushed_once(courier: Courier, desks: Desks) -> None:
    _, entitlement, destination = courier
    a_version(desks=(desks[1],))
    assert offered(entitlement, NOON) == [destination.pk]
    assert offered(entitlement, NOON) == []
    recorder = Recorder()
    assert told(destination, recorder).again_at is None
    assert told(destination, recorder).handed == 0
    (parcel,) = recorder.taken
    assert (parcel.status, parcel.version, parcel.caution) == ("usable", 1, "")
    assert b"Elle compte huit stations." in parcel.body
    assert states() == ["handed"]


def test_a_kill_goes_before_everything_that_waits(courier: Courier, desks: Desks) -> None:
    _, entitlement, destination = courier
    first = a_version(title="Premier", desks=(desks[1],))
    offered(entitlement, NOON)
    told(destination, Recorder())
    a_version(title="Second", desks=(desks[1],))
    offered(entitlement, NOON + MINUTE)
    killed(first)
    offered(entitlement, NOON + 2 * MINUTE)
    recorder = Recorder()
    told(destination, recorder, NOON + 3 * MINUTE)
    assert [(parcel.title, parcel.status) for parcel in recorder.taken] == [
        ("Premier", "canceled"),
        ("Second", "usable"),
    ]
    kill = recorder.taken[0]
    assert kill.caution
    assert b"deleted-entry" in kill.body
    assert b"Elle compte huit stations." not in kill.body


def test_an_article_that_waits_never_goes_out_after_its_kill(courier: Courier, desks: Desks) -> None:
    _, entitlement, destination = courier
    version = a_version(desks=(desks[1],))
    offered(entitlement, NOON)
    told(destination, Recorder([Unreachable("away")]))
    killed(version)
    assert offered(entitlement, NOON + MINUTE) == [destination.pk]
    assert states() == ["overtaken", "waiting"]
    recorder = Recorder()
    told(destination, recorder, NOON + 2 * MINUTE)
    assert [parcel.status for parcel in recorder.taken] == ["canceled"]


def test_a_kill_that_the_ledger_has_not_heard_of_is_said_all_the_same(courier: Courier, desks: Desks) -> None:
    _, entitlement, destination = courier
    version = a_version(desks=(desks[1],))
    offered(entitlement, NOON)
    killed(version)
    recorder = Recorder()
    told(destination, recorder)
    assert [parcel.status for parcel in recorder.taken] == ["canceled"]


def test_what_two_desks_offer_is_told_once(courier: Courier, desks: Desks) -> None:
    partner, entitlement, destination = courier
    wider = an_entitlement(partner, desks[0])
    a_version(desks=(desks[1],))
    offered(entitlement, NOON)
    offered(wider, NOON)
    recorder = Recorder()
    told(destination, recorder)
    assert (len(recorder.taken), Offer.objects.count()) == (1, 2)


def test_who_fetches_the_rest_is_told_of_what_must_be_mended_alone(courier: Courier, desks: Desks) -> None:
    partner, entitlement, _ = courier
    quiet = a_destination(partner, name="notices", notices_only=True)
    version = a_version(desks=(desks[1],))
    offered(entitlement, NOON)
    killed(version)
    offered(entitlement, NOON + MINUTE)
    recorder = Recorder()
    told(quiet, recorder, NOON + MINUTE)
    assert [parcel.status for parcel in recorder.taken] == ["canceled"]


def test_what_was_offered_before_a_destination_was_named_is_not_pushed(
    courier: Courier, desks: Desks
) -> None:
    partner, entitlement, _ = courier
    a_version(desks=(desks[1],))
    offered(entitlement, NOON)
    late = a_destination(partner, name="late", since=NOON + MINUTE)
    a_version(title="Second", desks=(desks[1],))
    offered(entitlement, NOON + 2 * MINUTE)
    recorder = Recorder()
    told(late, recorder, NOON + 2 * MINUTE)
    assert [parcel.title for parcel in recorder.taken] == ["Second"]


def test_one_item_that_is_not_taken_does_not_hold_the_others(courier: Courier, desks: Desks) -> None:
    _, entitlement, destination = courier
    for title in ("Premier", "Second"):
        a_version(title=title, desks=(desks[1],))
    offered(entitlement, NOON)
    recorder = Recorder([NotTaken("422: too long")])
    ended = told(destination, recorder)
    assert (ended.handed, ended.again_at) == (1, None)
    assert sorted(states()) == ["handed", "refused"]
    assert "422: too long" in Problem.objects.get(closed_at=None).what


def test_who_is_away_is_asked_ever_later_and_sooner_when_something_must_come_down(
    courier: Courier, desks: Desks
) -> None:
    _, entitlement, destination = courier
    version = a_version(desks=(desks[1],))
    offered(entitlement, NOON)
    for _ in range(9):
        ended = told(destination, Recorder([TryAgain("503")]))
    assert ended.again_at
    assert ended.again_at - NOON > timedelta(minutes=40)
    destination.refresh_from_db()
    assert (destination.failures, destination.failing_since) == (9, NOON)
    assert "9 rounds failed" in Problem.objects.get(closed_at=None).what
    killed(version)
    assert offered(entitlement, NOON + MINUTE) == [destination.pk], "a kill does not wait for the pause"
    ended = told(destination, Recorder([TryAgain("503")]), NOON + MINUTE)
    assert ended.again_at
    assert ended.again_at - NOON <= timedelta(minutes=6)
    told(destination, Recorder(), NOON + 6 * MINUTE)
    destination.refresh_from_db()
    assert (destination.failures, destination.failing_since) == (0, None)
    assert not Problem.objects.filter(closed_at=None).exists()


def test_news_does_not_shorten_a_pause(courier: Courier, desks: Desks) -> None:
    _, entitlement, destination = courier
    a_version(desks=(desks[1],))
    offered(entitlement, NOON)
    told(destination, Recorder([TryAgain("503", after=600)]))
    a_version(title="Second", desks=(desks[1],))
    assert offered(entitlement, NOON + MINUTE) == []
    destination.refresh_from_db()
    assert destination.due_at == NOON + timedelta(minutes=10)


def test_who_is_gone_for_good_is_not_asked_again(courier: Courier, desks: Desks) -> None:
    _, entitlement, destination = courier
    a_version(desks=(desks[1],))
    offered(entitlement, NOON)
    told(destination, Recorder([Gone("410")]))
    destination.refresh_from_db()
    assert (destination.active, destination.closed_because, destination.due_at) == (False, "410", None)


def test_a_slow_partner_is_left_after_half_a_minute(courier: Courier, desks: Desks) -> None:
    _, entitlement, destination = courier
    for number in range(4):
        a_version(title=f"Numéro {number}", desks=(desks[1],))
    offered(entitlement, NOON)
    Destination.objects.filter(pk=destination.pk).update(due_at=NOON)
    (row,) = lease.claim(Destination.objects.select_related("partner"), [destination.pk], NOON, 180)
    seconds = iter(range(0, 900, 6))
    recorder = Recorder()
    ended = serve(row, House.get(), lambda: NOON + timedelta(seconds=next(seconds)), by(recorder))
    assert 0 < ended.handed < 4
    assert ended.again_at == NOON


def test_news_that_waited_for_days_are_left_to_the_feed(courier: Courier, desks: Desks) -> None:
    _, entitlement, destination = courier
    a_version(desks=(desks[1],))
    offered(entitlement, NOON)
    recorder = Recorder()
    told(destination, recorder, NOON + timedelta(days=3))
    assert (recorder.taken, states()) == ([], ["refused"])


def test_the_line_tells_the_destinations_of_what_it_syndicated(
    courier: Courier,
    desks: Desks,
    tmp_path: Path,
    settings: Settings,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.PARTNERS_ROOT = tmp_path
    _, entitlement, destination = courier
    a_version(desks=(desks[1],))
    with django_capture_on_commit_callbacks(execute=True):
        flow.syndicate([entitlement.pk], NOON)
    assert heard == [("push", (destination.pk,))]
    with a_machine() as machine:
        settings.PRIVATE_SOURCES = [machine.host]
        Destination.objects.update(address=machine.url)
        flow.push([destination.pk], NOON)
    assert [headers["webhook-id"] for headers, _ in machine.got] == [f"push-{Push.objects.get().pk}"]
    assert states() == ["handed"]


def test_former_partners_are_told_of_a_kill(courier: Courier, desks: Desks) -> None:
    partner, entitlement, destination = courier
    version: Version = a_version(desks=(desks[1],))
    offered(entitlement, NOON)
    told(destination, Recorder())
    Entitlement.objects.update(ended_at=NOON + MINUTE)
    Partner.objects.update(active=False)
    killed(version)
    version.article.refresh_from_db()
    assert holders.mark_due(version.article, NOON + 2 * MINUTE) == []
    assert holders.tell_former(version.article, NOON + 2 * MINUTE) == [destination.pk]
    assert holders.tell_former(version.article, NOON + 2 * MINUTE) == []
    recorder = Recorder()
    told(destination, recorder, NOON + 3 * MINUTE)
    assert [parcel.status for parcel in recorder.taken] == ["canceled"]
    assert partner.destinations.get().pk == destination.pk
