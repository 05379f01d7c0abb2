"""A harvest read to its end."""

from typing import NamedTuple

from service.ingest.item import Fault, Harvest, Item


class Whole(NamedTuple):
    """All that a source gave."""

    items: tuple[Item, ...] = ()
    faults: tuple[Fault, ...] = ()
    complete: bool = False
    hidden: frozenset[str] = frozenset()


def whole(harvest: Harvest) -> Whole:
    """All of `harvest`."""
    items = tuple(harvest.items)
    return Whole(items, tuple(harvest.faults), harvest.complete, frozenset(harvest.hidden))
