"""The shelf: documents as files. They appear by rename, each with a .gz and a .br twin of the same date.

A file's modification time is its Last-Modified, whoever serves it. It is the document's own date, moved on by
a second where a changed document would not be newer than the one before (an article was withdrawn): a date
never stays while bytes change, and never goes back. Twins count only while they carry the same date as the
plain file, so that a reader never gets one version under another's name.
"""

import errno
import gzip
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import brotli

from service.errors import TryAgain, Unsafe

PATH = re.compile(r"(?:[A-Za-z0-9_-]+/)+[a-z]+\.(?:xml|json)", re.ASCII)
"""What a path below a shelf can look like. No dots but the last one: nothing leads out of the shelf."""

NOT_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP})
"""No such file, or one that cannot be: a name too long, a symbolic link."""

TWINS = {"br": ".br", "gzip": ".gz"}
"""Suffixes by content coding (RFC 9110 section 8.4.1)."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A document on the shelf. `written` is False where the same bytes lay there already."""

    written: bool
    sha256: str
    size: int
    modified: datetime


@dataclass(frozen=True, slots=True)
class Lifted:
    """An open document: its bytes stay the same while it is open, whatever happens on the shelf."""

    sha256: str
    """Of the plain bytes: the version, whatever the coding."""
    coding: str
    """br, gzip or identity"""
    size: int
    """Bytes in that coding."""
    modified: datetime
    _descriptor: int

    @property
    def etag(self) -> str:
        """The strong entity tag of this version in this coding, with its quotes."""
        suffix = "" if self.coding == "identity" else f"-{self.coding}"
        return f'"{self.sha256[:32]}{suffix}"'

    def body(self) -> bytes:
        """The bytes in this coding."""
        return _all_of(self._descriptor, self.size)


def place(root: Path, path: str) -> Path:
    """The file at `path` below `root`. Raises Unsafe for a path that leads, or links, anywhere else."""
    if not PATH.fullmatch(path):
        raise Unsafe(f"{path!r} is no path of a feed: it must look like asia/fr/atom.xml")
    file = root.resolve() / path
    if file.parent.resolve() != file.parent or file.is_symlink():
        raise Unsafe(f"{file}: a symbolic link leads away from {root}; remove it")
    return file


def put(root: Path, path: str, body: bytes, dated: datetime, ours: Callable[[], bool]) -> Kept | None:
    """Put `body` on the shelf unless it lies there; None if `ours` says no at the last moment.

    `ours` is asked just before the renames: a builder that lost its claim must not overwrite newer work.
    Raises Unsafe for a bad path, TryAgain where the disk does not take it (what lay there stays).
    """
    file = place(root, path)
    try:
        return _kept(file, body, int(dated.timestamp()), ours)
    except OSError as error:
        raise TryAgain(f"{file} cannot be written: {error}; make room or mend its folder") from error


@contextmanager
def lifted(root: Path, path: str, codings: Sequence[str]) -> Iterator[Lifted | None]:
    """Open the document at `path` in the first of `codings` that is there; None if nothing lies there."""
    with ExitStack() as opened:
        plain = _open(opened, root / path) if PATH.fullmatch(path) else None
        if plain is None:
            yield None
            return
        about = os.fstat(plain)
        coding, descriptor = "identity", plain
        for wanted in codings:
            twin = _open(opened, _twin(root / path, wanted))
            if twin is not None and os.fstat(twin).st_mtime_ns == about.st_mtime_ns:
                coding, descriptor = wanted, twin
                break
        size = os.fstat(descriptor).st_size
        yield Lifted(_mark(plain, about), coding, size, _moment(int(about.st_mtime)), descriptor)


def _kept(file: Path, body: bytes, dated: int, ours: Callable[[], bool]) -> Kept | None:
    lying = _dated(file)
    same = lying is not None and file.read_bytes() == body
    date = lying if lying is not None and same else max(dated, (lying or 0) + 1)
    whole = same and all(_dated(_twin(file, coding)) == date for coding in TWINS)
    if not whole and not _renamed_in(file, body, date, ours):
        return None
    return Kept(not same, sha256(body).hexdigest(), len(body), _moment(date))


def _renamed_in(file: Path, body: bytes, date: int, ours: Callable[[], bool]) -> bool:
    """Write all three files beside their places, then rename; the plain one last."""
    file.parent.mkdir(parents=True, exist_ok=True)
    parts = {
        _twin(file, "br"): brotli.compress(body, quality=5),
        _twin(file, "gzip"): _gzip(body),
        file: body,
    }
    drafts = {target: file.with_name(f".{target.name}.{uuid4().hex}") for target in parts}
    try:
        for target, draft in drafts.items():
            draft.write_bytes(parts[target])
            os.utime(draft, (date, date))
        if not ours():
            return False
        for target, draft in drafts.items():
            draft.replace(target)
        return True
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _gzip(body: bytes) -> bytes:
    # A gzip header holds a time; 0 means none, so that the same document makes the same twin.
    return gzip.compress(body, compresslevel=6, mtime=0)


def _twin(file: Path, coding: str) -> Path:
    return file.with_name(file.name + TWINS[coding])


def _dated(file: Path) -> int | None:
    try:
        return int(file.stat().st_mtime)
    except FileNotFoundError:
        return None


def _open(opened: ExitStack, file: Path) -> int | None:
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError as error:
        if error.errno in NOT_THERE:
            return None
        raise
    opened.callback(os.close, descriptor)
    return descriptor


_marks: dict[tuple[int, ...], str] = {}
_MARKS_AT_MOST = 10_000


def _mark(descriptor: int, about: os.stat_result) -> str:
    """SHA-256 of the open file, remembered for as long as nothing about the file changes."""
    key = (about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)
    if key not in _marks:
        if len(_marks) >= _MARKS_AT_MOST:
            _marks.clear()
        _marks[key] = sha256(_all_of(descriptor, about.st_size)).hexdigest()
    return _marks[key]


def _all_of(descriptor: int, size: int) -> bytes:
    return os.pread(descriptor, size, 0)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
