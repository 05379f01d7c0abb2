"""Pull one source: read it, decide what that means, save it, and say when to come again.

    read ──▶ plan ──▶ save, in one transaction with the source's own columns
      └── a fault ──▶ a problem with its reason, and a longer wait

Nothing is held open while the source is read. A fault of a source or an item never leaves this room as an
exception; a database that is away does, and the lease sees to it that the pull is done again.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from service.errors import DeskwireError, GiveUp, TryAgain, Unreachable, Unreadable, Unsafe
from service.house.models import set_aside, settle
from service.ingest import decide, feed, folder, store
from service.ingest.backoff import next_pull, retry_after
from service.ingest.fetch import Answer, LiveWeb, Web
from service.ingest.item import Fault, Harvest
from service.ingest.models import Source

MOST_NEW = 200
"""New articles taken from a feed in one pull; a feed that has more is looked at, and read on next time."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What came of a pull: ids of articles, each of them due; counts; when to pull again, None for never."""

    new: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    unchanged: int = 0
    failed: int = 0
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A source that was read: what it gave (None: nothing has changed), and the validators for next time."""

    harvest: Harvest | None
    etag: str = ""
    last_modified: str = ""


class _Gone(GiveUp):
    """The source says that it is gone for good."""


def pull(source: Source, now: datetime, web: Web | None = None) -> Pulled:
    """Pull the claimed `source` as of `now`; `web` stands in for the real one in trials.

    New, changed and withdrawn articles are saved and due when this returns. The caller gives the row back,
    with what was pulled and when.
    """
    try:
        if source.kind == Source.Kind.FOLDER:
            read = _Read(folder.harvest(Path(source.location), now))
        else:
            read = _read_feed(source, now, web or LiveWeb(settings.PRIVATE_SOURCES))
    except DeskwireError as error:
        return _failed(source, error, now)
    return _saved(source, read, now)


def _read_feed(source: Source, now: datetime, web: Web) -> _Read:
    """Ask for the feed, naming the version we have. Raises TryAgain or GiveUp for whatever is no feed."""
    validators = {"If-None-Match": source.etag, "If-Modified-Since": source.last_modified}
    answer = web.get(source.location, {name: value for name, value in validators.items() if value})
    if answer.status == 304:
        return _Read(None, source.etag, source.last_modified)
    _judge(answer, now)
    try:
        label = answer.headers.get("content-type", "")
        harvest = feed.harvest(answer.body, answer.url, label, source.language)
    except (Unreadable, Unsafe) as error:
        raise type(error)(f"{answer.url} {error}") from error
    return _Read(harvest, _kept(answer, "etag", 500), _kept(answer, "last-modified", 100))


def _judge(answer: Answer, now: datetime) -> None:
    """Raise what a status other than 200 means."""
    if answer.status == 410:
        raise _Gone(f"{answer.url} answers 410: it is gone for good and is no longer pulled")
    if answer.status in {429, 503} or answer.status >= 500:
        after = retry_after(answer.headers.get("retry-after", ""), now)
        raise Unreachable(f"{answer.url} answers {answer.status}: it is asked again later", after)
    if answer.status != 200:
        raise Unreadable(f"{answer.url} answers {answer.status}: see whether its address is still right")


def _kept(answer: Answer, name: str, most: int) -> str:
    """A validator to send back as it came; one too long to keep is not sent at all."""
    value = answer.headers.get(name, "")
    return value if len(value) <= most and value.isprintable() else ""


def _saved(source: Source, read: _Read, now: datetime) -> Pulled:
    again_at = next_pull(now, timedelta(minutes=source.every_minutes))
    row = Source.objects.filter(pk=source.pk)
    if read.harvest is None:
        if source.failures:
            row.update(failures=0)
            settle(store.place(source), now)
        return Pulled(again_at=again_at)
    with transaction.atomic():
        # Of two pulls whose claims overlap the second waits here, and finds what the first has saved.
        Source.objects.select_for_update().get(pk=source.pk)
        most_new = MOST_NEW if source.kind == Source.Kind.FEED else None
        plan = decide.plan(read.harvest, store.known(source), now, most_new)
        new, updated, withdrawn = store.save(source, plan, now)
        faults = [*read.harvest.faults, *plan.notes, *_put_off(plan.left)]
        store.tell(source, faults, now)
        # A feed that was not read to its end is asked for whole again.
        etag, last_modified = ("", "") if plan.left else (read.etag, read.last_modified)
        row.update(failures=0, etag=etag, last_modified=last_modified)
    return Pulled(new, updated, withdrawn, plan.unchanged, len(read.harvest.faults), again_at)


def _put_off(left: int) -> list[Fault]:
    if not left:
        return []
    return [Fault("", f"offered {left + MOST_NEW:,} new items at once; {left:,} wait for the next pull")]


def _failed(source: Source, error: DeskwireError, now: datetime) -> Pulled:
    failures = source.failures + 1
    asked = error.after if isinstance(error, TryAgain) else None
    state = Source.State.RETIRED if isinstance(error, _Gone) else source.state
    with transaction.atomic():
        set_aside(store.place(source), str(error), now)
        Source.objects.filter(pk=source.pk).update(failures=failures, state=state)
    if state == Source.State.RETIRED:
        return Pulled(failed=1)
    every = timedelta(minutes=source.every_minutes)
    return Pulled(failed=1, again_at=next_pull(now, every, failures, asked))
