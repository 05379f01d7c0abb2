"""One step of the line in this process: what `deskwire pull`, `publish`, `compose` and `deliver` do."""

import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from service import clock, flow, lease
from service.app import embedded
from service.app.summary import set_aside_since, unsent_since

STEPS: dict[str, Callable[[Iterable[int], datetime], None]] = {
    "pull": flow.pull,
    "place": flow.place,
    "publish": flow.publish,
    "syndicate": flow.syndicate,
    "compose": flow.compose,
    "deliver": flow.deliver,
    "confirm": flow.confirm,
}


def do(step: str, rows: QuerySet[Any] | None = None) -> int:
    """Do `step` here for all its due rows (or those of `rows`); how many there were.

    What it rings for is left to workers, or to the next command.
    """
    embedded.prepare()
    settings.DOORBELL = "silent"
    ids = lease.due(flow.WORK[step]() if rows is None else rows, clock.now())
    STEPS[step](ids, clock.now())
    return len(ids)


def exit_if_anything_failed(began: datetime) -> None:
    """Say on the standard error what was set aside or not sent since `began`; exit with 1 if anything was."""
    problems = set_aside_since(began) + unsent_since(began)
    for problem in problems:
        sys.stderr.write(f"problem {problem['where']}: {problem['what']}\n")
    if problems:
        sys.exit(1)
