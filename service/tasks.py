"""Celery's tasks: ids in, one call into flow, nothing else.

A task is a hint that rows are due. Losing one costs a minute, until the sweep; getting one twice costs a
look at a row that somebody else has.
"""

from typing import Any

from celery import shared_task

from service import clock, flow


@shared_task(name="deskwire.pull", ignore_result=True)
def pull(ids: list[int]) -> None:
    """flow.pull, now."""
    flow.pull(ids, clock.now())


@shared_task(name="deskwire.place", ignore_result=True)
def place(ids: list[int]) -> None:
    """flow.place, now."""
    flow.place(ids, clock.now())


@shared_task(name="deskwire.publish", ignore_result=True)
def publish(ids: list[int]) -> None:
    """flow.publish, now."""
    flow.publish(ids, clock.now())


@shared_task(name="deskwire.announce", ignore_result=True)
def announce(ids: list[int]) -> None:
    """flow.announce, now."""
    flow.announce(ids, clock.now())


@shared_task(name="deskwire.insist", ignore_result=True)
def insist(ids: list[int]) -> None:
    """flow.insist, now."""
    flow.insist(ids, clock.now())


@shared_task(name="deskwire.verify", ignore_result=True)
def verify(ids: list[int]) -> None:
    """flow.verify, now."""
    flow.verify(ids, clock.now())


@shared_task(name="deskwire.syndicate", ignore_result=True)
def syndicate(ids: list[int]) -> None:
    """flow.syndicate, now."""
    flow.syndicate(ids, clock.now())


@shared_task(name="deskwire.push", ignore_result=True)
def push(ids: list[int]) -> None:
    """flow.push, now."""
    flow.push(ids, clock.now())


@shared_task(name="deskwire.compose", ignore_result=True)
def compose(ids: list[int]) -> None:
    """flow.compose, now."""
    flow.compose(ids, clock.now())


@shared_task(name="deskwire.deliver", ignore_result=True)
def deliver(ids: list[int]) -> None:
    """flow.deliver, now."""
    flow.deliver(ids, clock.now())


@shared_task(name="deskwire.heed", ignore_result=True)
def heed(ids: list[int]) -> None:
    """flow.heed, now."""
    flow.heed(ids, clock.now())


@shared_task(name="deskwire.confirm", ignore_result=True)
def confirm(ids: list[int]) -> None:
    """flow.confirm, now."""
    flow.confirm(ids, clock.now())


@shared_task(name="deskwire.sweep", ignore_result=True)
def sweep(*_: Any) -> None:
    """flow.sweep, now."""
    flow.sweep(clock.now())
