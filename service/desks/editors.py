"""An editor says something of an article: her ruling is a row, and the line places the article again."""

from datetime import datetime

from django.db import transaction

from service import lease
from service.desks.flags import UNRELEASED, released
from service.desks.models import Desk, Ruling, Version
from service.desks.rulings import Word, Words, stands
from service.doorbell import ring
from service.errors import NoSuchRuling
from service.ingest.models import Article

Kind = Ruling.Kind
ON_DESKS = frozenset({Kind.PIN, Kind.BAR, Kind.LEAVE})
"""The rulings that name a desk."""


def rule(
    article: Article,
    kind: Kind,
    who: str,
    now: datetime,
    *,
    desk: Desk | None = None,
    note: str = "",
    seen: int | None = None,
) -> Ruling:
    """The ruling of `who` on `article`; ring for it to be placed.

    `seen` is the revision that she looked at, where that is known: words on another one would be blind.
    Raises NoSuchRuling if the article does not stand so that the ruling means anything.
    """
    with transaction.atomic():
        locked = Article.objects.select_for_update().select_related("source").get(pk=article.pk)
        version = Version.objects.filter(article=locked).first()
        if why := objection(locked, version, kind, desk, seen):
            raise NoSuchRuling(f"{article}: {why}")
        row = Ruling.objects.create(
            article=locked,
            kind=kind,
            desk=desk,
            revision=version.revision if version else locked.revision,
            codes=_codes(version) if version and kind == Kind.RELEASE else [],
            note=note[:200],
            who=who[:150],
            at=now,
        )
        ring("place", lease.mark_due(Article.objects.filter(pk=locked.pk), now))
    return row


def objection(
    article: Article, version: Version | None, kind: Kind, desk: Desk | None, seen: int | None
) -> str:
    """Why a ruling would mean nothing, "" if it means something."""
    if (kind in ON_DESKS) != (desk is not None):
        return "name a desk" if desk is None else f"to {kind} an article names no desk"
    if version is None:
        return "it was not placed yet: wait until it is"
    if seen is not None and seen != version.revision:
        return f"its source changed it meanwhile (revision {version.revision}): look at that first"
    words = words_on(article, version.revision)
    if desk is not None:
        return _against_desk(words, kind, desk)
    return _against_hold(words, version, kind)


def _against_desk(words: Words, kind: Kind, desk: Desk) -> str:
    said = next((pin for pin in words.pins if pin.desk == desk.pk), None)
    if kind == Kind.LEAVE:
        return "" if said else f"no editor's word stands on {desk}: the rules have it already"
    if said and said.on is (kind == Kind.PIN):
        return f"that is so already: {said.because}"
    return ""


def _against_hold(words: Words, version: Version, kind: Kind) -> str:
    if kind == Kind.HOLD:
        return f"that is so already: {words.flags[0].because}" if words.flags else ""
    if version.state != Version.State.HELD:
        return "it is not held"
    holding = {flag["code"] for flag in version.flags if flag.get("holds")}
    if holding & UNRELEASED:
        return "it has no headline, and cannot go out: correct it"
    return ""


def words_on(article: Article, revision: int) -> Words:
    """What stands of the editors' words on `article`, for the revision of that number."""
    rows = Ruling.objects.filter(article=article).order_by("pk")
    said = [
        Word(row.kind, row.desk_id, row.revision, tuple(row.codes), row.note, row.who, row.at) for row in rows
    ]
    return stands(said, revision)


def _codes(version: Version) -> list[str]:
    return sorted(released({flag["code"] for flag in version.flags}))
