"""A long feed comes apart into short ones: the same head and tail around a few of its entries each.

A parser of feeds holds all it has read. Given a few entries at a time it holds a few, whatever the feed's
length; and mark-up that is broken in one entry spoils that entry, not the feed.
"""

from collections.abc import Iterator, Sequence

from service.ingest.prescan import Scan

AT_ONCE = 20
"""Entries in one piece."""
MOST_REPEATED = 20 * 1024 * 1024
"""Characters that may be read again and again, over all pieces: a long head makes pieces longer instead."""


class Pieces:
    """The feed `text` as it was scanned, without its harmful entries."""

    def __init__(self, text: str, scan: Scan) -> None:
        places = scan.places
        self._text, self._places = text, places
        self._sound = [one for one in range(len(places) // 2) if one not in scan.harmful]
        head = text[: places[0]] if places else text
        between = (text[end:begin].strip() for end, begin in zip(places[1::2], places[2::2], strict=False))
        self._head = "".join([head, *filter(None, between)])
        self._tail = text[places[-1] :] if places else ""

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
        chosen = (self._text[self._places[2 * one] : self._places[2 * one + 1]] for one in entries)
        return "".join([self._head, *chosen, self._tail])
