"""`deskwire bench NAME`: measure something beside a baseline; JSON out."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from service.app import embedded
from service.app.arguments import amount
from service.app.bench import BENCHES, LIVE, rows, sending

INSIDE = "DESKWIRE_BENCH"


class Command(BaseCommand):
    """Run a benchmark in a folder and a database of its own."""

    help = "Measure something beside a baseline in the same run; prints JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command's own arguments."""
        parser.add_argument("name", choices=sorted(BENCHES))
        what = "recipients, or entries of a feed"
        parser.add_argument("--count", "--recipients", type=amount, default=100, help=what)
        parser.add_argument(
            "--database", default="", help="URL of an empty PostgreSQL database; default: SQLite"
        )
        mail = parser.add_argument_group("delivery to a mail server that throws mails away")
        mail.add_argument("--smtp", metavar="HOST:PORT", help="for instance smtp-sink's")
        mail.add_argument("--size", type=amount, default=40, help="kilobytes of a mail")
        mail.add_argument("--workers", type=amount, default=2, help="worker processes")
        mail.add_argument("--rows", nargs="+", default=[], help="some of: plain dkim tls slow; default: all")
        mail.add_argument("--nodemailer", type=Path, default=Path(), help="where npm installed it")

    def handle(self, *_: Any, **options: Any) -> None:
        """Measure here if the folder is ours, else start again in a fresh one."""
        if os.environ.get(INSIDE):
            embedded.prepare()
            measured = _sending(options) if options["smtp"] else BENCHES[options["name"]](options["count"])
            self._show({name: round(value, 3) for name, value in measured.items()})
        elif options["smtp"]:
            self._show(dict(_rows(options)))
        else:
            bell = "celery" if options["name"] in LIVE else "silent"
            sys.stdout.write(_inside({"DESKWIRE_DOORBELL": bell, "DATABASE_URL": options["database"]}))

    def _show(self, found: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(found, indent=2))


def _sending(options: dict[str, Any]) -> dict[str, float]:
    trial = sending.Trial(
        recipients=options["count"],
        size=options["size"] * 1024,
        workers=options["workers"],
        nodemailer=options["nodemailer"],
        compare=bool(os.environ.get(rows.COMPARE)),
    )
    return sending.measure(trial)


def _rows(options: dict[str, Any]) -> list[tuple[str, Any]]:
    """Each row of the trial, run after the others."""
    found = []
    with (
        tempfile.TemporaryDirectory(prefix="deskwire-bench-") as folder,
        rows.environments(options["smtp"], Path(folder)) as environments,
    ):
        for name, environment in environments.items():
            if not options["rows"] or name.partition(",")[0] in options["rows"]:
                said = _inside({"DESKWIRE_DOORBELL": "celery", **environment})
                found.append((name, json.loads(said)))
    return found


def _inside(environment: dict[str, str]) -> str:
    """What this very command says in a fresh folder and in `environment`; ends us where it fails."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    with tempfile.TemporaryDirectory(prefix="deskwire-bench-") as folder:
        whole = {**kept, INSIDE: "1", "DESKWIRE_VAR": folder, **environment}
        command = [sys.executable, "-m", "service", *sys.argv[1:]]
        done = subprocess.run(command, env=whole, check=False, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout
