"""The one place that asks what time it is.

Deciding code takes `now` as a value. Whatever starts work (a task, a command, a page) asks here. A trial
that plays another moment (`deskwire once --now ...`) sets DESKWIRE_CLOCK_OFFSET for itself and its workers:
the clock still runs, so that leases still end, but it runs elsewhere.
"""

import os
from datetime import UTC, datetime, timedelta

from django.conf import settings


def now() -> datetime:
    """The present moment in UTC, moved by the trial's offset if one is set."""
    return datetime.now(UTC) + timedelta(seconds=settings.CLOCK_OFFSET)


def move_to(moment: datetime) -> None:
    """Make the clock of this process, and of those it starts from now on, go on from `moment`."""
    settings.CLOCK_OFFSET = (moment - datetime.now(UTC)).total_seconds()
    os.environ["DESKWIRE_CLOCK_OFFSET"] = str(settings.CLOCK_OFFSET)
