"""When a source is asked again. Values in, values out.

While articles come a source is asked every so often as its operator says. The longer it has been silent the
longer it may wait: a twelfth of the silence, so that after an hour's silence the next article is at most five
minutes late by it, and never more than the operator allows. Failures double the wait, and what the source
itself asks for is heeded.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=1)
"""A source that has been failing for long is still asked once a day."""
LONGEST_ASKED = timedelta(days=7)
"""The most a source may ask us to stay away: beyond this it is a mistake, or meant badly."""
PART_OF_SILENCE = 12


@dataclass(frozen=True, slots=True)
class Pace:
    """How often one source is asked: `every` while articles come, `longest` at most while none do."""

    every: timedelta
    longest: timedelta

    def wait(self, silence: timedelta | None, fresh_for: float | None = None) -> timedelta:
        """How long to wait after a pull that went well.

        `silence` is how long nothing new has come, None if nothing ever came. `fresh_for` is how many
        seconds the source calls its answer fresh.
        """
        quiet = timedelta() if silence is None else silence / PART_OF_SILENCE
        asked = timedelta(seconds=min(fresh_for or 0.0, LONGEST.total_seconds()))
        return max(self.every, min(self.longest, max(quiet, asked)))


def next_pull(now: datetime, every: timedelta, failures: int = 0, asked: float | None = None) -> datetime:
    """The next time to pull: after `every`, doubled for each failure in a row up to LONGEST.

    `asked` is how many seconds the source wants us to wait (Retry-After), None if it did not say.
    """
    wait = every if failures == 0 else max(every, min(LONGEST, every * 2 ** min(failures, 16)))
    if asked is not None:
        wait = max(wait, timedelta(seconds=min(asked, LONGEST_ASKED.total_seconds())))
    return now + wait


def retry_after(header: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110 section 10.2.3): a number, or a date after now."""
    header = header.strip()
    if header.isascii() and header.isdigit():
        return float(header[:12])
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
