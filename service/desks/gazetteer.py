"""The names of the world's countries, regions, peoples and cities in one language, ready to be looked up.

CLDR's names of territories and of the cities of time zones come by way of Babel; the rest is in data/
(atlas.py). Where a language has no files, peoples are read out of CLDR's currencies and languages
(peoples.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from babel import Locale, localedata
from babel.core import get_global

from service.desks import stems
from service.desks.atlas import CITY, NO_PLACE, PEOPLE, TERRITORY, WEAK, Sheet, sheet
from service.desks.language import base
from service.desks.peoples import peoples
from service.desks.stems import Way
from service.desks.territories import WORLD, is_region
from service.desks.tongues import tongue

UNSPACED = frozenset({"zh", "ja", "th"})
NOT_PLACES = frozenset({WORLD, "UN", "EZ", "QO"})
"""Codes with a name in CLDR that are no place a desk could be about."""
OCEANS = ("Antarctica/", "Atlantic/", "Indian/", "Pacific/", "Arctic/", "Etc/")
"""Time zones named for islands and stations, whose names are everyday words and family names elsewhere."""
SAINTS = frozenset({"BL", "MF", "PM", "SH", "SX"})
"""Islands called like any church of their saint."""
SHORTEST_CITY = 5
"""Letters of CLDR's city where no capital tells it from a word of every day."""
ABBREVIATION = 4
"""Letters of the longest name that has to stand in capitals where it is written in capitals (US, США)."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its dictionary form, the codes it may stand for, and its kind (atlas.py)."""

    text: str
    codes: tuple[str, ...]
    kind: str

    @property
    def code(self) -> str:
        """UN M.49 or ISO 3166; of several the likeliest."""
        return self.codes[0]

    @property
    def capitals(self) -> bool:
        """Whether it is an abbreviation."""
        letters = self.text.replace(".", "").replace(" ", "")
        return len(letters) <= ABBREVIATION and letters.isupper() and letters.lower() != letters


@dataclass(slots=True)
class Node:
    """A step in the tree of names: one word further. `next` leads on by stem and the way it bends."""

    next: dict[str, list[tuple[Way, "Node"]]] = field(default_factory=dict)
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The names in one language: a tree of stems, and for languages without spaces the names themselves."""

    language: str
    script: str
    """ISO 15924; "" for a language that CLDR does not know."""
    root: Node
    pieces: dict[str, Name]
    lengths: dict[str, tuple[int, ...]]
    """How long the pieces are that begin with these two letters, longest first."""
    sheet: Sheet


@lru_cache(maxsize=64)
def gazetteer(language: str) -> Gazetteer:
    """The names in `language` (BCP 47); an empty one for a language that CLDR does not know."""
    lines = sheet(base(language))
    if not localedata.exists(base(language)):
        return Gazetteer(language, "", Node(), {}, {}, lines)
    locale = Locale.parse(language, sep="-")
    if base(language) in UNSPACED:
        pieces = _pieces(locale, lines, language)
        return Gazetteer(language, _script(locale), Node(), pieces, _lengths(pieces), lines)
    root = Node()
    for name in _names(locale, lines):
        _plant(root, name, language)
    return Gazetteer(language, _script(locale), root, {}, {}, lines)


def _pieces(locale: Locale, lines: Sheet, language: str) -> dict[str, Name]:
    pieces = {word: Name(word, ("",), NO_PLACE) for word in tongue(language).everyday}
    for name in _names(locale, lines):
        if len(name.text) >= 2:
            pieces.setdefault(name.text, name)
    return pieces


def _lengths(pieces: dict[str, Name]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for piece in pieces:
        found.setdefault(piece[:2], set()).add(len(piece))
    return {head: tuple(sorted(sizes, reverse=True)) for head, sizes in found.items()}


def _plant(root: Node, name: Name, language: str) -> None:
    stem = name.text.endswith("~")
    words = [stems.fold(word, language) for word in stems.token(language).findall(name.text)]
    if len("".join(words)) < (2 if name.capitals or stem else tongue(language).least):
        return
    paths = [stems.ways(word, language, kind=name.kind, stem=stem and at == len(words) - 1)
             for at, word in enumerate(words)]  # fmt: skip
    nodes = [root]
    for steps in paths:
        nodes = [_step(node, key, way) for node in nodes for key, way in steps]
    for node in nodes:
        node.name = node.name or name


def _step(node: Node, key: str, way: Way) -> Node:
    branches = node.next.setdefault(key, [])
    for known, child in branches:
        if known is way:
            return child
    branches.append((way, Node()))
    return branches[-1][1]


def _names(locale: Locale, lines: Sheet) -> Iterator[Name]:
    """All names, the surest first: the first to claim a word keeps it."""
    words = tongue(str(locale)).everyday if base(str(locale).replace("_", "-")) not in UNSPACED else ()
    yield from (Name(word, ("",), NO_PLACE) for word in words)
    own = [Name(entry.text, entry.codes, entry.kind) for entry in lines.entries]
    hand = [name for name in own if name.kind in {TERRITORY, PEOPLE}]
    yield from (name for name in own if name.kind == NO_PLACE)
    yield from _no_places(locale)
    yield from hand
    yield from _territories(locale)
    if not hand:
        yield from (Name(text, (code,), PEOPLE) for text, code in peoples(locale))
    yield from (name for name in own if name.kind not in {TERRITORY, PEOPLE, NO_PLACE, WEAK})
    yield from (name for name in own if name.kind == WEAK)
    yield from _cities(locale)


def _no_places(locale: Locale) -> Iterator[Name]:
    """Days, months and moneys: what is spelt like a place, or has one in its name, and is none."""
    for names in (locale.days, locale.months):
        for form in names.values():
            yield from (Name(text, ("",), NO_PLACE) for text in form["wide"].values() if len(text) > 2)
    yield from (Name(text, ("",), NO_PLACE) for text in locale.currencies.values())


def _territories(locale: Locale) -> Iterator[Name]:
    joint = locale.list_patterns["standard"]["2"].replace("{0}", "").replace("{1}", "").strip()
    for code, text in sorted(locale.territories.items()):
        if code in NOT_PLACES or not is_region(code):
            continue
        for form in _forms(text, code):
            yield Name(form, (code,), WEAK if code in SAINTS else TERRITORY)
            if "&" in form:
                yield Name(form.replace("&", joint), (code,), TERRITORY)


def _forms(text: str, code: str) -> Iterator[str]:
    """The name, and where it holds another one in brackets, both: Myanmar (Burma)."""
    outside, bracket, inside = text.replace("（", "(").partition("(")
    yield outside.strip()
    inside = inside.strip(" )）")
    if bracket and code.isalpha() and len(inside) > 1 and not inside.isupper():
        yield inside


def _cities(locale: Locale) -> Iterator[Name]:
    """The cities that time zones on the continents are named for."""
    for zone, code in sorted(get_global("zone_territories").items()):
        if zone.startswith(OCEANS) or zone.count("/") != 1 or not is_region(code):
            continue
        city = locale.time_zones.get(zone, {}).get("city")
        if city and (city.lower() != city.upper() or len(city) >= SHORTEST_CITY):
            yield Name(city, (code,), CITY)


def _script(locale: Locale) -> str:
    return locale.script or str(get_global("likely_subtags").get(locale.language, "__").split("_")[1])
