"""`deskwire web`: the pages and the feeds."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from granian import Granian
from granian.constants import Interfaces


class Command(BaseCommand):
    """Serve the ASGI application with Granian."""

    help = "Serve the pages and the feeds."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command's own arguments."""
        parser.add_argument("--address", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)

    def handle(self, *_: Any, **options: Any) -> None:
        """Serve until stopped."""
        # Whitenoise looks here too and warns where it cannot; finders serve the files from where they lie.
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        Granian(
            "service.app.asgi:application",
            address=options["address"],
            port=options["port"],
            workers=options["workers"],
            interface=Interfaces.ASGI,
            websockets=False,
        ).serve()
