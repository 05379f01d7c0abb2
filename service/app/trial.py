"""The whole line once, through a real Redis and real workers: what `deskwire once` does.

The command only makes rows due and rings; workers do the work. It then watches the tables until nothing is
due, and rings again when nothing has moved for a while: the same sweep that production runs each minute.
"""

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from threading import Event

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


def run(newsroom: Path | None, catch_up: bool, watch: Watch) -> Summary:
    """Load `newsroom` if given, then pull, place, publish, compose what is due and deliver; what came of it.

    Raises NewsroomFileError, NoRedis, or NoNewsroom if none was ever loaded.
    """
    embedded.prepare()
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
        counts = {step: _left(step) for step in steps}
        for step, (left, _) in counts.items():
            most[step] = max(most.get(step, 0), left + _done(step, began))
            watch(step, most[step], left)
        if not any(left for left, _ in counts.values()):
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


def _left(step: str) -> tuple[int, int]:
    """How many rows of `step` are due or being worked on, and how many of them are claimed."""
    now = clock.now()
    rows = flow.WORK[step]().filter(due_at__lte=now)
    counts = rows.aggregate(all=Count("pk"), claimed=Count("pk", filter=Q(claimed_until__gt=now)))
    return counts["all"], counts["claimed"]


def _done(step: str, began: datetime) -> int:
    """How many rows of `step` this run has done already, where the rows tell."""
    told_by = {"pull": "pulled_at", "publish": "built_at", "syndicate": "built_at"}.get(step)
    if told_by is None:
        return 0
    return flow.WORK[step]().filter(**{f"{told_by}__gte": began}).exclude(due_at__lte=clock.now()).count()


def _say_stalled(worker: Child, counts: dict[str, tuple[int, int]]) -> None:
    left = ", ".join(f"{step} {left}" for step, (left, _) in counts.items() if left)
    what = f"the worker makes no headway; left to do: {left}. Its log is {worker.log}"
    set_aside(STALLED, what, clock.now())
