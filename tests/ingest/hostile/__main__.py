"""Print what each kind of hostile input got."""

import os
import sys
import time
import tracemalloc
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.ingest.hostile.sent import Sent


def _row(sent: "Sent") -> str:
    from tests.ingest.hostile.sent import visit

    began = time.perf_counter()
    got = visit(sent)
    seconds = time.perf_counter() - began
    tracemalloc.start()
    visit(sent)
    highest = tracemalloc.get_traced_memory()[1] / 1024 / 1024
    tracemalloc.stop()
    told = "; ".join(dict.fromkeys(text.partition("/ ")[2] or text for text in got.told)) or "nothing"
    return f"| {sent.what} | {len(got.items)} | {told} | {seconds:.2f} | {highest:.0f} |"


def main() -> None:
    """Print the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "service.app.settings")
    django.setup()
    from tests.ingest.hostile.cases import CASES

    sys.stdout.write("| what is sent | items kept | what is told | seconds | MB |\n|---|---|---|---|---|\n")
    for sent in CASES:
        sys.stdout.write(_row(sent) + "\n")


if __name__ == "__main__":
    main()
