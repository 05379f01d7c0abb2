"""`deskwire compose`: one step of the line, in this process."""

from typing import Any

from django.core.management.base import BaseCommand

from service import clock
from service.app import embedded, steps
from service.digests import due


class Command(BaseCommand):
    """Compose the editions whose hour has struck."""

    help = "Compose the editions whose hour has struck."
    requires_system_checks: list[str] = []

    def handle(self, *_: Any, **__: Any) -> None:
        """Do what is due."""
        embedded.prepare()
        began = clock.now()
        due.open_runs(began, catch_up=False)
        done = steps.do("compose")
        self.stdout.write(f"{done} runs composed")
        steps.exit_if_anything_failed(began)
