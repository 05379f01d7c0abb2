"""`deskwire mailing show|pause|resume|cancel`: what became of every recipient; and the brakes."""

import argparse
import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from service import clock
from service.app import embedded, show
from service.delivery import controls
from service.delivery.account import account, by_language
from service.delivery.models import Mailing

LATEST = 20


class Command(BaseCommand):
    """Show a mailing's account, by language; pause, resume or cancel it."""

    help = "Show what became of a mailing's recipients; pause, resume or cancel it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command's own arguments."""
        parser.add_argument("verb", choices=("show", "pause", "resume", "cancel"))
        parser.add_argument("key", nargs="?", help="for instance digest/asia/daily/2026-11-23")
        parser.add_argument("--because", default="by hand", help="why it is paused, for the others")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        """Do it; then show how the mailing stands."""
        embedded.prepare()
        if options["verb"] != "show" or options["key"]:
            mailings = [controls.find(options["key"] or "")]
            self._do(options["verb"], mailings[0], options["because"])
        else:
            mailings = list(Mailing.objects.order_by("-opened_at", "-pk")[:LATEST])
        if options["json"]:
            self.stdout.write(json.dumps([told(mailing) for mailing in mailings], indent=2))
        else:
            show.mailings([told(mailing) for mailing in mailings])

    def _do(self, verb: str, mailing: Mailing, because: str) -> None:
        now = clock.now()
        if verb == "pause":
            controls.pause(mailing, because, now)
        elif verb == "resume":
            controls.resume(mailing, now)
        elif verb == "cancel":
            controls.cancel(mailing, now)
        mailing.refresh_from_db()


def told(mailing: Mailing) -> dict[str, Any]:
    """A mailing for a program: its key and standing, its account, and that of each language."""
    return {
        "mailing": mailing.key,
        "standing": mailing.standing,
        "paused_because": mailing.paused_because,
        "account": asdict(account([mailing])),
        "languages": {language: asdict(each) for language, each in by_language(mailing).items()},
    }
