"""`deskwire demo`: the line on the demo newsroom that the project ships."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from service.app import show, trial

NEWSROOM = settings.ROOT / "demo" / "newsroom.toml"


class Command(BaseCommand):
    """The whole line on the demo newsroom; every reader gets a digest, whatever the hour."""

    help = "Run the whole line on the demo newsroom, and say where to look."
    requires_system_checks: list[str] = []

    def handle(self, *_: Any, **__: Any) -> None:
        """Run, show, and exit with 1 if anything failed."""
        with show.progress(quiet=False) as watch:
            summary = trial.run(NEWSROOM, catch_up=True, watch=watch)
        show.table(summary)
        show.where_to_look()
        if not summary.clean:
            sys.exit(1)
