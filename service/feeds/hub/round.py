"""Many calls at once: nobody waits for one that is slow.

Calls are made by threads that know no tables; what came of them is noted here, as it comes. While calls are
under way the tables are asked again for whom is to be called, so that a subscriber who takes all of its ten
seconds keeps one thread and nothing else.
"""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

WIDTH = 32
"""Calls under way at a time, in one process."""
LOOK = 0.2
"""Seconds between two looks at the tables while calls are under way."""
SECONDS = 60.0
"""After this no further call is begun: a task is short."""


@dataclass(frozen=True, slots=True)
class Job:
    """A call, and what notes its outcome. `call` touches no table."""

    call: Callable[[], Any]
    note: Callable[[Any], None]


def run(take: Callable[[int], Iterable[Job]]) -> None:
    """Do what `take` gives, at most as many as it is asked for, until it gives nothing and nothing is left.

    A call that fails in a way nobody foresaw is raised when all others are noted; its row stays claimed.
    """
    until, under_way, unforeseen = time.monotonic() + SECONDS, dict[Future[Any], Job](), None
    with ThreadPoolExecutor(WIDTH, thread_name_prefix="hub") as threads:
        while True:
            if time.monotonic() < until:
                for job in take(WIDTH - len(under_way)):
                    under_way[threads.submit(job.call)] = job
            if not under_way:
                break
            for done in wait(under_way, timeout=LOOK, return_when=FIRST_COMPLETED).done:
                job = under_way.pop(done)
                unforeseen = done.exception() or unforeseen
                if done.exception() is None:
                    job.note(done.result())
    if unforeseen is not None:
        raise unforeseen
