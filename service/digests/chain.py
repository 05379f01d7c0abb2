"""In which language a reader gets a story: the steps of a chain, taken in order. Pure.

A story in the reader's first language is always taken. Where there is none, the steps say what may stand for
it, in the order of the newsroom file (`fallback`); where no step finds anything, the story is left out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from service.audience.negotiation import CLOSE, RELATED, distance

STEPS = {
    "regional": "the first language, as another country writes it: fr-CA for fr",
    "script": "the first language in another script: zh-Hant for zh-Hans",
    "own": "the reader's other languages, in the reader's order",
    "related": "a language that readers of one of these commonly read: Russian for Kazakh",
    "default": "the digest's own default language",
    "any": "the first of the house's languages that the story is in",
}
"""What may stand for a reader's first language, in the order that holds where the file says nothing."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps of a digest. `default` is its default language, `house` the house's, its own first."""

    house: tuple[str, ...] = ()
    default: str = ""
    steps: tuple[str, ...] = tuple(STEPS)


@dataclass(frozen=True, slots=True)
class Found:
    """A language that serves, and by which step; `step` is empty for the reader's first language."""

    language: str
    step: str = ""
    instead: str = ""

    @property
    def because(self) -> str:
        """The step in words, for editors."""
        return WORDS[self.step].format(instead=self.instead) if self.step else ""


WORDS = {
    "regional": "as another country writes {instead}",
    "script": "in another script than {instead}",
    "own": "another of the reader's languages, none in {instead}",
    "related": "commonly read by readers of {instead}",
    "default": "the digest's default, none in {instead}",
    "any": "the house's choice, none in {instead}",
}


Step = Callable[[Sequence[str], Sequence[str], Chain], str]
"""A reader's languages, what a story is offered in, the chain: the language that serves, else nothing."""


def found(reading: Sequence[str], offered: Iterable[str], chain: Chain) -> Found | None:
    """The language of `offered` for a reader of `reading` (BCP 47, best first); None: left out."""
    there = in_house_order(offered, chain.house)
    first = reading[0] if reading else ""
    if first in there:
        return Found(first)
    for step in chain.steps:
        if there and (language := TRIED[step](reading, there, chain)):
            return Found(language, step, first or "any language named")
    return None


def _regional(reading: Sequence[str], offered: Sequence[str], chain: Chain) -> str:
    return _near(reading[0], offered, CLOSE) if reading else ""


def _script(reading: Sequence[str], offered: Sequence[str], chain: Chain) -> str:
    return _another_script(reading[0], offered) if reading else ""


def _own(reading: Sequence[str], offered: Sequence[str], chain: Chain) -> str:
    for want in reading[1:]:
        if want in offered:
            return want
        if "regional" in chain.steps and (near := _near(want, offered, CLOSE)):
            return near
        if "script" in chain.steps and (other := _another_script(want, offered)):
            return other
    return ""


def _related(reading: Sequence[str], offered: Sequence[str], chain: Chain) -> str:
    return next(filter(None, (_near(want, offered, RELATED) for want in reading)), "")


def _default(reading: Sequence[str], offered: Sequence[str], chain: Chain) -> str:
    return _near(chain.default, offered, CLOSE) if chain.default else ""


def _any(reading: Sequence[str], offered: Sequence[str], chain: Chain) -> str:
    return offered[0]


TRIED: dict[str, Step] = {
    "regional": _regional,
    "script": _script,
    "own": _own,
    "related": _related,
    "default": _default,
    "any": _any,
}


def _near(want: str, offered: Sequence[str], limit: int) -> str:
    nearest = min(offered, key=lambda offer: distance(want, offer))
    return nearest if distance(want, nearest) <= limit else ""


def _another_script(want: str, offered: Sequence[str]) -> str:
    same = [offer for offer in offered if offer.partition("-")[0] == want.partition("-")[0]]
    return min(same, key=lambda offer: distance(want, offer), default="")


def in_house_order(languages: Iterable[str], house: Sequence[str]) -> list[str]:
    """`languages` in the order of the house's list, then those not on it by name."""
    place = {language: number for number, language in enumerate(house)}
    return sorted(languages, key=lambda language: (place.get(language, len(place)), language))


def readers_first(languages: Iterable[str], reading: Sequence[str], house: Sequence[str]) -> list[str]:
    """`languages` as a reader of `reading` would want to be offered them, then in the house's order."""
    place = {language: number for number, language in enumerate(reading)}
    ordered = in_house_order(languages, house)
    return sorted(ordered, key=lambda language: place.get(language, len(place)))
