"""`deskwire beat`: the clock that rings the sweep."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Become Celery's beat. Two of them do no harm: the sweep asks the tables what is due."""

    help = "Run the beat, which rings the sweep."
    requires_system_checks: list[str] = []

    def handle(self, *_: Any, **__: Any) -> None:
        """Give the process to Celery."""
        settings.VAR.mkdir(parents=True, exist_ok=True)
        schedule = str(settings.VAR / "beat-schedule")
        arguments = [
            "-m",
            "celery",
            "-A",
            "service.app.celery",
            "beat",
            "--schedule",
            schedule,
            "--loglevel",
            "INFO",
        ]
        os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - our own words
