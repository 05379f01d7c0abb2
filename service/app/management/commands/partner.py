"""`deskwire partner keys|key|end SLUG`: its keys; `report|notices|acknowledge`: what it was told and has."""

import argparse
import json
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from service import clock
from service.app import embedded, partners
from service.newsroom import checks
from service.syndication import keyring
from service.syndication.models import Partner


class Command(BaseCommand):
    """A partner's keys, and what it was told."""

    help = "A partner's keys; what it was offered, has, and must take down."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command's own arguments."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        keys = verbs.add_parser("keys", help="list the keys")
        key = verbs.add_parser("key", help="make a key; it is printed once")
        key.add_argument("--name", required=True, help="tells the partner's keys apart")
        key.add_argument("--days", type=_days, help="how long it works; default: until it is ended")
        key.add_argument("--network", action="append", type=checks.network, default=[], help="192.0.2.0/24")
        key.add_argument("--replaces", default="", help="name of the key that it takes over from")
        key.add_argument("--overlap-days", type=_days, default=7, help="how long that one goes on working")
        end = verbs.add_parser("end", help="end a key now")
        end.add_argument("--name", required=True)
        for verb in (keys, key, end, *partners.add_verbs(verbs)):
            verb.add_argument("slug")
            verb.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        """Do what the verb says."""
        embedded.prepare()
        verbs: dict[str, Callable[[Partner, dict[str, Any]], None]] = {
            "keys": self._keys,
            "key": self._key,
            "end": self._end,
            "report": lambda partner, options: partners.report_on(partner, options, self.stdout),
            "notices": lambda partner, options: partners.list_notices(partner, options, self.stdout),
            "acknowledge": lambda partner, options: partners.note(partner, options, self.stdout),
        }
        verbs[options["verb"]](keyring.find(options["slug"]), options)

    def _keys(self, partner: Partner, options: dict[str, Any]) -> None:
        told = [
            {
                "name": key.name,
                "since": f"{key.since:%Y-%m-%d %H:%M}",
                "ends_at": f"{key.ends_at:%Y-%m-%d %H:%M}" if key.ends_at else "",
                "networks": ", ".join(key.networks),
                "used_at": f"{key.used_at:%Y-%m-%d %H:%M}" if key.used_at else "",
            }
            for key in partner.keys.order_by("since", "pk")
        ]
        if options["json"]:
            self.stdout.write(json.dumps(told, indent=2))
        else:
            _table(told)

    def _key(self, partner: Partner, options: dict[str, Any]) -> None:
        wanted = keyring.Wanted(
            options["name"], options["days"], options["network"], options["replaces"], options["overlap_days"]
        )
        key = keyring.make(partner, wanted, clock.now())
        if options["json"]:
            self.stdout.write(json.dumps({"partner": partner.slug, "name": wanted.name, "key": key}))
        else:
            self.stdout.write(f"{key}\nThis is the only time that it is shown: hand it over now.")

    def _end(self, partner: Partner, options: dict[str, Any]) -> None:
        now = clock.now()
        keyring.end(partner, options["name"], now, now)
        self._keys(partner, options)


def _days(text: str) -> int:
    if not text.isdigit() or not 0 <= int(text) <= 3650:
        raise argparse.ArgumentTypeError("a number of days from 0 to 3650")
    return int(text)


def _table(told: list[dict[str, str]]) -> None:
    grid = Table(box=None, pad_edge=False)
    for heading in ("key", "since (UTC)", "until", "from", "used"):
        grid.add_column(heading)
    for one in told:
        grid.add_row(*(escape(value) for value in one.values()))
    Console(highlight=False).print(grid)
