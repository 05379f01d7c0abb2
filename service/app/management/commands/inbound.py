"""`deskwire inbound`: takes in the mail that comes back."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from service import clock
from service.app import embedded
from service.feedback.inbound import Lmtp, read_maildir

SECONDS_BETWEEN_LOOKS = 5.0


class Command(BaseCommand):
    """By LMTP from the mail server in front, or out of a Maildir; until it is told to end."""

    help = "Take in bounces, complaints and mails that leave a list, by LMTP or out of a Maildir."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command's own arguments."""
        parser.add_argument("--listen", default="127.0.0.1:8024", help="host:port to listen at for LMTP")
        parser.add_argument("--maildir", type=Path, help="read this Maildir instead")
        parser.add_argument("--once", action="store_true", help="read the Maildir once, and end")

    def handle(self, *_: Any, listen: str, maildir: Path | None, once: bool, **__: Any) -> None:
        """Take in mail."""
        embedded.prepare()
        if maildir is not None and once:
            self.stdout.write(f"{read_maildir(maildir, clock.now())} mails taken in")
            return
        with embedded.told_to_end() as told:
            if maildir is None:
                host, port = _place(listen)
                server = Lmtp(clock.now, host, port)
                server.start()
                self.stdout.write(f"LMTP at {listen} (Ctrl-C ends it)")
                told.wait()
                server.stop()
            else:
                while not told.wait(SECONDS_BETWEEN_LOOKS):
                    read_maildir(maildir, clock.now())


def _place(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal():
        raise CommandError(f"--listen {listen!r}: say host:port, like 127.0.0.1:8024")
    return host.strip("[]"), int(port)
