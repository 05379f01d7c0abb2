"""The stage of a crash: a fresh folder and database, a real Redis, a real worker, and a place for mails."""

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from email import message_from_bytes
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

import psycopg
import redis
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from psycopg import sql

from service.app.environment import short_socket
from service.app.redis_server import start_server


class Sink:
    """An SMTP server in this process that remembers whom each mail was for that it said 250 to."""

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


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """The URL of a database made on the PostgreSQL `server` (a URL) and dropped at the end; "" for SQLite."""
    if not server:
        yield ""
        return
    name = f"deskwire_crash_{token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


class Ledger:
    """Looks at the ledger from outside, with a connection of its own each time."""

    def __init__(self, url: str, file: Path) -> None:
        self._url, self._file = url, file

    def states(self) -> dict[str, int]:
        """The rows by state."""
        return dict(self._rows("select state, count(*) from delivery_delivery group by state"))

    def found(self) -> int:
        """Rows settled by evidence."""
        query = "select count(*) from delivery_delivery where reply like 'found%'"
        return int(self._rows(query)[0][0])

    def accepted(self) -> set[str]:
        """The addresses called accepted."""
        return {
            row[0] for row in self._rows("select address from delivery_delivery where state = 'accepted'")
        }

    def _rows(self, query: str) -> list[Any]:
        with closing(self._open()) as connection:
            return list(connection.execute(query).fetchall())

    def _open(self) -> Any:
        return psycopg.connect(self._url) if self._url else sqlite3.connect(self._file, timeout=30)


class Stage:
    """A folder with its own database, Redis, Maildir or SMTP server, and worker."""

    def __init__(self, folder: Path, sink: Sink | None, database: str = "") -> None:
        self.folder, self.sink = folder, sink
        self.ledger = Ledger(database, folder / "deskwire.sqlite3")
        self._socket = short_socket(folder / "redis" / "redis.sock")
        self._environment = {
            **{name: value for name, value in os.environ.items() if name != "REDIS_URL"},
            "DJANGO_SETTINGS_MODULE": "service.app.settings",
            "DATABASE_URL": database,
            "SECRET_KEY": "only-for-a-trial-" + "x" * 40,
            "DESKWIRE_VAR": str(folder),
            "DESKWIRE_LEASE_SECONDS": "5",
            "DESKWIRE_SWEEP_SECONDS": "1",
            "DESKWIRE_DOORBELL": "celery",
            "SMTP_URL": f"smtp://127.0.0.1:{sink.port}" if sink else "",
        }
        self._server = self._start_redis()
        self.worker: subprocess.Popen[bytes] | None = None

    def deskwire(self, *arguments: str) -> None:
        """Run a command of Deskwire's on this stage."""
        subprocess.run([sys.executable, "-m", *arguments], env=self._environment, check=True)

    def start_worker(self) -> None:
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
        arguments += ["-Q", "send,sweep", "--schedule", str(self.folder / "beat")]
        arguments += ["--without-gossip", "--without-mingle"]
        with (self.folder / "worker.log").open("ab") as log:
            self.worker = subprocess.Popen(
                [sys.executable, *arguments],
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill_worker(self) -> None:
        """SIGKILL for the worker's whole process group."""
        if self.worker is not None:
            with suppress(ProcessLookupError):  # it ended by itself: whoever waits for it tells
                os.killpg(self.worker.pid, signal.SIGKILL)
            self.worker.wait()

    def empty_redis(self) -> int:
        """FLUSHALL; how many tasks lay in the queues."""
        with redis.Redis(unix_socket_path=str(self._socket)) as client:
            tasks = sum(int(client.llen(queue)) for queue in ("send", "sweep"))
            client.flushall()
        return tasks

    def lose_redis(self) -> None:
        """SIGKILL for the Redis server, then a new and empty one. Whoever is connected must see to it."""
        self._server.kill()
        self._server.wait()
        self._server = self._start_redis()

    def end(self) -> None:
        """Stop everything."""
        self.kill_worker()
        self._server.terminate()
        self._server.wait()

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

    def reached(self) -> Counter[str]:
        """How many mails each address got."""
        if self.sink:
            return Counter(self.sink.taken)
        files = (self.folder / "mail" / "new").iterdir()
        return Counter(str(message_from_bytes(file.read_bytes())["To"]) for file in files)

    def _start_redis(self) -> subprocess.Popen[bytes]:
        return start_server(self._socket, self.folder / "redis.log")
