"""`deskwire correct ARTICLE --note WHAT ...`: put an article right, without waiting for its source."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from service.app.notices import Notice
from service.ingest.standing import Kind


class Command(Notice):
    """Give the notice, with what is corrected."""

    help = "Correct an article's headline, summary or text; its source saying the same again undoes nothing."
    kind = Kind.CORRECTION
    reason = "--note"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command's own arguments."""
        super().add_arguments(parser)
        parser.add_argument("--title", default="", help="the corrected headline")
        parser.add_argument("--summary", default="", help="the corrected summary")
        parser.add_argument("--body", type=Path, help="a file with the corrected text, in HTML")

    def changes(self, options: Mapping[str, Any]) -> dict[str, str]:
        """What the options put right. Raises CommandError for a file that cannot be read."""
        body = ""
        if path := options["body"]:
            try:
                body = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise CommandError(f"{path} cannot be read as UTF-8: {error}") from error
        return {"title": options["title"], "summary": options["summary"], "body": body}
