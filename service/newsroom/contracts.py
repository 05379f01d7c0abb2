"""The [[partner]] tables of a newsroom file: who the outlet is, and the terms of its contract."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from service.errors import NewsroomFileError
from service.newsroom import checks
from service.newsroom.plan import PartnerPlan, TermsPlan
from service.newsroom.table import Table, nearest
from service.syndication.formats import ATOM, FORMATS

KEYS = (
    *("slug", "name", "key", "desks", "languages", "active", "formats", "quota", "networks"),
    *("topics", "sources", "words", "images", "delay_minutes", "advance", "starts", "ends"),
)
LONGEST_DELAY = 7 * 24 * 60
"""Minutes of a week."""


def partner(
    table: Table, desks: Sequence[str], languages: Sequence[str], sources: Sequence[str]
) -> PartnerPlan:
    """One [[partner]]; `desks`, `languages` and `sources` are the file's."""
    slug = table.checked("slug", table.text("slug"), checks.slug)
    return PartnerPlan(
        slug=slug,
        name=table.text("name", slug),
        key=table.checked("key", table.text("key"), checks.trial_key) if table.has("key") else "",
        desks=_some(table, "desks", _one_of(desks, "desk")),
        languages=_some(table, "languages", _language(languages)),
        active=table.flag("active"),
        formats=table.each("formats", _one_of([name for name in FORMATS if name != ATOM], "format"), ()),
        quota=table.number("quota", 600, 0, 1_000_000),
        networks=table.each("networks", checks.network, ()),
        terms=_terms(table, sources),
    )


def _terms(table: Table, sources: Sequence[str]) -> TermsPlan:
    starts, ends = _date(table, "starts"), _date(table, "ends")
    if starts and ends and ends <= starts:
        raise table.fault("ends", "it does not come after `starts`")
    return TermsPlan(
        topics=table.each("topics", checks.topic, ()),
        sources=table.each("sources", _one_of(sources, "source"), ()),
        words=table.number("words", 0, 0, 100_000),
        images=table.flag("images") is not False,
        delay_minutes=table.number("delay_minutes", 0, 0, LONGEST_DELAY),
        advance=table.flag("advance") is True,
        starts_at=starts,
        ends_at=ends,
    )


def _date(table: Table, key: str) -> datetime | None:
    """A day as its first moment in UTC; None if the file does not say."""
    if not table.has(key):
        return None
    return table.checked(key, table.text(key), _midnight)


def _midnight(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise ValueError(f"{text!r} is no date: write 2026-03-21, in quotes") from error


def _one_of(known: Sequence[str], what: str) -> Callable[[str], str]:
    def check(word: str) -> str:
        if word not in known:
            raise ValueError(f"there is no {what} {word!r}; {nearest(word, known)}")
        return word

    return check


def _language(known: Sequence[str]) -> Callable[[str], str]:
    def check(word: str) -> str:
        tag = checks.language(word)
        if tag not in known:
            raise ValueError(f"{tag!r} is not a language of the site; {nearest(tag, known)}")
        return tag

    return check


def _some(table: Table, key: str, check: Callable[[str], str]) -> tuple[str, ...]:
    values = table.each(key, check)
    if not values:
        raise table.fault(key, "it is empty: name at least one")
    return values


def no_shared_key(file: str, partners: Sequence[PartnerPlan]) -> None:
    """Raises NewsroomFileError where two partners were given one key."""
    seen: dict[str, str] = {}
    for one in partners:
        if other := seen.get(one.key):
            raise NewsroomFileError(
                file, f'partner "{one.slug}".key', f"it is the key of {other!r} too: give each its own"
            )
        if one.key:
            seen[one.key] = one.slug
