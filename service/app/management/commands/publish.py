"""`deskwire publish`: one step of the line, in this process."""

from typing import Any

from django.core.management.base import BaseCommand

from service import clock, flow
from service.app import embedded, steps


class Command(BaseCommand):
    """Build the feeds that changed, and put them up."""

    help = "Build the feeds that changed, and put them up."
    requires_system_checks: list[str] = []

    def handle(self, *_: Any, **__: Any) -> None:
        """Do what is due."""
        embedded.prepare()
        began = clock.now()
        flow.print_again(began)
        done = steps.do("publish") + steps.do("syndicate")
        self.stdout.write(f"{done} documents built")
        steps.exit_if_anything_failed(began)
