"""Read a folder source: every manuscript below it, in the order of their names.

The edge to the disk. Links are not followed: what stands behind one may lie outside the folder. Names that
begin with a dot, or end in a tilde, are other programs' notes.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

from service.errors import GiveUp, Unreachable, Unreadable, Unsafe
from service.ingest import fields, head, manuscript
from service.ingest.characters import shorten
from service.ingest.clean import clean
from service.ingest.decoding import declared_charsets, decode
from service.ingest.head import Head
from service.ingest.item import SUFFIXES, Fault, Harvest, Item

LARGEST = 4 * 1024 * 1024
"""Bytes of the largest file read: a manuscript's limit in the widest encoding."""


def harvest(root: Path, now: datetime) -> Harvest:
    """All manuscripts below `root`, read one by one; one at fault is set aside and the rest goes on.

    Raises Unreachable if the folder itself cannot be listed.
    """
    faults: list[Fault] = []
    hidden: set[str] = set()
    files = _files(root, faults, hidden)
    first = list(islice(files, 1))  # a folder that cannot be listed is said before anything is read
    items = _items(root, chain(first, files), now, faults, hidden)
    return Harvest(items, faults, complete=True, hidden=hidden)


def _items(
    root: Path, files: Iterable[Path], now: datetime, faults: list[Fault], hidden: set[str]
) -> Iterator[Item]:
    seen: set[str] = set()
    for path in files:
        name = path.relative_to(root).as_posix()
        try:
            item = _item(path, name, now)
            if item.external_id in seen:
                raise Unreadable(f"bears the id {item.external_id!r} of another file: give it one of its own")
        except GiveUp as error:
            faults.append(Fault(fields.identity(name), str(error)))
            hidden.add(name)
        else:
            seen.add(item.external_id)
            yield item


def _files(root: Path, faults: list[Fault], hidden: set[str]) -> Iterator[Path]:
    """The manuscripts below `root`, sorted; folders that cannot be listed go to `faults` and are `hidden`."""

    def unlisted(error: OSError) -> None:
        if Path(error.filename) == root:
            raise Unreachable(f"the folder {root} cannot be read: {error.strerror}") from error
        name = Path(error.filename).relative_to(root).as_posix() + "/"
        faults.append(Fault(fields.identity(name), f"cannot be listed: {error.strerror}"))
        hidden.add(name)

    for folder, below, names in os.walk(root, onerror=unlisted):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix.lower() in SUFFIXES and not name.startswith(".") and not name.endswith("~"):
                yield path


def _item(path: Path, name: str, now: datetime) -> Item:
    """The item in the file at `path`. Raises Unreadable or Unsafe, saying why."""
    data, changed = _contents(path)
    top, text = head.split(decode(data, declared_charsets(data, "")))
    draft = manuscript.read(text, path.suffix.lower())
    url = top.address("url")
    return Item(
        external_id=fields.identity(top.text("id") or name),
        title=fields.headline(top.text("title") or draft.title),
        summary=shorten(top.text("summary"), fields.SUMMARY),
        body=clean(draft.body, url),
        url=url,
        authors=fields.authors(top.texts("authors", "author")),
        topics=fields.topics(top.texts("topics")),
        language=top.language() or fields.language(draft.language),
        translation_of=fields.identity(top.text("translation_of")),
        image=top.picture(url),
        published=top.moment("published", "date") or min(changed, now),
        updated=top.moment("updated"),
        embargo_until=_embargo(top),
        breaking=top.flag("breaking"),
        status=top.status(),
        correction=shorten(top.text("correction"), fields.SUMMARY),
        notes=tuple(top.notes),
    )


def _embargo(top: Head) -> datetime | None:
    """The embargo. Raises Unreadable for one that is no date: an embargo is never left out."""
    moment = top.moment("embargo")
    if moment is None and top.values.get("embargo"):
        raise Unreadable("has an embargo that is no date: write one like 2026-11-20T09:00:00+05:00")
    return moment


def _contents(path: Path) -> tuple[bytes, datetime]:
    """The bytes of a regular file, and when it last changed. Raises Unreadable or Unsafe."""
    try:
        # Not blocking: a pipe with a manuscript's name must not hold the pull up.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if path.is_symlink():
            raise Unsafe("is a link: put the file itself into the folder") from error
        raise Unreadable(f"cannot be opened: {error.strerror}") from error
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("is no regular file")
        if status.st_size > LARGEST:
            raise Unreadable(f"is {status.st_size:,} bytes large; {LARGEST:,} are the most")
        return file.read(LARGEST), datetime.fromtimestamp(status.st_mtime, UTC)
