"""Save what a harvest means: the edge to the tables of this room."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import F

from service.errors import TryAgain
from service.house.models import Problem, set_aside, settle
from service.ingest import advisories, decide, illustration
from service.ingest.decide import Draft, Known, Plan, article_key
from service.ingest.item import Fault, Harvest, Status
from service.ingest.models import Article, Revision, Source
from service.ingest.standing import Kind, Voice

AT_ONCE = 50
"""Items that are in memory together, and saved in one transaction."""
MOST_TOLD = 200
"""Problems opened by one pull: a feed in which everything is wrong is one problem, not ten thousand."""


class Lost(TryAgain):
    """The source is in other hands: its lease ended before its pull did."""


@dataclass(slots=True)
class Taken:
    """What came of a harvest: ids of articles, each of them due; counts; what was set aside or put off."""

    new: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    unchanged: int = 0
    left: int = 0
    notes: list[Fault] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    """The source's own ids of all that was given."""


def take(source: Source, harvest: Harvest, now: datetime, most_new: int | None = None) -> Taken:
    """Save what `harvest` means, a few items at a time; at most `most_new` new articles, if given.

    Each few are read outside a transaction and saved within one. A pull that dies halfway has saved what it
    came to, due to be placed; the next finds it so. Raises Lost if somebody else has the source by now.
    """
    taken = Taken()
    items = iter(harvest.items)
    while part := list(islice(items, AT_ONCE)):
        names = [item.external_id for item in part]
        taken.names.update(names)
        with _alone(source):
            room = None if most_new is None else most_new - len(taken.new)
            _carry_out(source, decide.plan(part, known(source, names), now, room), taken, now)
    if harvest.complete:
        with _alone(source):
            _carry_out(source, decide.vanished(taken.names, known(source), harvest.hidden), taken, now)
    return taken


@contextmanager
def _alone(source: Source) -> Iterator[None]:
    """A transaction in which nobody else saves articles of `source`. Raises Lost."""
    with transaction.atomic():
        # Of two pulls whose claims overlap the second waits here, and finds that it lost its own.
        if Source.objects.select_for_update().get(pk=source.pk).claimed_by != source.claimed_by:
            raise Lost(f"source {source}: another pull has it")
        yield


def _carry_out(source: Source, plan: Plan, taken: Taken, now: datetime) -> None:
    new, updated, withdrawn = save(source, plan, now)
    taken.new += new
    taken.updated += updated
    taken.withdrawn += withdrawn
    taken.unchanged += plan.unchanged
    taken.left += plan.left
    taken.notes += plan.notes[: MOST_TOLD - len(taken.notes)]


def known(source: Source, names: Collection[str] | None = None) -> Iterator[Known]:
    """The articles of `source` (those called one of `names`, if given), with what decides if one changed."""
    rows = Revision.objects.filter(article__source=source, number=F("article__revision"))
    if names is not None:
        rows = rows.filter(article__external_id__in=names)
    columns = ("article_id", "article__external_id", "number", "digest", "published_at", "updated_at")
    more = ("article__state", "article__offered", "embargo_until", "by")
    for row in rows.values_list(*columns, *more).iterator(chunk_size=500):
        pk, name, number, mark, published, updated, state, offered, embargo, by = row
        ours = by == Voice.HOUSE
        yield Known(pk, name, number, mark, published, updated, state, Status(offered), embargo, ours)


def save(source: Source, plan: Plan, now: datetime) -> tuple[list[int], list[int], list[int]]:
    """Save what is new, revised and given notice of; each article touched is due at `now`.

    Returns the ids of the new, the updated and the withdrawn or killed articles.
    """
    originals = _originals(source, [*plan.new, *(draft for _, draft in plan.revised)])
    new = _add(source, plan.new, originals, now)
    for article, draft in plan.revised:
        Article.objects.filter(pk=article.id).update(revision=draft.number, due_at=now)
    revised = [(article.id, draft) for article, draft in plan.revised]
    Revision.objects.bulk_create(
        [_revision(pk, draft, originals, now) for pk, draft in revised], batch_size=100
    )
    for article, status in plan.heard:
        Article.objects.filter(pk=article.id).update(offered=status)
    _give(source, plan, now)
    off = {one.article.id for one in plan.notices if one.kind in {Kind.WITHDRAWAL, Kind.KILL}}
    back = {one.article.id for one in plan.notices if one.kind is Kind.REINSTATEMENT}
    return new, sorted(back | {pk for pk, _ in revised} - off), sorted(off)


