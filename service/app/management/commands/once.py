"""`deskwire once`: the whole line once."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from service import clock
from service.app import show, trial
from service.app.arguments import moment


class Command(BaseCommand):
    """Pull, place, publish, compose what is due, deliver: once, with real workers."""

    help = "Run the whole line once: pull, place, publish feeds, compose the editions that are due, deliver."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command's own arguments."""
        parser.add_argument("--newsroom", type=Path, metavar="FILE", help="load this newsroom file first")
        parser.add_argument(
            "--now",
            type=moment,
            metavar="ISO",
            help="play another moment; only editions due then go out. Without it every reader's latest "
            "edition goes out, however late",
        )
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run, show, and exit with 1 if anything failed."""
        if options["now"]:
            clock.move_to(options["now"])
        with show.progress(quiet=options["json"]) as watch:
            summary = trial.run(options["newsroom"], catch_up=options["now"] is None, watch=watch)
        if options["json"]:
            self.stdout.write(json.dumps(summary.as_json(), ensure_ascii=False, indent=2))
        else:
            show.table(summary)
        if not summary.clean:
            sys.exit(1)
