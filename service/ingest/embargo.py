"""Which revision of an article may be shown, and when the next one may. Values in, values out.

A revision under embargo is shown from its moment on, to the second, never before; until then the one before
it stands, if that was open already when the newer one came. One that was not is never shown: an embargo that
is moved back must not let the earlier text out at the earlier hour.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple


class Taken(NamedTuple):
    """A revision: its number, when it was read, and its embargo if it has one."""

    number: int
    taken_at: datetime
    embargo_until: datetime | None


class Opening(NamedTuple):
    """The number of the revision that may be shown, if one may; when the next one opens, if one will."""

    number: int | None
    opens_at: datetime | None


def opening(revisions: Sequence[Taken], now: datetime) -> Opening:
    """What may be shown of `revisions`, in the order of their numbers, at `now`."""
    opens_at: datetime | None = None
    superseded: datetime | None = None
    for revision in reversed(revisions):
        embargo = revision.embargo_until
        if embargo is None or embargo <= now:
            if embargo is None or superseded is None or embargo <= superseded:
                return Opening(revision.number, opens_at)
        elif superseded is None:
            opens_at = embargo
        superseded = revision.taken_at if superseded is None else min(superseded, revision.taken_at)
    return Opening(None, opens_at)
