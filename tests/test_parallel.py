"""Many at once, on a database that lets them: one reader leaves, one run opens and is composed, once."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connections

from service.audience.models import Consent, Subscription
from service.delivery.models import Delivery, Suppression
from service.digests.compose import compose
from service.digests.due import open_runs
from service.digests.models import Digest, Edition, Run
from service.feedback.leaving import leave
from service.feedback.models import Event
from service.house.models import House
from tests.cast import NOON, a_reader, a_version, the_desks, the_house

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("DESKWIRE_TEST_POSTGRES" not in os.environ, reason="needs DESKWIRE_TEST_POSTGRES"),
]
AT_ONCE = 12
Came = TypeVar("Came")


def at_once(act: Callable[[], Came]) -> list[Came]:
    """What came of `act`, done by many threads with a connection each."""

    def alone() -> Came:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [begun.result() for begun in [pool.submit(alone) for _ in range(AT_ONCE)]]


def test_a_reader_leaves_once() -> None:
    the_house()
    pk = a_reader("aigerim", the_desks()[0]).subscriptions.get().pk
    at_once(lambda: leave(Subscription.objects.get(pk=pk), "one-click", NOON))
    assert [Event.objects.count(), Consent.objects.count(), Suppression.objects.count()] == [1, 1, 1]


def test_a_run_opens_once_and_is_composed_once() -> None:
    the_house()
    asia, _ = the_desks()
    a_reader("camille", asia)
    a_version("fr", desks=(asia,))
    Digest.objects.create(desk=asia, cadence="daily")
    assert len({tuple(ids) for ids in at_once(lambda: open_runs(NOON, catch_up=True))}) == 1
    assert [Edition.objects.count(), Run.objects.count()] == [1, 1]
    composed = at_once(lambda: compose(Run.objects.get(), House.get(), NOON))
    assert sum(len(came.batches) for came in composed) == 1
    assert Delivery.objects.count() == 1
