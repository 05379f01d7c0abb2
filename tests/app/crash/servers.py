"""The servers a trial needs, each a child that can be killed with SIGKILL and started again."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import psycopg
import redis

from service.app.redis_server import answers, find_server

SECONDS_TO_START = 30.0
LIMITS = "connections=5&mails=200"
"""How the workers use each of the partner's two ports."""
Environment = dict[str, str]


class Child:
    """A process in a group of its own."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, arguments: Sequence[str], environment: Environment | None = None) -> None:
        """Start it."""
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                arguments, env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        """SIGKILL for its whole group."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    @property
    def runs(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def children(self) -> list[int]:
        """The processes that it has started itself."""
        if self.process is None:
            return []
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in listed.read_text().split()] if listed.exists() else []


class Redis:
    """A server that appends to a file what it is told, so that it can be lost with or without its data."""

    def __init__(self, folder: Path, socket: Path) -> None:
        self._folder, self._socket = folder / "redis-data", socket
        self._child = Child(folder / "redis.log")
        self.start()

    def start(self) -> None:
        """Start it with what it has on disk."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._socket.parent.mkdir(parents=True, exist_ok=True)
        self._child.start([
            find_server(), "--port", "0", "--unixsocket", str(self._socket), "--dir", str(self._folder),
            "--save", "", "--appendonly", "yes", "--maxmemory-policy", "noeviction",
        ])  # fmt: skip
        until(lambda: answers(self._socket), SECONDS_TO_START, "Redis does not start")

    def lose(self, data: bool) -> None:
        """SIGKILL, then a server with the same data, or with none."""
        self._child.kill()
        if data:
            shutil.rmtree(self._folder)
        self.start()

    def flush(self) -> None:
        """FLUSHALL."""
        with redis.Redis(unix_socket_path=str(self._socket)) as client:
            client.flushall()

    def end(self) -> None:
        """No more."""
        self._child.kill()


class Postgres:
    """A PostgreSQL server of its own, on a socket in a folder of its own. PostgreSQL does not run as root."""

    def __init__(self, log: Path) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="deskwire-crash-pg-", dir="/tmp"))
        self._as = []
        if os.getuid() == 0:
            shutil.chown(self._folder, "postgres")
            self._as = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        data = str(self._folder / "data")
        made = [
            *self._as,
            str(programs() / "initdb"),
            "-D",
            data,
            "-U",
            "deskwire",
            "-A",
            "trust",
            "-E",
            "UTF8",
        ]
        subprocess.run([*made, "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd=self._folder)
        self._child = Child(log)
        self.server = f"postgresql://deskwire@{str(self._folder).replace('/', '%2F')}"
        self.start()
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE crash")

    @property
    def url(self) -> str:
        """Of the database."""
        return f"{self.server}/crash"

    def start(self) -> None:
        """Start it; it recovers by itself."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._folder),
            "max_connections": "60",
        }
        given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        program = [*self._as, str(programs() / "postgres"), "-D", str(self._folder / "data"), *given]
        self._child.start(program)
        until(self.answers, SECONDS_TO_START, f"PostgreSQL does not start: see {self._child.log}")

    def answers(self) -> bool:
        """Whether it takes connections."""
        try:
            psycopg.connect(f"{self.server}/postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def lose(self) -> None:
        """SIGKILL for the server and all its processes, then the same server again."""
        self._child.kill()
        (self._folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        self.start()

    def end(self) -> None:
        """No more, and nothing left."""
        self._child.kill()
        shutil.rmtree(self._folder, ignore_errors=True)


class Partner:
    """The SMTP partner, in a process of its own; its book is read as it grows."""

    def __init__(self, folder: Path, seed: int, rate: float) -> None:
        self._folder = folder
        self._book = folder / "book"
        self._read = 0
        self.taken = 0
        self._child = Child(folder / "partner.log")
        arguments = ["-m", "tests.app.crash.partner", str(folder), str(seed), str(rate)]
        self._child.start([sys.executable, *arguments])
        until((folder / "ports").exists, SECONDS_TO_START, "the partner does not start")
        plain, secure = (folder / "ports").read_text().split()
        secured = f"starttls=required&cafile={folder / 'partner.crt'}&{LIMITS}"
        self.url = f"smtp://127.0.0.1:{plain}?{LIMITS} smtp://localhost:{secure}?{secured}"

    def copies(self) -> int:
        """How many copies it has taken by now."""
        if self._book.exists():
            with self._book.open("rb") as file:
                file.seek(self._read)
                fresh = file.read()
            whole = fresh[: fresh.rfind(b"\n") + 1]
            self._read += len(whole)
            self.taken += whole.count(b"\nT ") + whole.startswith(b"T ")
        return self.taken

    def lines(self) -> list[str]:
        """Its whole book."""
        return self._book.read_text().splitlines()

    def end(self) -> None:
        """No more."""
        self._child.kill()


def programs() -> Path:
    """Where PostgreSQL's server programs lie. Raises FileNotFoundError if they lie nowhere we know."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    if on_path:
        return Path(on_path).resolve().parent
    raise FileNotFoundError("no initdb: install PostgreSQL's server")


def until(done: Callable[[], bool], seconds: float, else_say: str) -> None:
    """Wait for `done`."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise TimeoutError(else_say)
        time.sleep(0.02)
