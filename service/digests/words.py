"""What editors said of an edition: read out of their words, and said. The edge to the tables.

An edition waits for an editor where its digest says so, and not for ever: when the time after its hour is
over, it goes or falls as the digest says.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from service import lease
from service.digests.models import Digest, EditorsWord, Run
from service.digests.ranking import Words
from service.doorbell import ring
from service.errors import NoSuchRuling
from service.ingest.characters import plain

Kind = EditorsWord.Kind
PLACES = 50
"""The last place a story can be pinned to."""


class Leave(StrEnum):
    """Whether an edition may go."""

    GO = "go"
    WAIT = "wait"
    FALL = "fall"


def words_of(digest: Digest, day: date) -> Words:
    """What the editors said of the edition of `digest` on `day`: the last word on each matter counts."""
    return spoken_words(EditorsWord.objects.filter(digest=digest, date=day).order_by("pk"))


def spoken_words(said: Iterable[EditorsWord]) -> Words:
    """`said`, in its order, as the ranking takes it."""
    pins: dict[int, int] = {}
    dropped: set[int] = set()
    introductions: dict[str, str] = {}
    for word in said:
        if word.kind == Kind.INTRODUCE:
            introductions[word.language] = word.text
        elif word.story_id is not None and word.kind in (Kind.PIN, Kind.DROP, Kind.LEAVE):
            pins.pop(word.story_id, None)
            dropped.discard(word.story_id)
            if word.kind == Kind.PIN:
                pins[word.story_id] = word.place or 1
            elif word.kind == Kind.DROP:
                dropped.add(word.story_id)
    return Words(pins, frozenset(dropped), {tag: text for tag, text in introductions.items() if text})


def deadline(run: Run) -> datetime | None:
    """Until when `run` waits for an editor's word; None if its digest needs none."""
    minutes = run.edition.digest.approval_minutes
    return None if minutes is None else run.instant + timedelta(minutes=minutes)


def leave(run: Run, now: datetime) -> Leave:
    """Whether `run` may go out at `now`."""
    edition = run.edition
    said = EditorsWord.objects.filter(
        digest=edition.digest, date=edition.date, story=edition.story, kind__in=(Kind.APPROVE, Kind.REFUSE)
    )
    last = said.order_by("pk").last()
    if last is not None:
        return Leave.GO if last.kind == Kind.APPROVE else Leave.FALL
    until = deadline(run)
    if until is not None and now < until:
        return Leave.WAIT
    drops = until is not None and edition.digest.unapproved == Digest.Unapproved.DROP
    return Leave.FALL if drops else Leave.GO


def say(digest: Digest, day: date, kind: str, who: str, now: datetime, **matter: Any) -> EditorsWord:
    """The word as a row; runs of the edition that wait are due at once. `matter` is what the kind needs.

    Raises NoSuchRuling for a word that means nothing.
    """
    word = EditorsWord(digest=digest, date=day, kind=kind, who=who[:150], at=now, **matter)
    word.text = plain(word.text).strip()
    if fault := objection(word):
        raise NoSuchRuling(fault)
    word.save()
    waiting = Run.objects.filter(
        edition__digest=digest, edition__date=day, state=Run.State.PLANNED, due_at__isnull=False
    )
    ring("compose", lease.mark_due(waiting.filter(instant__lte=now), now))
    return word


def objection(word: EditorsWord) -> str:
    """Why `word` means nothing; empty if it does."""
    if word.kind in (Kind.PIN, Kind.DROP, Kind.LEAVE) and word.story_id is None:
        return f"to {word.kind} needs a story: name it"
    if word.kind == Kind.PIN and not 1 <= (word.place or 1) <= PLACES:
        return f"{word.place} is no place in an edition: give 1 to {PLACES}"
    if word.kind == Kind.INTRODUCE and not word.language:
        return "an introduction is in one language: name it, as in fr"
    sent = Run.objects.filter(edition__digest=word.digest, edition__date=word.date, state=Run.State.SENT)
    if word.kind == Kind.REFUSE and sent.exists():
        return "some of its readers have the edition already: pause or cancel its mailing instead"
    return ""
