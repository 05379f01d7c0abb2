"""Entries as they were written, kept by the value of their piece: what did not change is not written again.

The whole piece is the key, so that what is kept can never be out of date: a piece that differs in anything is
another piece. A document is its head, its entries and its end, joined. What is kept is kept in this process,
up to a number of bytes; the entries that were used least lately go first.
"""

import json
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from service.render.values import FeedCopy, Piece

AT_MOST = 96 * 1024 * 1024
"""Bytes of entries kept in a process. A hundred entries of 6 KB in 25 languages and 3 formats are 60 MB."""

WIDTH = 2
"""Levels of an item in a JSON Feed, each of which is one space."""

Write = Callable[[Piece], bytes]


class Shelf:
    """Written entries, at most `at_most` bytes of them."""

    def __init__(self, at_most: int = AT_MOST) -> None:
        self.at_most, self.size = at_most, 0
        self._entries: OrderedDict[tuple[str, str, int], bytes] = OrderedDict()
        self._lock = Lock()

    def kept(self, kind: str, write: Write) -> Write:
        """`write`, asked once for each value of a piece while there is room; `kind` tells writers apart."""

        def once(piece: Piece) -> bytes:
            # Python's keyed 64-bit hash of all that the piece says: its texts need not be kept beside it.
            key = (kind, piece.id, hash(piece))
            with self._lock:
                if (found := self._entries.get(key)) is not None:
                    self._entries.move_to_end(key)
                    return found
            written = write(piece)
            self._put(key, written)
            return written

        return once

    def _put(self, key: tuple[str, str, int], written: bytes) -> None:
        with self._lock:
            self.size += len(written) - len(self._entries.pop(key, b""))
            self._entries[key] = written
            while self.size > self.at_most:
                self.size -= len(self._entries.popitem(last=False)[1])


def cut(document: bytes, bare: bytes, end: bytes) -> bytes:
    """The entries of `document`, which without them would be `bare`; both close with `end`."""
    return document[len(bare) - len(end) : -len(end)]


def joined_xml(bare: bytes, copy: FeedCopy, write: Write, end: bytes) -> bytes:
    """The document that without entries is `bare`, with those of `copy`."""
    return b"".join([bare[: -len(end)], *map(write, copy.pieces), end])


def joined_json(document: dict[str, Any], copy: FeedCopy, write: Write) -> bytes:
    """`document`, whose last value becomes the list `items`, as `json.dumps` would indent it by one."""
    bare = (json.dumps(document | {"items": []}, ensure_ascii=False, indent=1) + "\n").encode()
    if not copy.pieces:
        return bare
    end = b"]\n}\n"
    items = b",\n  ".join(map(write, copy.pieces))
    return b"".join([bare[: -len(end)], b"\n  ", items, b"\n ", end])


def item(value: dict[str, Any]) -> bytes:
    """One item as it stands in the list. No string holds a newline of its own: JSON escapes them."""
    return json.dumps(value, ensure_ascii=False, indent=1).replace("\n", "\n" + WIDTH * " ").encode()
