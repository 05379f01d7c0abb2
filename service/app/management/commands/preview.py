"""`deskwire preview DESK --language TAG [--date DAY]`: an edition as its readers would get it."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from service import clock
from service.app import embedded
from service.digests.models import Digest
from service.digests.preview import Line, Preview, headers_of, preview
from service.errors import GiveUp
from service.house.models import House


class Command(BaseCommand):
    """Write the parts of an edition to files, and say what it holds and what not, with the reasons."""

    help = "Show an edition as readers of some languages would get it; nothing is sent."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command's own arguments."""
        parser.add_argument("desk", metavar="DESK", help="slug of the desk")
        parser.add_argument(
            "--language", required=True, metavar="TAG", help="BCP 47; or a reader's chain: kk,ru,en"
        )
        parser.add_argument(
            "--date", type=date.fromisoformat, metavar="DAY", help="2026-11-23; else the next"
        )
        parser.add_argument("--cadence", choices=["daily", "weekly"], help="where the desk has both")
        parser.add_argument("--timezone", default="UTC", metavar="ZONE", help="the reader's, IANA name")
        parser.add_argument(
            "--out", type=Path, default=Path(), metavar="FOLDER", help="where files are written"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Make it and write it."""
        embedded.prepare()
        digest = _digest(options["desk"], options["cadence"])
        reading = [tag.strip() for tag in options["language"].split(",") if tag.strip()]
        try:
            made = preview(
                digest, House.get(), reading, clock.now(), options["date"], zone=options["timezone"]
            )
        except GiveUp as error:
            raise CommandError(str(error)) from error
        for line in [*_told(made), *_written(made, options["out"])]:
            self.stdout.write(line)


def _digest(slug: str, cadence: str | None) -> Digest:
    digests = Digest.objects.filter(desk__slug=slug).exclude(cadence=Digest.Cadence.BREAKING)
    if cadence:
        digests = digests.filter(cadence=cadence)
    digest = digests.select_related("desk").order_by("cadence").first()
    if digest is None:
        raise CommandError(f"the desk {slug!r} has no {cadence or 'daily or weekly'} digest")
    return digest


def _told(made: Preview) -> list[str]:
    chain = " > ".join(made.reading)
    lines = [f"{made.scope} of {made.day} for readers of {chain}"]
    lines += [f"  ({made.remark})"] * bool(made.remark)
    if made.letter is None:
        lines.append("  nothing would be sent")
    else:
        lines.append(f"  subject: {made.letter.subject}")
    for name, rows in (("taken", made.taken), ("left", made.left)):
        lines += [f"{name}: {len(rows)}", *(_line(number, row) for number, row in enumerate(rows, 1))]
    return lines


def _line(number: int, row: Line) -> str:
    return f"  {number:2} [{row.language}] {row.title}\n       {row.because}"


def _written(made: Preview, folder: Path) -> list[str]:
    """Write the letter's files; a line for each."""
    if made.letter is None:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{made.scope.replace('/', '-')}-{made.day}-{'-'.join(made.reading)}"
    headers = "".join(f"{field}: {value}\n" for field, value in headers_of(made.letter).items())
    parts = {"html": made.letter.html, "txt": made.letter.text, "headers": headers}
    lines = []
    for ending, content in parts.items():
        path = folder / f"{name}.{ending}"
        path.write_text(content, encoding="utf-8")
        lines.append(f"written: {path}")
    return lines
