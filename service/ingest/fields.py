"""The fields of an item, made fit: each takes what a source wrote and gives what the tables may hold."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from hashlib import sha256
from html import unescape

import langcodes

from service.errors import Unreadable
from service.ingest.characters import plain, shorten
from service.ingest.item import Status

TITLE, SUMMARY, NAME, TOPIC, ID = 500, 2000, 200, 100, 500
"""Characters kept of each."""
LONGEST_BYLINE = 1024
"""A byline beyond this is no byline: an attack on pattern matching, or a field filled by mistake."""
AUTHORS, TOPICS = 20, 30

_STATUSES = {
    "": Status.USABLE,
    "publish": Status.USABLE,
    "published": Status.USABLE,
    "cancelled": Status.CANCELED,
    "killed": Status.CANCELED,
}
"""Other words for the IPTC's."""

_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|br|cite|em|font|i|mark|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def headline(text: str) -> str:
    """A headline as plain text. Sources escape it once, twice or not at all, and mark words up in it.

    Marks of emphasis and links go; anything else in angle brackets is text and stays text.
    """
    return shorten(plain(_INLINE.sub("", unescape(unescape(text)))), TITLE)


def authors(names: Iterable[str]) -> tuple[str, ...]:
    """The names of a byline, each once. Raises Unreadable for one beyond LONGEST_BYLINE characters."""
    found: dict[str, None] = {}
    for name in names:
        if len(name) > LONGEST_BYLINE:
            raise Unreadable(f"its author is longer than {LONGEST_BYLINE:,} characters; give a name")
        found[shorten(plain(unescape(name)), NAME)] = None
    return tuple(name for name in found if name)[:AUTHORS]


def topics(names: Iterable[str]) -> tuple[str, ...]:
    """The source's own categories, each once."""
    found = dict.fromkeys(shorten(plain(unescape(name)), TOPIC) for name in names)
    return tuple(name for name in found if name)[:TOPICS]


def language(tag: str) -> str:
    """A BCP 47 tag in its canonical form; empty if it is none."""
    tag = tag.strip().replace("_", "-")
    if not tag or len(tag) > 35 or not langcodes.tag_is_valid(tag):
        return ""
    known = langcodes.standardize_tag(tag)
    return "" if known == "und" else known


def identity(text: str) -> str:
    """A source's own id as one line; a hash stands for one that is too long to store."""
    line = plain(text)
    return line if len(line) <= ID else "sha256:" + sha256(line.encode()).hexdigest()


def moment(value: object) -> datetime | None:
    """A date as a source writes it (ISO 8601, RFC 3339, RFC 5322, or a YAML date) in UTC, None if it is none.

    Where the zone is missing it is taken for UTC; a day without an hour is its first moment.
    """
    if isinstance(value, datetime):
        return _in_utc(value)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    if not isinstance(value, str) or len(value) > 100:
        return None
    for reader in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return _in_utc(reader(value.strip()))
        except (ValueError, TypeError, IndexError):
            continue
    return None


def status(word: str) -> Status:
    """What may be done with an item, in the words of sources. One that is not known keeps it back.

    That is better than letting out what nobody released: a draft, or something scheduled.
    """
    word = word.strip().lower()
    try:
        return _STATUSES.get(word) or Status(word)
    except ValueError:
        return Status.WITHHELD


def epoch(seconds: float) -> datetime | None:
    """Seconds since 1970, or milliseconds where that is the only sense they make, as a moment in UTC."""
    try:
        return datetime.fromtimestamp(seconds / 1000 if abs(seconds) >= 1e11 else seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _in_utc(value: datetime) -> datetime | None:
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except OverflowError:  # the first and last day of the calendar, in the wrong zone
        return None
