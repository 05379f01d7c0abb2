"""The one place that asks what time it is.

Deciding code takes `now` as a value. Whatever starts work (a task, a command, a page) asks here. A trial
that plays another moment (`deskwire once --now ...`) sets DESKWIRE_CLOCK_OFFSET for itself and its workers:
the clock still runs, so that leases still end, but it runs elsewhere.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings


def now() -> datetime:
    """The present moment in UTC, moved by the trial's offset if one is set."""
    return datetime.now(UTC) + timedelta(seconds=settings.CLOCK_OFFSET)
