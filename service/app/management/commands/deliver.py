"""`deskwire deliver`: one step of the line, in this process."""

from typing import Any

from django.core.management.base import BaseCommand

from service import clock
from service.app import steps


class Command(BaseCommand):
    """Send what the ledger holds."""

    help = "Send what the ledger holds."
    requires_system_checks: list[str] = []

    def handle(self, *_: Any, **__: Any) -> None:
        """Do what is due."""
        began = clock.now()
        done = steps.do("deliver")
        self.stdout.write(f"{done} batches sent")
        steps.exit_if_anything_failed(began)
