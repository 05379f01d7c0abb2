"""What a connector is: sent to a source with an errand, it comes back with a reading.

A connector knows one kind of source: how to ask it only for what is new, and how what it says becomes items.
It opens nothing itself but the `Web` it is given, saves nothing, and asks no clock. What it wants to know
next time it writes into the cursor, which `pull` keeps for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from service.ingest.fetch import Web
from service.ingest.item import Harvest

Cursor = Mapping[str, Any]
"""What a connector wrote down at its last visit, as JSON: validators, the last change seen."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Where a connector is sent, and with what.

    `location` is an absolute path or an address, `language` an operator's hint (BCP 47), `options` what the
    newsroom file says of this kind of source, `secret` its key, empty if it needs none. `held` are the
    newest of the source's own ids that we hold as usable: what is taken back is to be found among them.
    """

    location: str
    now: datetime
    language: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    secret: str = ""
    cursor: Cursor = field(default_factory=dict)
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hub:
    """A WebSub hub that speaks for a source, and the topic to name to it."""

    address: str
    topic: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a visit gave. `harvest` is None if the source says that nothing has changed.

    `more`: the source holds more than one visit should take; come again soon. `fresh_for` is for how many
    seconds the source asks not to be asked again, None if it does not say. `moved_to` is its new address, if
    it said that it moved for good. `left_out` counts what is not ours to pass on (members' posts, packages).
    """

    harvest: Harvest | None
    cursor: Cursor = field(default_factory=dict)
    more: bool = False
    fresh_for: float | None = None
    moved_to: str = ""
    hub: Hub | None = None
    left_out: int = 0


class Connector(Protocol):
    """One kind of source."""

    def __call__(self, errand: Errand, web: Web) -> Reading:
        """Visit the source.

        Raises TryAgain for what may pass, Gone for a source that is no more, GiveUp for what an operator
        has to mend.
        """
        ...