def _give(source: Source, plan: Plan, now: datetime) -> None:
    """The source's notices, after its revisions: they name the revision that stands then."""
    numbers = {article.id: draft.number for article, draft in plan.revised}
    for article, kind, note in plan.notices:
        number = numbers.get(article.id, article.revision)
        advisories.add(article.id, kind, Voice.SOURCE, number, note, source.name, now)


def tell(source: Source, faults: Sequence[Fault], taken: Taken, now: datetime) -> None:
    """Open a problem for each fault of a pull that was read to its end, and close the source's others."""
    told = _by_place(source, faults)
    open_now = Problem.objects.filter(closed_at__isnull=True)
    ours = open_now.filter(place__startswith=f"{place(source)}: ") | open_now.filter(place=place(source))
    for where in list(ours.values_list("place", flat=True)):
        if where not in told:
            settle(where, now)
    for where, what in told.items():
        set_aside(where, what, now)


def note(source: Source, faults: Sequence[Fault], taken: Taken, now: datetime) -> None:
    """Open a problem for each fault of something the source sent, and close those of the items that it mends.

    Others stay: what a source sends is never all it has.
    """
    told = _by_place(source, faults)
    for name in taken.names:
        if place(source, name) not in told:
            settle(place(source, name), now)
    for where, what in told.items():
        set_aside(where, what, now)


def _by_place(source: Source, faults: Sequence[Fault]) -> dict[str, str]:
    """What is to be told, by place: faults of one item together; of many, the first and how many more."""
    told: dict[str, list[str]] = {}
    for fault in faults[:MOST_TOLD]:
        told.setdefault(place(source, fault.item), []).append(fault.what)
    if (more := len(faults) - MOST_TOLD) > 0:
        told.setdefault(place(source), []).append(f"{more:,} more of its items are at fault")
    return {where: "; ".join(what) for where, what in told.items()}


def place(source: Source, item: str = "") -> str:
    """How a problem names a source, or an item of it; as long as the table allows."""
    return (f"source {source.name}: {item}" if item else f"source {source.name}")[:500]


def _originals(source: Source, drafts: Sequence[Draft]) -> dict[str, str]:
    """External ids by address, for the originals that drafts name by their address, as feeds do."""
    named = {draft.item.translation_of for draft in drafts if draft.item.translation_of}
    held = (
        Revision.objects.filter(article__source=source, url__in=named) if named else Revision.objects.none()
    )
    known = dict(held.order_by("number").values_list("url", "article__external_id"))
    return known | {draft.item.url: draft.item.external_id for draft in drafts if draft.item.url in named}


def _add(source: Source, drafts: Sequence[Draft], originals: dict[str, str], now: datetime) -> list[int]:
    articles = Article.objects.bulk_create(
        [
            Article(
                source=source,
                external_id=draft.item.external_id,
                key=article_key(source.name, draft.item.external_id),
                first_seen_at=now,
                due_at=now,
                offered=draft.item.status,
            )
            for draft in drafts
        ],
        batch_size=100,
    )
    ids = [article.pk for article in articles]
    Revision.objects.bulk_create(
        [_revision(pk, draft, originals, now) for pk, draft in zip(ids, drafts, strict=True)], batch_size=100
    )
    for pk, draft in zip(ids, drafts, strict=True):
        if draft.item.status is Status.CANCELED:
            advisories.add(pk, Kind.KILL, Voice.SOURCE, 1, draft.item.correction, source.name, now)
    return ids


def _revision(article_id: int, draft: Draft, originals: dict[str, str], now: datetime) -> Revision:
    item = draft.item
    picture = item.image or illustration.first(item.body)
    return Revision(
        article_id=article_id,
        number=draft.number,
        digest=draft.digest,
        url=item.url,
        title=item.title,
        summary=item.summary,
        body=item.body,
        authors=list(item.authors),
        topics=list(item.topics),
        language=item.language,
        translation_of=originals.get(item.translation_of, item.translation_of),
        image=asdict(picture) if picture else None,
        published_at=draft.published_at,
        claimed_at=draft.claimed_at,
        embargo_until=draft.embargo_until,
        breaking=item.breaking,
        updated_at=draft.updated_at,
        taken_at=now,
    )
