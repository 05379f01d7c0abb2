"""Give notice: an article is corrected, withdrawn, killed or reinstated. The edge to the tables.

A notice is a row and never an arrow back: the article becomes due, and the same line that brought it to its
desks takes it off them, or brings it there again.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from service.doorbell import ring
from service.errors import GiveUp, NoSuchNotice
from service.ingest.characters import plain, shorten
from service.ingest.clean import clean
from service.ingest.fields import SUMMARY, headline
from service.ingest.models import Advisory, Article, Revision
from service.ingest.standing import Kind, Voice, objection, standing

NOTE = 2000
"""Characters of a note that are kept."""
CORRECTABLE = ("title", "summary", "body")
"""What the house may put right: plain text, plain text, HTML."""


def add(
    article: int, kind: Kind, voice: Voice, revision: int, note: str, who: str, now: datetime
) -> Advisory:
    """The notice on the article of this id, as a row; the article stands accordingly and is due at `now`."""
    row = Advisory.objects.create(
        article_id=article,
        kind=kind,
        voice=voice,
        revision=revision,
        note=shorten(plain(note), NOTE),
        who=who[:150],
        at=now,
    )
    said = (one.notice for one in Advisory.objects.filter(article_id=article).order_by("pk"))
    Article.objects.filter(pk=article).update(state=standing(said).state, due_at=now)
    return row


def give(
    article: Article, kind: Kind, note: str, who: str, now: datetime, changes: Mapping[str, str] | None = None
) -> Advisory:
    """The house's own notice on `article`, for the reason `note`; ring for it to be placed.

    `changes` are what a correction puts right, by the names in CORRECTABLE; they make a revision, dated now.
    Raises NoSuchNotice if the article does not stand so that the notice means anything.
    """
    if not plain(note):
        raise NoSuchNotice(f"{article}: say why: a {kind} goes on record with its reason")
    with transaction.atomic():
        locked = Article.objects.select_for_update().select_related("source").get(pk=article.pk)
        said = [one.notice for one in locked.advisories.order_by("pk")]
        if why := objection(standing(said), (kind, Voice.HOUSE)):
            raise NoSuchNotice(f"{article}: no {kind} can be given: {why}")
        if kind is Kind.CORRECTION:
            _correct(locked, changes or {}, now)
        row = add(locked.pk, kind, Voice.HOUSE, locked.revision, note, who, now)
        ring("place", [locked.pk])
    return row


def _correct(article: Article, changes: Mapping[str, str], now: datetime) -> None:
    """A revision by the house: the latest one with `changes`. Its digest stays that of the source's words,
    so that a source which says the same again does not undo the correction."""
    row = article.latest
    values: dict[str, Any] = _cleaned(article, row, changes)
    if all(getattr(row, name) == value for name, value in values.items()):
        raise NoSuchNotice(f"{article}: the correction changes nothing: give another title, summary or text")
    row.pk, row._state.adding = None, True
    for name, value in values.items():
        setattr(row, name, value)
    row.number, row.by = row.number + 1, Voice.HOUSE
    row.updated_at, row.taken_at = max(now, row.updated_at), now
    row.save(force_insert=True)
    article.revision = row.number
    Article.objects.filter(pk=article.pk).update(revision=row.number)


def _cleaned(article: Article, row: Revision, changes: Mapping[str, str]) -> dict[str, str]:
    """The changes, cleaned as a source's words are. Raises NoSuchNotice for what cannot be used."""
    values = {name: text for name, text in changes.items() if name in CORRECTABLE and text.strip()}
    try:
        if "body" in values:
            values["body"] = clean(values["body"], row.url)
    except GiveUp as error:
        raise NoSuchNotice(f"{article}: the corrected text cannot be used: {error}") from error
    if "title" in values:
        values["title"] = headline(values["title"])
    if "summary" in values:
        values["summary"] = shorten(plain(values["summary"]), SUMMARY)
    return values
