"""The stage: a fresh folder with a database, a Redis, a worker, a beat and a partner."""

import os
import subprocess
import sys
from pathlib import Path

from service.app.environment import short_socket
from tests.app.crash import certificate
from tests.app.crash.ledger import Ledger
from tests.app.crash.servers import Child, Partner, Postgres, Redis

LEASE_SECONDS = 5
PROCESSES = 2


class Stage:
    """Everything a sending needs, in `folder`. `postgres`: PostgreSQL instead of SQLite."""

    def __init__(self, folder: Path, postgres: bool, seed: int, rate: float) -> None:
        self.folder = folder
        certificate.make(folder)
        self.offset = 0.0
        """How far the workers' clock is ahead."""
        self.postgres = Postgres(folder / "postgres.log") if postgres else None
        url = self.postgres.url if self.postgres else ""
        self.ledger = Ledger(url, folder / "deskwire.sqlite3")
        socket = short_socket(folder / "redis" / "redis.sock")
        self.redis = Redis(folder, socket)
        self.partner = Partner(folder, seed, rate)
        self.worker, self.beat = Child(folder / "worker.log"), Child(folder / "beat.log")
        self._environment = {
            **{name: value for name, value in os.environ.items() if name != "REDIS_URL"},
            "DJANGO_SETTINGS_MODULE": "service.app.settings",
            "DATABASE_URL": url,
            "SECRET_KEY": "only-for-a-trial-" + "x" * 40,
            "DESKWIRE_VAR": str(folder),
            "DESKWIRE_LEASE_SECONDS": str(LEASE_SECONDS),
            "DESKWIRE_SWEEP_SECONDS": "1",
            "DESKWIRE_DOORBELL": "celery",
            "SMTP_URL": self.partner.url,
        }

    def deskwire(self, *arguments: str) -> None:
        """Run a command of Deskwire's on this stage."""
        subprocess.run([sys.executable, "-m", *arguments], env=self._environment, check=True)

    def start_worker(self) -> None:
        """A worker, its clock as far ahead as it is to be."""
        queues = ["-Q", "send,confirm,sweep", "-c", str(PROCESSES), "--without-gossip", "--without-mingle"]
        arguments = ["-m", "celery", "-A", "service.app.celery", "worker", "-l", "WARNING", *queues]
        environment = {**self._environment, "DESKWIRE_CLOCK_OFFSET": str(self.offset)}
        self.worker.start([sys.executable, *arguments], environment)

    def turn_the_clock(self, seconds: float) -> None:
        """A worker whose clock is ahead by so much more."""
        self.offset += seconds
        self.worker.kill()
        self.start_worker()

    def start_beat(self) -> None:
        """The beat."""
        arguments = ["-m", "celery", "-A", "service.app.celery", "beat", "-l", "WARNING", "--pidfile="]
        arguments += ["--schedule", str(self.folder / "beat")]
        self.beat.start([sys.executable, *arguments], self._environment)

    def keep_running(self) -> None:
        """Start what ended by itself, as a supervisor would."""
        if not self.worker.runs:
            self.start_worker()
        if not self.beat.runs:
            self.start_beat()

    def end(self) -> None:
        """Stop everything."""
        for one in (self.worker, self.beat):
            one.kill()
        for server in (self.partner, self.redis, self.postgres):
            if server is not None:
                server.end()
