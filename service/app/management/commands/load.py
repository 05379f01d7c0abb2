"""`deskwire load FILE`: put a newsroom file into the database."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from service import clock
from service.app import embedded
from service.newsroom.load import load


class Command(BaseCommand):
    """Load a newsroom file; loading it again changes nothing."""

    help = "Put a newsroom file into the database; idempotent."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command's own arguments."""
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *_: Any, **options: Any) -> None:
        """Load it and say what it holds."""
        embedded.prepare()
        self.stdout.write(str(load(options["file"], clock.now())))
