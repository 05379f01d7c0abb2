"""`deskwire explain ARTICLE`: why the article is on its desks, in its language, held or not."""

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand

from service.app import articles, embedded, show
from service.desks.explain import explain
from service.house.models import House


class Command(BaseCommand):
    """Say what the house made of an article, with its reasons."""

    help = "Say why an article is on its desks, in its language, held or not."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command's own arguments."""
        parser.add_argument(
            "article", metavar="ARTICLE", help="its key, its id or file name in the source, or its URL"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        """Find it and explain it."""
        embedded.prepare()
        explained = explain(articles.found(options["article"]), House.get())
        if options["json"]:
            self.stdout.write(json.dumps(explained, ensure_ascii=False, indent=2, default=str))
        else:
            show.explanation(explained)
