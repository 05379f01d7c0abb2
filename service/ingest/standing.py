"""What the notices on an article come to: whether it stands. Values in, values out.

Two voices speak about an article, its source's and the house's, and each is heard by its last word:

    source    offers it (at first)   withdrawal: takes it back    kill: never use it again    reinstatement
    house     says nothing (at first)   withdrawal   kill   reinstatement

A withdrawal of either takes the article off the desks until the same voice takes it back. A kill of either
stays until the house reinstates the article: a source that offers a killed piece again may be a machine that
was not told. Corrections change the text, never the standing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The notices of the trade."""

    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    KILL = "kill"
    REINSTATEMENT = "reinstatement"


class Voice(StrEnum):
    """Who gives a notice."""

    SOURCE = "source"
    HOUSE = "house"


Notice = tuple[Kind, Voice]


@dataclass(frozen=True, slots=True)
class Standing:
    """The last words that count. None: offered by the source, or nothing said by the house."""

    source: Kind | None = None
    house: Kind | None = None

    @property
    def state(self) -> str:
        """The article's state: killed, withdrawn or present."""
        if Kind.KILL in (self.source, self.house):
            return "killed"
        return "withdrawn" if Kind.WITHDRAWAL in (self.source, self.house) else "present"

    def after(self, notice: Notice) -> "Standing":
        """The standing once `notice` was given."""
        kind, voice = notice
        if kind is Kind.CORRECTION:
            return self
        if voice is Voice.SOURCE:
            return Standing(self._source_after(kind), self.house)
        if kind is Kind.REINSTATEMENT:
            return Standing(None if self.source is Kind.KILL else self.source, None)
        return Standing(self.source, self.house if self.house is Kind.KILL else kind)

    def _source_after(self, kind: Kind) -> Kind | None:
        if self.source is Kind.KILL:
            return Kind.KILL
        return None if kind is Kind.REINSTATEMENT else kind


def standing(notices: Iterable[Notice]) -> Standing:
    """What `notices`, oldest first, come to."""
    found = Standing()
    for notice in notices:
        found = found.after(notice)
    return found


def objection(present: Standing, notice: Notice) -> str:
    """Why `notice` cannot be given to an article that stands so; empty if it can."""
    kind, voice = notice
    if kind is Kind.CORRECTION:
        return "" if present.state == "present" else f"it is {present.state}: reinstate it first"
    if kind is Kind.REINSTATEMENT:
        return _stays_off(present, voice)
    if present.state == "killed" or present.after(notice) == present:
        return f"it is {present.state} already"
    return ""


def _stays_off(present: Standing, voice: Voice) -> str:
    if present.state == "present":
        return "it stands already"
    if voice is Voice.HOUSE:
        gone = present.source is Kind.WITHDRAWAL
        return "its source took it back: it returns when its source offers it again" if gone else ""
    return "it was killed, and only the house can lift that" if present.source is not Kind.WITHDRAWAL else ""
