"""The names that CLDR by way of Babel does not have, read from the files in data/: a file a language.

`data/names` is written by hand, a line a place: `CODE: countries and regions / peoples / cities`. Names are
parted by ";". "~" stands for the endings with which an adjective or a people agrees (американск~). Some
lines have a sign for a code:

    -   no places: newspapers, wars, oceans, words of every day that hold a name
    ?   names that persons have too, with another name behind: Paris, Jordan
    <   names that persons have too, with another name before: London, Ireland
    !   words that are no names where they open a sentence (Anh is England, and he)
    @   words before a place: in, from
    &   words behind a place that are no person's name: Prime, University

`data/atlas` is made from CLDR's subdivisions and GeoNames' cities (data/README.md): `CODE kind: names`, with
kinds part, city, and weak: too like other words to say anything alone. `A|B` in either is a name of two
places, the likelier first; "-" among them is no place at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
TERRITORY, PEOPLE, CITY, PART, WEAK, NO_PLACE = "territory", "people", "city", "part", "weak", "no place"
KINDS = (TERRITORY, PEOPLE, CITY)
"""The columns of a line in data/names."""
SIGNS = "?<!@&"


@dataclass(frozen=True, slots=True)
class Entry:
    """A name as a file has it: its places' codes, and its kind."""

    text: str
    codes: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the files say about one language."""

    entries: tuple[Entry, ...]
    forenames: frozenset[str]
    surnames: frozenset[str]
    openers: frozenset[str]
    before: frozenset[str]
    behind: frozenset[str]


@lru_cache(maxsize=64)
def sheet(language: str) -> Sheet:
    """The sheet of `language` (ISO 639), an empty one if there are no files for it."""
    hand = list(_lines(DATA / "names" / f"{language}.txt"))
    made = list(_lines(DATA / "atlas" / f"{language}.txt"))
    kinds = {name: head.split(" ")[1] for head, tail in made for name in _names(tail)}
    signs = {head: frozenset(_names(tail)) for head, tail in hand if head in SIGNS}
    entries = [entry for head, tail in hand if head not in SIGNS for entry in _by_hand(head, tail, kinds)]
    for head, tail in made:
        codes, _, kind = head.partition(" ")
        entries += [Entry(name, tuple(codes.split("|")), kind) for name in _names(tail)]
    return Sheet(tuple(entries), *(signs.get(sign, frozenset()) for sign in SIGNS))


def _by_hand(head: str, tail: str, kinds: dict[str, str]) -> Iterator[Entry]:
    if head == "-":
        yield from (Entry(name, ("",), NO_PLACE) for name in _names(tail))
        return
    for kind, names in zip(KINDS, tail.split("/"), strict=False):
        for name in _names(names):
            told = kinds.get(name, kind) if kind == TERRITORY and "|" not in head else kind
            yield Entry(name, tuple(head.split("|")), TERRITORY if told == WEAK else told)


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    if path.exists():
        for line in path.read_text("utf-8").splitlines():
            head, _, tail = line.partition(":")
            yield head, tail


def _names(text: str) -> list[str]:
    return [name for piece in text.split(";") if (name := piece.strip())]
