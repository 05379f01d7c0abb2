"""A long feed comes apart into short ones: the same head and tail around a few of its entries each.

A parser of feeds holds all it has read, and text takes up to four times the room of its UTF-8. Given a few
entries at a time the one holds and the other takes a few, whatever the feed's length; and mark-up that is
broken in one entry spoils that entry, not the feed.
"""

from collections.abc import Iterator, Sequence

from service.ingest.prescan import Scan

AT_ONCE = 20
"""Entries in one piece."""
MOST_REPEATED = 20 * 1024 * 1024
"""Bytes that may be read again and again, over all pieces: a long head makes pieces longer instead."""


class Pieces:
    """The feed in `data` (UTF-8) as it was scanned, without its harmful entries."""

    def __init__(self, data: bytes, scan: Scan) -> None:
        places = scan.places
        self._data, self._places = data, places
        self._sound = [one for one in range(len(places) // 2) if one not in scan.harmful]
        head = data[: places[0]] if places else data
        between = (data[end:begin].strip() for end, begin in zip(places[1::2], places[2::2], strict=False))
        self._head = b"".join([head, *filter(None, between)])
        self._tail = data[places[-1] :] if places else b""

    def __len__(self) -> int:
        return len(self._sound)

    def __iter__(self) -> Iterator[tuple[str, list[int]]]:
        """Documents, and which entries each holds; of a feed without entries, what is around them."""
        if not self._sound:
            yield self.document(()), []
            return
        outside = len(self._head) + len(self._tail)
        at_once = max(AT_ONCE, -(-len(self) * outside // MOST_REPEATED))
        for first in range(0, len(self), at_once):
            entries = self._sound[first : first + at_once]
            yield self.document(entries), entries

    def document(self, entries: Sequence[int]) -> str:
        """The feed with those of its entries alone, by their place counted from nought."""
        chosen = (self._data[self._places[2 * one] : self._places[2 * one + 1]] for one in entries)
        return b"".join([self._head, *chosen, self._tail]).decode("utf-8")
