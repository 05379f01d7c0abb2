"""`deskwire up`: everything, until Ctrl-C."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from service import clock, flow
from service.app import embedded
from service.app.management.commands.demo import NEWSROOM
from service.house.models import House
from service.newsroom.load import load


class Command(BaseCommand):
    """Redis if none is given, a worker with the beat, and the web server."""

    help = "Run everything until Ctrl-C: Redis if none is given, workers, beat, web."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command's own arguments."""
        parser.add_argument("--address", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *_: Any, **options: Any) -> None:
        """Prepare, then run; the demo newsroom is loaded where there is none."""
        embedded.prepare()
        if not House.objects.exists():
            load(NEWSROOM, clock.now())
        self.stdout.write(f"http://{options['address']}:{options['port']}/ (Ctrl-C ends everything)")
        with embedded.told_to_end() as told, embedded.redis():
            flow.print_again(clock.now())
            flow.sweep(clock.now())  # the beat's first is a minute away
            embedded.run_until_interrupted(options["address"], options["port"], told)
