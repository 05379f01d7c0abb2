"""The child processes of embedded use: a Celery worker with the beat, and the web server."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from service.app import offspring
from service.doorbell import QUEUES

TERM_SECONDS = 20.0
"""A worker that ends by itself does so well within this; one that hangs in its warm shutdown never does."""


class Child:
    """A child process with a name, its output in a log file."""

    def __init__(self, name: str, arguments: Sequence[str], log: Path) -> None:
        self.name, self.log = name, log
        self._arguments = [sys.executable, *arguments]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            self._process = offspring.start(self._arguments, out)

    def ended(self) -> int | None:
        """Its exit status, or None while it runs."""
        return self._process.poll() if self._process else None

    def stop(self) -> None:
        """TERM, then, after TERM_SECONDS, KILL for its whole group."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(TERM_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def worker_arguments(
    queues: Sequence[str] = (), beat_schedule: Path | None = None, concurrency: int = 2, name: str = "all"
) -> list[str]:
    """Arguments for Python to run a Celery worker for `queues` (none named: all), with a beat if asked."""
    listened = ",".join(queues or sorted(set(QUEUES.values())))
    arguments = ["-m", "celery", "-A", "service.app.celery", "worker", "-Q", listened, "-n", f"{name}@%h"]
    arguments += [
        "--concurrency",
        str(concurrency),
        "--loglevel",
        "INFO",
        "--without-gossip",
        "--without-mingle",
    ]
    if beat_schedule is not None:
        arguments += ["--beat", "--schedule", str(beat_schedule)]
    return arguments


def web_arguments(address: str, port: int) -> list[str]:
    """Arguments for Python to run the web server."""
    return ["-m", "service", "web", "--address", address, "--port", str(port)]
