"""Everything that embedded use needs around the work: tables, Redis, a worker; and the life of `up`."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from django.conf import settings
from django.core.management import call_command
from kombu.exceptions import OperationalError

from service.app.celery import app
from service.app.children import Child, web_arguments, worker_arguments
from service.app.redis_server import embedded_redis
from service.errors import NoRedis

SECONDS_TO_ANSWER = 10


def prepare() -> None:
    """Bring the embedded database's tables up to date. A database server's are migrated by hand."""
    if settings.EMBEDDED:
        call_command("migrate", verbosity=0)


@contextmanager
def redis() -> Iterator[None]:
    """The Redis of the settings while the block runs: started here unless REDIS_URL names one.

    Raises NoRedis if the one that is named does not answer.
    """
    if settings.REDIS_URL:
        _knock()
        yield
    else:
        with embedded_redis(settings.REDIS_SOCKET, log_folder() / "redis.log"):
            yield


def _knock() -> None:
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=SECONDS_TO_ANSWER)
    except OperationalError as error:
        raise NoRedis(f"the Redis that REDIS_URL names does not answer: {error}") from error


@contextmanager
def told_to_end() -> Iterator[Event]:
    """An event that TERM sets while the block runs, so that the block can end its children before it ends.

    An exception raised by the signal itself is lost where it strikes inside a finalizer.
    """
    told = Event()
    before = signal.signal(signal.SIGTERM, lambda *_: told.set())
    try:
        yield told
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def worker() -> Iterator[Child]:
    """A worker for all queues while the block runs, without a beat."""
    child = Child("worker", worker_arguments(), log_folder() / "worker.log")
    child.start()
    try:
        yield child
    finally:
        child.stop()


def run_until_interrupted(address: str, port: int, told: Event) -> None:
    """Worker, beat and web, each started again when it ends, until Ctrl-C or until `told` is set."""
    beat = settings.VAR / "beat-schedule"
    children = [
        Child("worker", worker_arguments(beat_schedule=beat), log_folder() / "worker.log"),
        Child("web", web_arguments(address, port), log_folder() / "web.log"),
    ]
    for child in children:
        child.start()
    try:
        while not told.wait(1):
            for child in children:
                if (status := child.ended()) is not None:
                    sys.stderr.write(
                        f"deskwire: {child.name} ended with {status}, see {child.log}; starting it again\n"
                    )
                    if not told.wait(2):
                        child.start()
    except KeyboardInterrupt:
        pass
    finally:
        for child in children:
            child.stop()


def log_folder() -> Path:
    """Where the children's output goes."""
    return Path(settings.VAR) / "log"
