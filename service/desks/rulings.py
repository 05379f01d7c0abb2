"""What the editors' words on an article come to. Pure: the rows in the order they were said go in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from service.desks.flags import Flag
from service.desks.rules import Pin


@dataclass(frozen=True, slots=True)
class Word:
    """One ruling. `kind` is pin, bar, leave, hold or release; `revision` the one that the editor saw."""

    kind: str
    desk: int | None
    revision: int
    codes: tuple[str, ...]
    note: str
    who: str
    at: datetime

    @property
    def because(self) -> str:
        """The reason, as reasons are told."""
        did = {"pin": "put here by", "bar": "barred by", "hold": "held by"}.get(self.kind, f"{self.kind} by")
        return f"{did} {self.who} on {self.at:%Y-%m-%d}" + (f": {self.note}" if self.note else "")


@dataclass(frozen=True, slots=True)
class Words:
    """What stands of all that was said."""

    pins: tuple[Pin, ...] = ()
    flags: tuple[Flag, ...] = ()
    """That an editor holds it, if one does."""
    released: frozenset[str] = frozenset()
    """The flags that the present revision was released with."""


def stands(words: Iterable[Word], revision: int) -> Words:
    """What stands of `words` for the article's `revision`: the last one on each desk, and on holding it.

    A release ends an editor's hold; the flags it lets pass, it lets pass in the revision that she saw.
    """
    pins: dict[int, Pin] = {}
    hold: Word | None = None
    released: set[str] = set()
    for word in words:
        if word.desk is not None:
            pins.pop(word.desk, None)  # said again, it is the last word
            if word.kind != "leave":
                pins[word.desk] = Pin(word.desk, word.kind == "pin", word.because)
        elif word.kind == "hold":
            hold, released = word, set()
        elif word.kind == "release":
            hold = None
            released |= set(word.codes) if word.revision == revision else set()
    flags = (Flag("held-by-editor", hold.because),) if hold else ()
    return Words(tuple(pins.values()), flags, frozenset(released))
