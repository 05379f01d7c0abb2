"""What `deskwire kill`, `withdraw`, `reinstate` and `correct` share: the notice, and its first step."""

import argparse
import getpass
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand

from service import clock, flow
from service.app import articles, embedded
from service.ingest import advisories
from service.ingest.standing import Kind


class Notice(BaseCommand):
    """Give the house's notice of `kind`, and place the article at once: what follows is rung for.

    The article is off its desks, or corrected, when the command ends; the feeds follow as the workers print
    them, and the sweep rings for them if nobody heard.
    """

    kind: Kind
    reason = "--reason"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command's own arguments."""
        parser.add_argument(
            "article", metavar="ARTICLE", help="its key, its id or file name in the source, or its URL"
        )
        parser.add_argument(self.reason, dest="note", required=True, help="for the record: why")
        parser.add_argument(
            "--who", default=getpass.getuser(), help="who says so; by default, who is logged in"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Find the article, give notice, place it."""
        embedded.prepare()
        now = clock.now()
        article = articles.found(options["article"])
        row = advisories.give(article, self.kind, options["note"], options["who"], now, self.changes(options))
        flow.place([article.pk], now)
        article.refresh_from_db()
        self.stdout.write(f"{article}: {row.kind} noted; the article is {article.state}")

    def changes(self, options: Mapping[str, Any]) -> dict[str, str]:
        """What a correction puts right."""
        return {}
