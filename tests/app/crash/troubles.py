"""What can happen to a sending, one function a trouble; all of them are SIGKILL or worse."""

import os
import random
import signal
from collections.abc import Callable
from contextlib import suppress

from tests.app.crash.stage import Stage

Trouble = Callable[[Stage, random.Random], None]


def worker(stage: Stage, chance: random.Random) -> None:
    """The worker with all its processes; the next one starts at once."""
    stage.worker.kill()
    stage.start_worker()


def process(stage: Stage, chance: random.Random) -> None:
    """One process of the worker's pool; the worker starts another."""
    children = stage.worker.children()
    if children:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(children), signal.SIGKILL)


def clock_forward(stage: Stage, chance: random.Random) -> None:
    """The worker, whose clock is minutes ahead when it comes back: all leases seem to have ended."""
    stage.offset += chance.uniform(30, 300)
    worker(stage, chance)


def clock_back(stage: Stage, chance: random.Random) -> None:
    """The worker, whose clock is behind when it comes back: claims seem to last longer."""
    stage.offset -= chance.uniform(1, 8)
    worker(stage, chance)


def redis_with_data(stage: Stage, chance: random.Random) -> None:
    """Redis, which comes back with what it had written down: tasks that were done may be rung again."""
    stage.redis.lose(data=False)


def redis_without_data(stage: Stage, chance: random.Random) -> None:
    """Redis, which comes back empty."""
    stage.redis.lose(data=True)


def flushall(stage: Stage, chance: random.Random) -> None:
    """Redis forgets everything while it runs."""
    stage.redis.flush()


def beat(stage: Stage, chance: random.Random) -> None:
    """The beat."""
    stage.beat.kill()
    stage.start_beat()


def database(stage: Stage, chance: random.Random) -> None:
    """The database server with all its processes, in the middle of whatever transactions there are."""
    if stage.postgres:
        stage.postgres.lose()


OF_WORKERS: dict[str, Trouble] = {
    "worker, all of it": worker,
    "one process of the worker": process,
    "worker, clock ahead": clock_forward,
    "worker, clock behind": clock_back,
}
AROUND: dict[str, Trouble] = {
    "Redis, data kept": redis_with_data,
    "Redis, data lost": redis_without_data,
    "FLUSHALL": flushall,
    "beat": beat,
    "database server": database,
}
