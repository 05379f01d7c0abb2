"""The bell sounds after the commit, never for a transaction that was undone, and in short tasks."""

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings
from structlog.testing import capture_logs

from service import flow, tasks
from service.app.celery import app
from service.doorbell import CHUNK, QUEUES, heard, ring


@pytest.mark.django_db(transaction=True)
def test_it_sounds_after_the_commit() -> None:
    with transaction.atomic():
        ring("place", [1, 2])
        assert heard == []
    assert heard == [("place", (1, 2))]


@pytest.mark.django_db(transaction=True)
def test_work_that_was_undone_is_not_rung_for() -> None:
    with transaction.atomic():
        ring("place", [1])
        transaction.set_rollback(True)
    assert heard == []


@pytest.mark.django_db(transaction=True)
def test_nothing_to_do_is_silent() -> None:
    ring("place", [])
    assert heard == []


def test_every_step_has_a_function_a_task_and_a_queue() -> None:
    steps = {*flow.WORK, "sweep"}
    assert steps == QUEUES.keys()
    for step in steps:
        assert callable(getattr(flow, step))
        assert getattr(tasks, step).name == f"deskwire.{step}"
    assert CHUNK.keys() <= steps


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_costs_a_line_in_the_log(settings: Settings) -> None:
    assert app.conf.broker_url.endswith("redis.sock"), "an embedded Redis that nobody started"
    settings.DOORBELL = "celery"
    with capture_logs() as log:
        ring("place", [1])
    assert [line["event"] for line in log] == ["doorbell.unheard"]
