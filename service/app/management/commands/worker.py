"""`deskwire worker`: a Celery worker."""

import argparse
import os
import sys
from typing import Any

from django.core.management.base import BaseCommand

from service.app.children import worker_arguments
from service.doorbell import QUEUES


class Command(BaseCommand):
    """Become a Celery worker for some queues, or all."""

    help = "Run a worker."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command's own arguments."""
        queues = sorted(set(QUEUES.values()))
        parser.add_argument(
            "--queues", default=",".join(queues), help=f"between commas, of: {', '.join(queues)}"
        )
        parser.add_argument("--concurrency", type=int, default=2)
        parser.add_argument("--name", default="worker", help="tells workers on one machine apart")

    def handle(self, *_: Any, **options: Any) -> None:
        """Give the process to Celery, so that signals reach it directly."""
        queues = options["queues"].split(",")
        arguments = worker_arguments(queues, concurrency=options["concurrency"], name=options["name"])
        os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - our own words
