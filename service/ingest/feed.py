"""Read a feed out of its bytes: RSS, RDF, Atom or JSON Feed become items, whatever its label says.

Nothing here opens an address or a file. It is looked over before a parser sees it (`prescan`), and
parsed a few entries at a time (`pieces`): what is broken in one entry is that entry's own affair.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TypeVar

from service.errors import GiveUp, Unreadable
from service.ingest import decoding, jsonfeed, prescan, xmlfeed
from service.ingest.item import Fault, Harvest, Item
from service.ingest.pieces import Pieces

MOST = 10_000
"""Items read of one feed: no window of news is so long."""

Entry = TypeVar("Entry")


def harvest(data: bytes, url: str, content_type: str = "", hint: str = "") -> Harvest:
    """The items of the feed in `data`, which came from `url`, as they are read; one at fault is set aside.

    `hint` is the language an operator gave the source: it goes before what the feed claims as a whole.

    Raises Unreadable for what is no feed, Unsafe for one that declares entities.
    """
    data, note = decoding.document(data, content_type, hint)
    if decoding.is_json(data):
        return of_json(jsonfeed.parse(decoding.whole(data)), url, hint).noted(note)
    return of_xml(data, url, hint).noted(note)


def of_json(document: jsonfeed.Entry, url: str, hint: str = "") -> Harvest:
    """The items of a JSON Feed."""
    make = partial(jsonfeed.item, document=document, url=url, hint=hint)
    return gather(jsonfeed.entries(document), jsonfeed.name, make)


def of_xml(data: bytes, url: str, hint: str = "") -> Harvest:
    """The items of an RSS, RDF or Atom feed, in UTF-8. Raises Unreadable for what is none, Unsafe for
    a bomb."""
    data = prescan.legal(data)
    prescan.refuse_declarations(data)
    scan = prescan.scan(data)
    pieces = Pieces(data, scan)
    faults = [Fault(f"item {place + 1}", what) for place, what in scan.harmful.items()]
    if len(pieces) > MOST:
        faults.append(_too_many(len(pieces)))
    return Harvest(_made(_entries(_Feeds(pieces, url, hint)), _name, _item, faults), faults)


def gather(entries: Sequence[Entry], name: Callable[[Entry], str], make: Callable[[Entry], Item]) -> Harvest:
    """Each entry made an item, or a fault; of items with one id the first."""
    faults = [_too_many(len(entries))] if len(entries) > MOST else []
    return Harvest(_made(entries, name, make, faults), faults)


def _too_many(count: int) -> Fault:
    return Fault("", f"holds {count:,} items; the first {MOST:,} are read")


class _Feeds:
    """The feed piece by piece. What is no feed is said when the first is taken, which is at once."""

    def __init__(self, pieces: Pieces, url: str, hint: str) -> None:
        self._pieces, self._url, self._hint = pieces, url, hint
        self._one_by_one = True
        self._rest = iter(pieces)
        self._first = self._parsed(*next(self._rest))

    def __iter__(self) -> Iterator[xmlfeed.Feed | Unreadable]:
        yield from self._first
        for document, entries in self._rest:
            yield from self._parsed(document, entries)

    def _parsed(self, document: str, entries: list[int]) -> "list[xmlfeed.Feed | Unreadable]":
        """The piece; if its mark-up is broken, its entries each for itself, so that the fault stays in one.

        Where that mends none of them the fault is around them, and the next pieces are taken as they are.
        """
        try:
            whole = xmlfeed.parse(prescan.cut_bylines(document), self._url, self._hint)
        except Unreadable:
            if len(entries) < 2:
                raise
        else:
            if not whole.broken or len(entries) < 2 or not self._one_by_one:
                return [whole]
        alone = [self._alone(entry) for entry in entries]
        self._one_by_one = any(isinstance(one, xmlfeed.Feed) and not one.broken for one in alone)
        return alone

    def _alone(self, entry: int) -> xmlfeed.Feed | Unreadable:
        document = self._pieces.document((entry,))
        try:
            return xmlfeed.parse(prescan.cut_bylines(document), self._url, self._hint)
        except Unreadable as error:
            return error


_Found = tuple[xmlfeed.Entry, xmlfeed.Feed] | Unreadable


def _entries(feeds: Iterable[xmlfeed.Feed | Unreadable]) -> Iterator[_Found]:
    for feed in feeds:
        if isinstance(feed, Unreadable):
            yield feed
        else:
            yield from ((entry, feed) for entry in feed.entries)


def _name(found: _Found) -> str:
    return "" if isinstance(found, Unreadable) else xmlfeed.name(found[0])


def _item(found: _Found) -> Item:
    if isinstance(found, Unreadable):
        raise found
    return xmlfeed.item(*found)


def _made(
    entries: Iterable[Entry], name: Callable[[Entry], str], make: Callable[[Entry], Item], faults: list[Fault]
) -> Iterator[Item]:
    seen: dict[str, int] = {}
    for place, entry in enumerate(islice(entries, MOST), 1):
        try:
            item = make(entry)
        except GiveUp as error:
            faults.append(Fault(name(entry) or f"item {place}", str(error)))
            continue
        mark = hash(item)
        if item.external_id not in seen:
            seen[item.external_id] = mark
            yield item
        elif seen[item.external_id] != mark:
            what = f"bears the id of an item before it, {item.external_id!r}, and is another"
            faults.append(Fault(name(entry) or f"item {place}", what))
