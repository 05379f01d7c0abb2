"""The doorbell: tell the workers that rows are due. Nothing is lost if nobody hears it.

`ring(step, ids)` is said inside the transaction that made the rows due, and sounds after its commit.
A step's name is the name of its function in `flow`. Whether it sounds through Celery, into a list (tests)
or not at all (trials that only prepare rows) is the setting DOORBELL. A broker that is away costs a log
line: the sweep rings again each minute for whatever is due.
"""

from collections.abc import Iterable, Sequence

import structlog
from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger()

QUEUES = {
    "pull": "ingest",
    "place": "ingest",
    "publish": "feeds",
    "announce": "announce",
    "insist": "hub",
    "verify": "hub",
    "syndicate": "feeds",
    "push": "partners",
    "compose": "digests",
    "deliver": "send",
    "confirm": "confirm",
    "heed": "feedback",
    "sweep": "sweep",
}
"""The queue of each step. Ordinary work never waits behind a bulk sending; the sweep waits behind nothing."""

CHUNK = {"place": 20, "publish": 12, "announce": 200, "insist": 50, "verify": 50, "syndicate": 12}
"""How many ids one task carries, where it is more than one: short tasks, few of them."""

heard: list[tuple[str, tuple[int, ...]]] = []
"""What was rung while DOORBELL is "list"."""


def ring(step: str, ids: Iterable[int], after: float = 0) -> None:
    """After the present transaction commits, ask the workers to do `step` for the rows `ids`.

    `after` so many seconds: few, for Redis hands a task that waits longer than its visibility timeout to
    another worker too.
    """
    rows = tuple(ids)
    if rows:
        transaction.on_commit(lambda: _sound(step, rows, after))


def _sound(step: str, ids: tuple[int, ...], after: float) -> None:
    if settings.DOORBELL == "list":
        heard.append((step, ids))
    elif settings.DOORBELL == "celery":
        try:
            for part in _parts(ids, CHUNK.get(step, 1)):
                current_app.send_task(
                    f"deskwire.{step}",
                    args=[list(part)],
                    queue=QUEUES[step],
                    ignore_result=True,
                    countdown=after or None,
                )
        except OperationalError as error:
            log.warning("doorbell.unheard", step=step, rows=len(ids), error=str(error))


def _parts(ids: Sequence[int], size: int) -> Iterable[Sequence[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
