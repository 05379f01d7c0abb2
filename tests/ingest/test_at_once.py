"""Many workers at once, on a database that lets them: one pulls a source, and hosts are called in turns."""

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any, TypeVar

import pytest
from django.db import connections

from service import clock, flow
from service.ingest import dispatches
from service.ingest.models import Article, Dispatch, Host, Source
from service.ingest.turns import LONGEST_WAIT, take_turn
from tests.cast import NOON, a_source, the_house
from tests.ingest.pulling import rss
from tests.ingest.web import page, serving

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("DESKWIRE_TEST_POSTGRES" not in os.environ, reason="needs DESKWIRE_TEST_POSTGRES"),
]
AT_ONCE = 10
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


def test_a_source_is_pulled_by_one_worker_at_a_time(settings: Any) -> None:
    the_house()
    present, most = 0, 0
    door = threading.Lock()

    def slow(request: BaseHTTPRequestHandler) -> None:
        nonlocal present, most
        with door:
            present += 1
            most = max(most, present)
        time.sleep(0.3)
        page(rss(("1", "Metro")))(request)
        with door:
            present -= 1

    with serving({"/feed": slow}) as site:
        settings.PRIVATE_SOURCES = [site.host]
        source = a_source("wire", kind="feed", location=site.url("/feed"))
        now = clock.now()
        Source.objects.update(due_at=now)
        at_once(lambda: flow.pull([source.pk], now))
    assert (most, len(site.asked)) == (1, 1)
    assert Article.objects.count() == 1


def test_each_takes_a_turn_of_its_own() -> None:
    gap = timedelta(seconds=1)
    waits = at_once(lambda: take_turn("wire.example", gap, NOON))
    assert sorted(waits) == [float(turn) for turn in range(AT_ONCE)]
    assert LONGEST_WAIT >= AT_ONCE
    assert Host.objects.get().free_at == NOON + AT_ONCE * gap


def test_one_message_that_comes_many_times_at_once_is_kept_once() -> None:
    source = a_source("cms", kind="push")
    outcomes = at_once(lambda: dispatches.keep(source, "msg_1", "", b"{}", NOON))
    assert sorted(one.name for one in outcomes) == ["KNOWN"] * (AT_ONCE - 1) + ["NEW"]
    assert Dispatch.objects.count() == 1
