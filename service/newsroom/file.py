"""The newsroom file: TOML text becomes a Plan, or one NewsroomFileError that names the file and the key.

docs/newsroom-file.md describes every key. Nothing is read here but the text that is given, and the files of
secrets that it names: whether folders exist and addresses can be ones is asked by `load`. Tables of one kind
are named in messages by what they are called (`desk "asia"`), or, where that is at fault itself, by their
place counted from one (`desk[2]`).
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from service.digests.models import Digest
from service.errors import NewsroomFileError
from service.newsroom import asking, checks, contracts, digesting, origins, pushes
from service.newsroom.plan import (
    DeskPlan,
    Plan,
    ReaderPlan,
    SitePlan,
)
from service.newsroom.table import Table, nearest
from service.render.names import ACCENTS

KEYS = {
    "site": (
        "name",
        "url",
        "languages",
        "sender",
        "postal_address",
        "foreign_passages",
        "settle_minutes",
        "mails_a_day",
        "hubs",
        "tag",
        *digesting.SHARED,
    ),
    "desk": ("slug", "parent", *asking.ASKED, "names", "accent"),
    "rule": asking.RULE_KEYS,
    "flags": asking.FLAG_KEYS,
    "topics": (),
    "source": origins.KEYS,
    "digest": digesting.KEYS,
    "reader": ("email", "languages", "timezone", "desks", "cadences"),
    "partner": contracts.KEYS,
    "push": pushes.KEYS,
}
"""Every table of the file and its keys."""

CALLED_BY = {"desk": "slug", "rule": "name", "source": "name", "reader": "email", "partner": "slug"}


class Names(NamedTuple):
    """What the tables of the file may refer to."""

    languages: tuple[str, ...]
    desks: tuple[str, ...]
    sources: tuple[str, ...]


def read(text: str, file: str, folder: Path) -> Plan:
    """The plan in `text`. `file` names it in messages; paths in it start from `folder`, which is absolute.

    Raises NewsroomFileError.
    """
    content = _parse(text, file)
    head = Table(file, "site", content.get("site"), KEYS["site"])
    site = _site(head)
    sources = tuple(origins.source(table, folder) for table in _tables(content, "source", file))
    called = tuple(source.name for source in sources)
    desks = [_desk(table, called) for table in _tables(content, "desk", file)]
    names = Names(site.languages, tuple(desk.slug for desk in desks), called)
    _no_twins(file, "desk", "slug", names.desks)
    outlets = [str(row.get("slug", "")) for row in content.get("partner", []) if isinstance(row, dict)]
    plan = Plan(
        file=file,
        site=site,
        desks=_parents_first(desks, file),
        sources=sources,
        digests=tuple(digesting.digest(one, head, names.desks) for one in _tables(content, "digest", file)),
        readers=tuple(_reader(table, names) for table in _tables(content, "reader", file)),
        partners=tuple(
            contracts.partner(table, names.desks, names.languages, called)
            for table in _tables(content, "partner", file)
        ),
        pushes=tuple(pushes.push(table, outlets, folder) for table in _tables(content, "push", file)),
        rules=tuple(asking.rule(table, names.desks, called) for table in _tables(content, "rule", file)),
        flags=asking.policies(_table(content, "flags", file), head),
        topics=asking.words(_table(content, "topics", file)),
    )
    _no_twins(file, "rule", "name", [rule.name.lower() for rule in plan.rules])
    _no_twins(file, "source", "name", [source.name.lower() for source in plan.sources])
    _no_twins(file, "digest", "desk", [f"{digest.desk} {digest.cadence}" for digest in plan.digests])
    _no_twins(file, "partner", "slug", [partner.slug for partner in plan.partners])
    _no_twins(file, "push", "name", [f"{push.partner} {push.name}" for push in plan.pushes])
    contracts.no_shared_key(file, plan.partners)
    return plan


def _parse(text: str, file: str) -> dict[str, Any]:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NewsroomFileError(file, "", f"it is not TOML: {error}") from error
    for kind in content:
        if kind not in KEYS:
            raise NewsroomFileError(file, kind, f"there is no such table; {nearest(kind, KEYS)}")
    if "site" not in content:
        raise NewsroomFileError(file, "site", "it is missing: the file needs a table [site]")
    return content


def _tables(content: dict[str, Any], kind: str, file: str) -> Iterable[Table]:
    rows = content.get(kind, [])
    if not isinstance(rows, list):
        raise NewsroomFileError(file, kind, f"it must be written with two brackets: [[{kind}]]")
    for number, row in enumerate(rows, start=1):
        called = row.get(CALLED_BY.get(kind, "")) if isinstance(row, dict) else None
        place = (
            f'{kind} "{called}"' if isinstance(called, str) and called.isprintable() else f"{kind}[{number}]"
        )
        yield Table(file, place, row, KEYS[kind])


def _table(content: dict[str, Any], kind: str, file: str) -> Table:
    """The one table of a kind; an empty one where the file has none."""
    values = content.get(kind, {})
    known = KEYS[kind] or (tuple(values) if isinstance(values, dict) else ())
    return Table(file, kind, values, known)


def _site(table: Table) -> SitePlan:
    languages = table.each("languages", checks.language)
    if not languages:
        raise table.fault("languages", "it is empty: name at least the house's own language")
    return SitePlan(
        name=table.text("name"),
        url=table.checked("url", table.text("url"), checks.site_address),
        languages=languages,
        sender=table.text("sender"),
        postal_address=table.text("postal_address", ""),
        foreign_passages=table.choice("foreign_passages", ("flag", "hold"), "flag"),
        settle_minutes=table.number("settle_minutes", 10, 0, 1440),
        mails_a_day=table.number("mails_a_day", 20, 0, 1000),
        hubs=table.each("hubs", checks.web_address, []),
        tag=table.checked("tag", table.text("tag"), checks.tag_authority) if table.has("tag") else "",
    )


def _desk(table: Table, sources: Sequence[str]) -> DeskPlan:
    names = {}
    for tag, name in table.mapping("names").items():
        if not isinstance(name, str) or not name.strip() or not name.isprintable():
            raise table.fault(f"names.{tag}", "a name is one line of text in quotes")
        names[table.checked("names", tag, checks.language)] = name.strip()
    return DeskPlan(
        slug=table.checked("slug", table.text("slug"), checks.slug),
        parent=table.text("parent", ""),
        names=names,
        accent=table.choice("accent", ACCENTS) if table.has("accent") else "",
        **asking.asked(table, sources),
    )


def _reader(table: Table, names: Names) -> ReaderPlan:
    return ReaderPlan(
        email=table.raw("email"),
        languages=_some(table, "languages", table.each("languages", checks.language)),
        timezone=table.checked("timezone", table.text("timezone", "UTC"), checks.timezone),
        desks=_all_of(table, "desks", names.desks, "desk"),
        cadences=_all_of(table, "cadences", Digest.Cadence.values, "cadence")
        if table.has("cadences")
        else (),
    )


def _some(table: Table, key: str, values: tuple[str, ...]) -> tuple[str, ...]:
    if not values:
        raise table.fault(key, "it is empty: name at least one")
    return values


def _all_of(table: Table, key: str, known: Sequence[str], what: str) -> tuple[str, ...]:
    def check(word: str) -> str:
        if word not in known:
            raise ValueError(f"there is no {what} {word!r}; {nearest(word, known)}")
        return word

    return table.each(key, check)


def _parents_first(desks: list[DeskPlan], file: str) -> tuple[DeskPlan, ...]:
    """`desks` in an order where each parent stands before its children."""
    by_slug = {desk.slug: desk for desk in desks}
    ordered: dict[str, DeskPlan] = {}
    for desk in desks:
        for each in reversed(_line_of(desk, by_slug, file)):
            ordered.setdefault(each.slug, each)
    return tuple(ordered.values())


def _line_of(desk: DeskPlan, by_slug: dict[str, DeskPlan], file: str) -> list[DeskPlan]:
    """`desk`, its parent, and so on to the top."""
    line = [desk]
    while parent := line[-1].parent:
        key = f'desk "{line[-1].slug}".parent'
        if parent not in by_slug:
            raise NewsroomFileError(file, key, f"there is no desk {parent!r}; {nearest(parent, by_slug)}")
        if by_slug[parent] in line:
            circle = " < ".join([each.slug for each in line[line.index(by_slug[parent]) :]] + [parent])
            raise NewsroomFileError(file, key, f"the desk would be above itself: {circle}")
        line.append(by_slug[parent])
    return line


def _no_twins(file: str, kind: str, key: str, names: Sequence[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise NewsroomFileError(file, f'{kind} "{name}".{key}', f"there is more than one {kind} {name!r}")
