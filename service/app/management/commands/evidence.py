"""`deskwire evidence LOG`: what the mail server's own log knows of our mails."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from service import clock
from service.app import embedded
from service.feedback.evidence import take_log


class Command(BaseCommand):
    """Read Postfix's log: deliveries become events, mails in doubt are settled."""

    help = "Read Postfix's log: what it delivered becomes events; mails in doubt are settled."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command's own arguments."""
        parser.add_argument("log", type=Path, help="for instance /var/log/mail.log")

    def handle(self, *_: Any, log: Path, **__: Any) -> None:
        """Read, and say what came of it."""
        embedded.prepare()
        with log.open(encoding="utf-8", errors="replace") as lines:
            told = take_log(lines, clock.now())
        self.stdout.write(
            f"{told.events} new events, {told.settled} mails in doubt were taken, "
            f"{told.absent} in doubt are not in the log although it covers their time"
        )
