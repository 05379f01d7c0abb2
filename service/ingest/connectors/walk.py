"""Walk through what changed since a moment, oldest change first, page by page. Values in, values out.

Each page begins where the last one ended in time, not at a page number: an article that is edited while we
read moves to the end of the list, and page numbers would jump over its neighbour. Numbers count only within
one second, where an import has stamped more than a page of articles alike.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from service.errors import TryAgain
from service.ingest.connectors.connector import Errand

HISTORY = 100
"""Articles taken at the first visit, where the newsroom file does not say."""
PAGES = 6
"""Pages of one visit; what is left is read at the next."""
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Page:
    """Entries as the site gave them, when each was changed, and whether there are no more after them."""

    entries: Sequence[dict[str, Any]]
    changes: Sequence[datetime]
    last: bool


Ask = Callable[[datetime, int], Page]
"""A page of what changed at or after a moment, by its number."""


def by_change(ask: Ask, after: datetime) -> Iterator[tuple[Page, bool]]:
    """Pages of what changed from `after` on, each with whether there is more behind it.

    If a later page cannot be had, what was read so far stands, and the rest is left to the next visit.
    """
    number = 1
    for turn in range(PAGES):
        try:
            page = ask(after, number)
        except TryAgain:
            if turn == 0:
                raise
            return
        yield page, not page.last
        if page.last or not page.changes:
            return
        end = max(page.changes) - SECOND
        after, number = (end, 1) if end > after else (after, number + 1)


@dataclass(frozen=True, slots=True)
class Walk:
    """How one kind of site is walked: `newest` gives its newest articles by page number, `pages` what changed
    from a moment on. `overlap` is how far before the latest change seen the next visit begins; `published` is
    the key of an entry's date of publication, in a form whose order is that of time."""

    newest: Callable[[int], Page]
    pages: Callable[[datetime], Iterator[tuple[Page, bool]]]
    name: Callable[[object], str]
    published: str
    overlap: timedelta
    per_page: int


@dataclass(frozen=True, slots=True)
class Walked:
    """What a visit found, the cursor for the next, whether this was the first, and whether there is more."""

    entries: list[dict[str, Any]]
    cursor: dict[str, Any]
    first: bool
    more: bool


def walked(errand: Errand, walk: Walk) -> Walked:
    """One visit: the newest articles at first, then what changed.

    Articles older than the oldest that was taken at first are left out when they are edited later: they are
    no news. `history` among the options says how many are taken at first.
    """
    since = errand.cursor.get("since")
    first = not since
    found: dict[str, dict[str, Any]] = {}
    changes: list[datetime] = [] if first else [datetime.fromisoformat(str(since))]
    pages = _newest(errand, walk) if first else walk.pages(_start(errand, changes[0], walk.overlap))
    more = False
    for page, more in pages:  # noqa: B007 - what the last page says stands
        found.update({walk.name(entry): entry for entry in page.entries})
        changes += page.changes
    latest = min(max(changes, default=errand.now - walk.overlap), errand.now)
    cursor = {**errand.cursor, "since": latest.isoformat(), "resume": more and not first}
    dates = {name: str(entry.get(walk.published)) for name, entry in found.items()}
    if first and more:
        cursor["horizon"] = min(dates.values())
    horizon = str(cursor.get("horizon", ""))
    kept = [entry for name, entry in found.items() if dates[name] >= horizon]
    return Walked(kept, cursor, first, more and not first)


def _start(errand: Errand, since: datetime, overlap: timedelta) -> datetime:
    """Where to begin: a little before the latest change seen, or where reading broke off."""
    return since - (SECOND if errand.cursor.get("resume") else overlap)


def _newest(errand: Errand, walk: Walk) -> Iterator[tuple[Page, bool]]:
    wanted = int(errand.options.get("history", HISTORY))
    for number in range(1, -(-wanted // walk.per_page) + 1):
        page = walk.newest(number)
        yield page, not page.last
        if page.last:
            return
