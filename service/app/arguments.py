"""Types of command-line arguments."""

from argparse import ArgumentTypeError
from datetime import UTC, datetime


def moment(text: str) -> datetime:
    """An ISO 8601 date and time; UTC where it names no zone."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not an ISO 8601 moment, like 2026-11-23T07:00:00Z") from error
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def amount(text: str) -> int:
    """A whole number above nought."""
    if not text.isascii() or not text.isdecimal() or int(text) == 0:
        raise ArgumentTypeError(f"{text!r} is not a whole number above nought")
    return int(text)
