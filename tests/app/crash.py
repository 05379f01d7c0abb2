"""Kill workers and flush Redis in the middle of a sending; count what every recipient got.

`python -m tests.app.crash --recipients 2000 --kills 4` plans a mailing into a fresh folder, runs a real
worker with the beat against a real Redis, kills the worker's whole process group (SIGKILL) again and again
while mails are leaving, empties Redis (FLUSHALL) after each kill, starts the next worker, and waits for the
end. With --smtp the mails go to an SMTP server in this process instead of a Maildir: there nothing tells
what a killed worker's last mail came to, so that row may end as uncertain.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from email import message_from_bytes
from functools import partial
from pathlib import Path
from typing import Any

import redis
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from service.app.environment import short_socket
from service.app.redis_server import start_server

PATIENCE = 300.0


@dataclass(slots=True)
class Tale:
    """What happened."""

    recipients: int
    killed_at: list[int] = field(default_factory=list)
    """How many mails were out at each kill."""
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


class Sink:
    """An SMTP server in this process that remembers the Message-ID of each mail it said 250 to."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = int(one.getsockname()[1])
        self.controller: Any = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take the mail, after the moment a real server would need."""
        await asyncio.sleep(0.002)
        assert isinstance(envelope.content, bytes)
        self.taken.append(envelope.rcpt_tos[0])
        return "250 2.0.0 queued"


class Stage:
    """A folder with its own database, Redis, Maildir or SMTP server, and worker."""

    def __init__(self, folder: Path, sink: Sink | None) -> None:
        self.folder, self.sink = folder, sink
        self.redis_socket = short_socket(folder / "redis" / "redis.sock")
        self.environment = {
            **{
                name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")
            },
            "DESKWIRE_VAR": str(folder),
            "DESKWIRE_LEASE_SECONDS": "5",
            "DESKWIRE_SWEEP_SECONDS": "1",
            "DESKWIRE_DOORBELL": "celery",
            "SMTP_URL": f"smtp://127.0.0.1:{sink.port}" if sink else "",
        }

    def deskwire(self, *arguments: str) -> None:
        """Run a command of Deskwire's on this stage."""
        subprocess.run([sys.executable, "-m", *arguments], env=self.environment, check=True)

    def worker(self) -> subprocess.Popen[bytes]:
        """A worker with the beat, in a process group of its own."""
        arguments = [
            "-m",
            "celery",
            "-A",
            "service.app.celery",
            "worker",
            "--beat",
            "-c",
            "2",
            "-l",
            "WARNING",
        ]
        queues = [
            "-Q",
            "send,sweep",
            "--schedule",
            str(self.folder / "beat"),
            "--without-gossip",
            "--without-mingle",
        ]
        with (self.folder / "worker.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *arguments, *queues],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def mails(self) -> int:
        """How many mails are out."""
        if self.sink:
            return len(self.sink.taken)
        try:
            return len(os.listdir(self.folder / "mail" / "new"))
        except FileNotFoundError:
            return 0

    def past(self, mark: int) -> bool:
        """Whether so many mails are out."""
        return self.mails() >= mark

    def states(self) -> dict[str, int]:
        """The rows of the ledger by state."""
        with sqlite3.connect(self.folder / "deskwire.sqlite3", timeout=30) as database:
            return dict(
                database.execute("select state, count(*) from delivery_delivery group by state").fetchall()
            )

    def found(self) -> int:
        """Rows settled by evidence."""
        with sqlite3.connect(self.folder / "deskwire.sqlite3", timeout=30) as database:
            query = "select count(*) from delivery_delivery where reply like 'found%'"
            return int(database.execute(query).fetchone()[0])

    def accepted(self) -> set[str]:
        """The addresses the ledger calls accepted."""
        with sqlite3.connect(self.folder / "deskwire.sqlite3", timeout=30) as database:
            query = "select address from delivery_delivery where state = 'accepted'"
            return {row[0] for row in database.execute(query)}

    def reached(self) -> Counter[str]:
        """How many mails each address got."""
        if self.sink:
            return Counter(self.sink.taken)
        files = (self.folder / "mail" / "new").iterdir()
        return Counter(str(message_from_bytes(file.read_bytes())["To"]) for file in files)


def play(folder: Path, recipients: int, kills: int, sink: Sink | None = None, seed: int = 1) -> Tale:
    """The whole tale in `folder`."""
    stage, tale = Stage(folder, sink), Tale(recipients)
    chance = random.Random(seed)  # noqa: S311 - not a secret
    began = time.monotonic()
    server = start_server(stage.redis_socket, folder / "redis.log")
    worker = None
    try:
        stage.deskwire("service", "migrate", "-v", "0")
        stage.deskwire("tests.app.crash_plan", str(recipients))
        marks = sorted(chance.sample(range(recipients // 10, recipients * 9 // 10), kills))
        worker = stage.worker()
        for mark in marks:
            _until(partial(stage.past, mark), worker)
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
            tale.killed_at.append(stage.mails())
            with redis.Redis(unix_socket_path=str(stage.redis_socket)) as client:
                tale.flushed_tasks += sum(int(client.llen(queue)) for queue in ("send", "sweep"))
                client.flushall()
            worker = stage.worker()
        _until(lambda: not {"planned", "submitting", "deferred"} & stage.states().keys(), worker)
    finally:
        if worker is not None:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        server.terminate()
        server.wait()
    reached = stage.reached()
    tale.states, tale.mails, tale.reached = stage.states(), sum(reached.values()), len(reached)
    tale.twice = sum(count > 1 for count in reached.values())
    tale.lost = len(stage.accepted() - reached.keys())
    tale.found, tale.seconds = stage.found(), round(time.monotonic() - began, 1)
    return tale


def _until(done: Callable[[], bool], worker: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        assert worker.poll() is None, "the worker ended by itself: see worker.log"
        assert time.monotonic() < end, "nothing moved for too long: see worker.log"
        time.sleep(0.01)


def main() -> None:
    """Play it in a fresh folder and print the tale as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--recipients", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--smtp", action="store_true", help="send to an SMTP server in this process")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="deskwire-crash-") as folder:
        tale = play(Path(folder), options.recipients, options.kills, Sink() if options.smtp else None)
    sys.stdout.write(json.dumps(asdict(tale), indent=2) + "\n")
    accounted = tale.states.get("accepted", 0) + tale.states.get("uncertain", 0)
    sys.exit(0 if accounted == tale.recipients and not tale.twice and not tale.lost else 1)


if __name__ == "__main__":
    main()
