"""When a source is asked again. Values in, values out."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=1)
"""A source that has been failing for long is still asked once a day."""
LONGEST_ASKED = timedelta(days=7)
"""The most a source may ask us to stay away: beyond this it is a mistake, or meant badly."""


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
