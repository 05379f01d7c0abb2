"""The whole line once, through a real Redis and real workers: what `deskwire once` does.

The command only makes rows due and rings; workers do the work. It then watches the tables until nothing is
due, and rings again when nothing has moved for a while: the same sweep that production runs each minute.
"""

import os
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Q

from service import clock, flow, lease
from service.app import embedded
from service.app.children import Child
from service.app.summary import Summary, summed_up
from service.doorbell import ring
from service.house.models import House, set_aside, settle
from service.ingest.models import Source
from service.newsroom.load import load

Watch = Callable[[str, int, int], None]
"""Told of each step how many rows it has had and how many are left."""

RING_AGAIN_SECONDS = 3.0
STALLED = "workers"
DONE_AT = {"pull": "pulled_at", "publish": "built_at", "syndicate": "built_at"}
"""The column that says when a row of the step was done last, where there is one."""


class Left(NamedTuple):
    """How many rows of a step are due, are being worked on, and were due or done in this run."""

    left: int
    claimed: int
    rows: int


def run(newsroom: Path | None, catch_up: bool, watch: Watch) -> Summary:
    """Load `newsroom` if given, then pull, place, publish, compose what is due and deliver; what came of it.

    A trial does not wait for late edits: here, and in the workers that it starts, nothing has to settle.

    Raises NewsroomFileError, NoRedis, or NoNewsroom if none was ever loaded.
    """
    embedded.prepare()
    settings.SETTLE_MINUTES, os.environ["DESKWIRE_SETTLE_MINUTES"] = 0, "0"
    began = clock.now()
    settle(STALLED, began)
    if newsroom is not None:
        load(newsroom, began)
    House.get()
    with embedded.told_to_end() as told, embedded.redis(), embedded.worker() as worker:
        sources = lease.mark_due(Source.objects.filter(state=Source.State.ACTIVE), began)
        ring("pull", sources)
        flow.print_again(began)
        if _settled(("pull", "place"), began, worker, watch, told):
            # Only now: no feed is built of articles that are still on their way.
            flow.ring_due(clock.now())
            if _settled(("publish", "syndicate"), began, worker, watch, told):
                flow.sweep(clock.now(), catch_up)
                _settled(("compose", "deliver"), began, worker, watch, told)
    return summed_up(began)


def _settled(steps: Iterable[str], began: datetime, worker: Child, watch: Watch, told: Event) -> bool:
    """Wait until no row of `steps` is due; False, with a problem, if the workers make no headway."""
    most: dict[str, int] = {}
    before: object = None
    moved = rung = time.monotonic()
    patience = 2 * settings.LEASE_SECONDS + 60
    while True:
        counts = {step: _left(step, began) for step in steps}
        for step, count in counts.items():
            most[step] = max(most.get(step, 0), count.rows)
            watch(step, most[step], count.left)
        if not any(count.left for count in counts.values()):
            return True
        present = time.monotonic()
        if counts != before:
            before, moved, rung = counts, present, present
        if worker.ended() is not None:
            worker.start()
        if present - moved > patience:
            _say_stalled(worker, counts)
            return False
        if present - rung > RING_AGAIN_SECONDS:
            rung = present
            flow.sweep(clock.now())
        if told.wait(0.1):
            raise KeyboardInterrupt


def _left(step: str, began: datetime) -> Left:
    """What `step` has to do and has done in this run, counted in one look."""
    now = clock.now()
    due = Q(due_at__lte=now)
    done = Q(**{f"{DONE_AT[step]}__gte": began}) if step in DONE_AT else due
    counts = flow.WORK[step]().aggregate(
        left=Count("pk", filter=due),
        claimed=Count("pk", filter=due & Q(claimed_until__gt=now)),
        rows=Count("pk", filter=due | done),
    )
    return Left(counts["left"], counts["claimed"], counts["rows"])


def _say_stalled(worker: Child, counts: dict[str, Left]) -> None:
    left = ", ".join(f"{step} {count.left}" for step, count in counts.items() if count.left)
    what = f"the worker makes no headway; left to do: {left}. Its log is {worker.log}"
    set_aside(STALLED, what, clock.now())
