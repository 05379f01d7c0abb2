"""`deskwire explain ARTICLE`: why the article is on its desks, in its language, held or not."""

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from service.app import embedded, show
from service.desks.explain import explain
from service.house.models import House
from service.ingest.models import Article


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
        explained = explain(_found(options["article"]), House.get())
        if options["json"]:
            self.stdout.write(json.dumps(explained, ensure_ascii=False, indent=2, default=str))
        else:
            show.explanation(explained)


def _found(name: str) -> Article:
    """The one article that `name` means. Raises CommandError if there is none, or more than one."""
    exact = Q(key=name) | Q(external_id=name) | Q(version__url=name) | Q(version__title=name)
    for wanted in (exact, Q(external_id__icontains=name) | Q(version__title__icontains=name)):
        found = list(Article.objects.filter(wanted).select_related("source").distinct()[:6])
        if len(found) == 1:
            return found[0]
        if found:
            raise CommandError(f"{name!r} could mean: {'; '.join(f'{one} (key {one.key})' for one in found)}")
    raise CommandError(f"no article has the key, id, URL or headline {name!r}")
