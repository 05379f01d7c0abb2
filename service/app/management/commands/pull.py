"""`deskwire pull [SOURCE]`: read sources and place their articles, in this process."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from service import clock, lease
from service.app import embedded, steps
from service.ingest.models import Source


class Command(BaseCommand):
    """Read one source, or all, at once, and place what they gave."""

    help = "Read a source (or all of them) now, and place its articles on their desks."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command's own arguments."""
        parser.add_argument("source", nargs="?", metavar="SOURCE", help="its name in the newsroom file")

    def handle(self, *_: Any, **options: Any) -> None:
        """Make the sources due, pull, place."""
        embedded.prepare()
        began = clock.now()
        sources = active = Source.objects.filter(state=Source.State.ACTIVE)
        if options["source"]:
            sources = active.filter(name=options["source"])
            if not sources.exists():
                known = ", ".join(active.values_list("name", flat=True)) or "none"
                raise CommandError(f"no active source is called {options['source']!r}; there are: {known}")
        lease.mark_due(sources, began)
        read, placed = steps.do("pull", sources), steps.do("place")
        self.stdout.write(f"{read} sources read, {placed} articles placed")
        steps.exit_if_anything_failed(began)
