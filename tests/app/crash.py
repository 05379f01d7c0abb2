"""Kill workers and lose Redis in the middle of a sending; count what every recipient got.

`python -m tests.app.crash --recipients 2000 --kills 4` plans a mailing into a fresh folder, runs a real
worker with the beat against a real Redis, kills the worker's whole process group (SIGKILL) again and again
while mails are leaving, empties Redis (FLUSHALL) after each kill, starts the next worker, and waits for the
end. Three things can be otherwise:

    --smtp             the mails go to an SMTP server in this process instead of a Maildir: there nothing
                       tells what a killed worker's last mail came to, so that row may end as uncertain
    --database URL     on a PostgreSQL server where a database may be made, instead of SQLite
    --lose-redis       once in the middle the Redis server itself is killed and a new, empty one started,
                       while the worker lives on
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from tests.app.crash_stage import Sink, Stage, fresh_database

PATIENCE = 300.0
OPEN = {"planned", "submitting", "deferred"}


@dataclass(slots=True)
class Tale:
    """What happened."""

    recipients: int
    killed_at: list[int] = field(default_factory=list)
    """How many mails were out at each kill."""
    redis_lost_at: int | None = None
    """How many mails were out when the Redis server was killed."""
    flushed_tasks: int = 0
    """Tasks that lay in Redis when it was emptied."""
    states: dict[str, int] = field(default_factory=dict)
    mails: int = 0
    reached: int = 0
    """Distinct addresses among the mails."""
    twice: int = 0
    """Addresses that got more than one."""
    lost: int = 0
    """Recipients the ledger calls accepted that got none."""
    found: int = 0
    """Rows a killed worker left in the middle, settled by looking into the Maildir."""
    seconds: float = 0

    @property
    def good(self) -> bool:
        """Everyone is accepted or uncertain, nobody got two, nobody is lost."""
        accounted = self.states.get("accepted", 0) + self.states.get("uncertain", 0)
        return accounted == self.recipients and not self.twice and not self.lost


def play(
    folder: Path,
    recipients: int,
    kills: int,
    sink: Sink | None = None,
    database: str = "",
    lose_redis: bool = False,
    seed: int = 1,
) -> Tale:
    """The whole tale in `folder`; `database` is the URL of a PostgreSQL server, empty for SQLite."""
    tale, began = Tale(recipients), time.monotonic()
    with fresh_database(database) as url:
        stage = Stage(folder, sink, url)
        try:
            stage.deskwire("service", "migrate", "-v", "0")
            stage.deskwire("tests.app.crash_plan", str(recipients))
            _crash(stage, tale, kills, lose_redis, random.Random(seed))  # noqa: S311 - not a secret
            _until(lambda: not OPEN & stage.ledger.states().keys(), stage)
        finally:
            stage.end()
        _count(stage, tale)
    tale.seconds = round(time.monotonic() - began, 1)
    return tale


def _crash(stage: Stage, tale: Tale, kills: int, lose_redis: bool, chance: random.Random) -> None:
    """Start a worker, and kill it at `kills` moments; the Redis server, if it is to go, halfway between."""
    moments = kills + lose_redis
    marks = sorted(chance.sample(range(tale.recipients // 10, tale.recipients * 9 // 10), moments))
    stage.start_worker()
    for number, mark in enumerate(marks):
        _until(partial(stage.past, mark), stage)
        if lose_redis and number == moments // 2:
            tale.redis_lost_at = stage.mails()
            stage.lose_redis()
            continue
        stage.kill_worker()
        tale.killed_at.append(stage.mails())
        tale.flushed_tasks += stage.empty_redis()
        stage.start_worker()


def _count(stage: Stage, tale: Tale) -> None:
    reached = stage.reached()
    tale.states, tale.mails, tale.reached = stage.ledger.states(), sum(reached.values()), len(reached)
    tale.twice = sum(count > 1 for count in reached.values())
    tale.lost = len(stage.ledger.accepted() - reached.keys())
    tale.found = stage.ledger.found()


def _until(done: Callable[[], bool], stage: Stage) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        assert stage.worker is not None
        assert stage.worker.poll() is None, "the worker ended by itself: see worker.log"
        assert time.monotonic() < end, "nothing moved for too long: see worker.log"
        time.sleep(0.02)


def main() -> None:
    """Play it in a fresh folder and print the tale as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--recipients", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--smtp", action="store_true", help="send to an SMTP server in this process")
    parser.add_argument("--database", default="", metavar="URL", help="a PostgreSQL server; default SQLite")
    parser.add_argument("--lose-redis", action="store_true", help="kill the Redis server once, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="deskwire-crash-") as folder:
        tale = play(
            Path(folder),
            options.recipients,
            options.kills,
            Sink() if options.smtp else None,
            options.database,
            options.lose_redis,
        )
    sys.stdout.write(json.dumps(asdict(tale), indent=2) + "\n")
    sys.exit(0 if tale.good else 1)


if __name__ == "__main__":
    main()
