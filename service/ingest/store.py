"""Save a plan: the edge to the tables of this room. Called inside a transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db.models import F

from service.house.models import Problem, set_aside, settle
from service.ingest import advisories
from service.ingest.decide import Draft, Known, Plan, article_key
from service.ingest.item import Fault, Status
from service.ingest.models import Article, Revision, Source
from service.ingest.standing import Kind, Voice


def known(source: Source) -> list[Known]:
    """Every article of `source`, with what decides whether it changed."""
    rows = Revision.objects.filter(article__source=source, number=F("article__revision")).values_list(
        "article_id",
        "article__external_id",
        "number",
        "digest",
        "published_at",
        "updated_at",
        "article__state",
        "article__offered",
        "embargo_until",
        "by",
    )
    return [Known(*row[:7], Status(row[7]), row[8], corrected=row[9] == Voice.HOUSE) for row in rows]


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


def tell(source: Source, faults: Iterable[Fault], now: datetime) -> None:
    """Open a problem for each fault of a pull that was read to its end, and close all others of the source.

    Faults of one item are told together.
    """
    told: dict[str, list[str]] = {}
    for fault in faults:
        told.setdefault(place(source, fault.item), []).append(fault.what)
    open_now = Problem.objects.filter(closed_at__isnull=True)
    ours = open_now.filter(place__startswith=f"{place(source)}: ") | open_now.filter(place=place(source))
    for where in ours.values_list("place", flat=True):
        if where not in told:
            settle(where, now)
    for where, what in told.items():
        set_aside(where, "; ".join(what), now)


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
        image=asdict(item.image) if item.image else None,
        published_at=draft.published_at,
        claimed_at=draft.claimed_at,
        embargo_until=draft.embargo_until,
        breaking=item.breaking,
        updated_at=draft.updated_at,
        taken_at=now,
    )
