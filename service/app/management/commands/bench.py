"""`deskwire bench NAME`: measure something beside a baseline; JSON out."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from typing import Any

from django.core.management.base import BaseCommand

from service.app import embedded
from service.app.arguments import amount
from service.app.bench import BENCHES

INSIDE = "DESKWIRE_BENCH"


class Command(BaseCommand):
    """Run a benchmark in a folder and a database of its own."""

    help = "Measure something beside a baseline in the same run; prints JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command's own arguments."""
        parser.add_argument("name", choices=sorted(BENCHES))
        parser.add_argument("--count", type=amount, default=100, help="recipients, or entries of a feed")

    def handle(self, *_: Any, **options: Any) -> None:
        """Measure here if the folder is ours, else start again in a fresh one."""
        if os.environ.get(INSIDE):
            embedded.prepare()
            measured = BENCHES[options["name"]](options["count"])
            self.stdout.write(
                json.dumps({name: round(value, 3) for name, value in measured.items()}, indent=2)
            )
            return
        kept = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")
        }
        with tempfile.TemporaryDirectory(prefix="deskwire-bench-") as folder:
            environment = {**kept, INSIDE: "1", "DESKWIRE_VAR": folder, "DESKWIRE_DOORBELL": "silent"}
            command = [
                sys.executable,
                "-m",
                "service",
                "bench",
                options["name"],
                "--count",
                str(options["count"]),
            ]
            sys.exit(subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603 - our own words
