"""Read a feed out of its bytes: RSS, RDF, Atom or JSON Feed become items, whatever its label says.

Nothing here opens an address or a file. The text is looked over before a parser sees it (`prescan`).
"""

from collections.abc import Callable
from typing import TypeVar

from service.errors import GiveUp, Unreadable
from service.ingest import jsonfeed, prescan, xmlfeed
from service.ingest.decoding import declared_charsets, decode
from service.ingest.item import Fault, Harvest, Item

MOST = 500
"""Items read of one feed; the newest stand first in all but the oddest."""

Entry = TypeVar("Entry")


def harvest(data: bytes, url: str, content_type: str = "", hint: str = "") -> Harvest:
    """The items of the feed in `data`, which came from `url`; an item at fault is set aside.

    `hint` is the language an operator gave the source: it goes before what the feed claims as a whole.

    Raises Unreadable for what is no feed, Unsafe for one that declares entities.
    """
    text = decode(data, declared_charsets(data, content_type))
    if text.lstrip().startswith(("{", "[")):
        document = jsonfeed.parse(text)
        return _gather(
            jsonfeed.entries(document), jsonfeed.name, lambda entry: jsonfeed.item(entry, document, url, hint)
        )
    feed = xmlfeed.parse(_looked_over(text), url, hint)
    return _gather(feed.entries, xmlfeed.name, lambda entry: xmlfeed.item(entry, feed))


def _looked_over(text: str) -> str:
    text = prescan.legal(text)
    prescan.refuse_declarations(text)
    prescan.refuse_shape(text)
    return prescan.cut_bylines(text)


def _gather(entries: list[Entry], name: Callable[[Entry], str], make: Callable[[Entry], Item]) -> Harvest:
    """Each entry made an item, or a fault; of items with one id the first."""
    found: dict[str, Item] = {}
    faults: list[Fault] = []
    for place, entry in enumerate(entries[:MOST], 1):
        try:
            item = make(entry)
            if found.setdefault(item.external_id, item) != item:
                raise Unreadable(f"bears the id of an item before it, {item.external_id!r}, and is another")
        except GiveUp as error:
            faults.append(Fault(name(entry) or f"item {place}", str(error)))
    if len(entries) > MOST:
        faults.append(Fault("", f"holds {len(entries):,} items; the first {MOST} are read"))
    return Harvest(tuple(found.values()), tuple(faults))
