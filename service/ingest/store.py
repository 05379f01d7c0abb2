"""Save a plan: the edge to the tables of this room. Called inside a transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db.models import F

from service.house.models import Problem, set_aside, settle
from service.ingest.decide import Draft, Known, Plan, article_key
from service.ingest.item import Fault
from service.ingest.models import Article, Revision, Source


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
    )
    return [Known(*row[:6], present=row[6] == Article.State.PRESENT) for row in rows]


def save(source: Source, plan: Plan, now: datetime) -> tuple[list[int], list[int], list[int]]:
    """Save what is new, revised, returned and withdrawn; each article touched is due at `now`.

    Returns the ids of the new, the updated and the withdrawn articles.
    """
    originals = _originals(source, [*plan.new, *(draft for _, draft in plan.revised)])
    new = _add(source, plan.new, originals, now)
    for article, draft in plan.revised:
        Article.objects.filter(pk=article.id).update(
            revision=draft.number, state=Article.State.PRESENT, due_at=now
        )
    revised = [(article.id, draft) for article, draft in plan.revised]
    Revision.objects.bulk_create(
        [_revision(pk, draft, originals, now) for pk, draft in revised], batch_size=100
    )
    returned = [article.id for article in plan.returned]
    withdrawn = [article.id for article in plan.withdrawn]
    _mark(returned, Article.State.PRESENT, now)
    _mark(withdrawn, Article.State.WITHDRAWN, now)
    return new, [pk for pk, _ in revised] + returned, withdrawn


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
            )
            for draft in drafts
        ],
        batch_size=100,
    )
    ids = [article.pk for article in articles]
    Revision.objects.bulk_create(
        [_revision(pk, draft, originals, now) for pk, draft in zip(ids, drafts, strict=True)], batch_size=100
    )
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
        updated_at=draft.updated_at,
        taken_at=now,
    )


def _mark(ids: Sequence[int], state: str, now: datetime) -> None:
    for start in range(0, len(ids), 500):  # SQLite takes a limited number of values in one statement
        Article.objects.filter(pk__in=ids[start : start + 500]).update(state=state, due_at=now)
