"""The names of the world's regions and countries in one language, all of them CLDR's by way of Babel.

Names of territories; the cities of time zones (Shanghai is of China); and what people and things of a country
are called (peoples.py). Nothing is taken from one language to another.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from babel import Locale, localedata
from babel.core import get_global

from service.desks import stems
from service.desks.language import base
from service.desks.peoples import alike, peoples
from service.desks.territories import WORLD, is_region
from service.desks.tongues import tongue

UNSPACED = frozenset({"zh", "ja", "th"})
NOT_PLACES = frozenset({WORLD, "UN", "EZ", "QO"})
"""Codes with a name in CLDR that are no place a desk could be about."""
OCEANS = ("Antarctica/", "Atlantic/", "Indian/", "Pacific/", "Arctic/", "Etc/")
"""Time zones named for islands and stations, whose names are everyday words and family names elsewhere."""
SHORTEST_CITY = 5
"""Letters of a city's name where no capital tells it from a word of every day."""
AMERICAS, STATES = "019", "US"
ABBREVIATED = ("UK", "USA")
"""CLDR's aliases of territories that newspapers write."""
NO_PLACE = "no place"
ABBREVIATION = 4
"""Letters of the longest name that has to stand in capitals where CLDR has it in capitals (US, США)."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as CLDR writes it, the place's code, and its kind: territory, people, city, or no place."""

    text: str
    code: str
    kind: str

    @property
    def capitals(self) -> bool:
        """Whether it is an abbreviation."""
        return len(self.text) <= ABBREVIATION and self.text.isupper() and self.text.lower() != self.text


@dataclass(slots=True)
class Node:
    """A step in the tree of names: one word further."""

    next: dict[str, "Node"] = field(default_factory=dict)
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The names in one language: a tree of stems, and for languages without spaces the names themselves."""

    language: str
    root: Node
    pieces: dict[str, Name | None]
    """A word of every day has None: it is read as itself, and no name inside it."""
    longest: int


@lru_cache(maxsize=64)
def gazetteer(language: str) -> Gazetteer:
    """The names in `language` (BCP 47); an empty one for a language that CLDR does not know."""
    if not localedata.exists(base(language)):
        return Gazetteer(language, Node(), {}, 0)
    locale = Locale.parse(language, sep="-")
    names = list(_names(locale))
    if base(language) in UNSPACED:
        pieces: dict[str, Name | None] = dict.fromkeys(tongue(language).everyday)
        for name in names:
            if len(name.text) >= (SHORTEST_CITY if name.kind == "city" and base(language) == "th" else 2):
                pieces.setdefault(name.text, name)
        return Gazetteer(language, Node(), pieces, max(map(len, pieces)))
    root = Node()
    for name in names:
        _plant(root, name, language)
    return Gazetteer(language, root, {}, 0)


def _plant(root: Node, name: Name, language: str) -> None:
    words = [stems.fold(word, language) for word in stems.token(language).findall(name.text)]
    if len("".join(words)) < (2 if name.capitals else tongue(language).shortest):
        return
    if name.kind == "city" and not _has_case(name.text) and len("".join(words)) < SHORTEST_CITY:
        return
    ways = [[stems.key(word, language, people=name.kind == "people") for word in words]]
    if len(words) == 1 and name.kind == "territory" and tongue(language).article:
        ways.append([stems.key(words[0], language, people=True)])
    for way in ways:
        node = root
        for key in way:
            node = node.next.setdefault(key, Node())
        node.name = node.name or name


def _has_case(text: str) -> bool:
    return text.lower() != text.upper()


def _names(locale: Locale) -> Iterator[Name]:
    """All names, the surest first: the first to claim a word keeps it."""
    yield from _no_places(locale)
    people = [Name(text, code, "people") for text, code in peoples(locale)]
    yield from _territories(locale, [name.text for name in people if name.code == STATES])
    yield from people
    yield from _cities(locale)


def _no_places(locale: Locale) -> Iterator[Name]:
    """Days, months and moneys: what is spelt like a place, or has one in its name, and is none."""
    for names in (locale.days, locale.months):
        for form in names.values():
            yield from (Name(text, "", NO_PLACE) for text in form["wide"].values() if len(text) > 2)
    yield from (Name(text, "", NO_PLACE) for text in locale.currencies.values())


def _territories(locale: Locale, states: list[str]) -> Iterator[Name]:
    joint = locale.list_patterns["standard"]["2"].replace("{0}", "").replace("{1}", "").strip()
    states = [*states, locale.territories.get(STATES, "")]
    for code, text in sorted(locale.territories.items()):
        if code in NOT_PLACES or not is_region(code):
            continue
        if code == AMERICAS and not text.endswith("s") and any(alike(text, name) for name in states):
            code = STATES
        for form in _forms(text, code):
            yield Name(form, code, "territory")
            if "&" in form:
                yield Name(form.replace("&", joint), code, "territory")
    if _script(str(locale)) == "Latn":
        aliases = get_global("territory_aliases")
        yield from (Name(alias, aliases[alias][0], "territory") for alias in ABBREVIATED)


def _forms(text: str, code: str) -> Iterator[str]:
    """The name, and where it holds another one in brackets, both: Myanmar (Burma)."""
    outside, bracket, inside = text.replace("（", "(").partition("(")
    yield outside.strip()
    inside = inside.strip(" )）")
    if bracket and code.isalpha() and len(inside) > 1 and not inside.isupper():
        yield inside


def _cities(locale: Locale) -> Iterator[Name]:
    """The cities that time zones on the continents are named for."""
    latin = _script(str(locale)) == "Latn"
    for zone, code in sorted(get_global("zone_territories").items()):
        if zone.startswith(OCEANS) or zone.count("/") != 1 or not is_region(code):
            continue
        if city := locale.time_zones.get(zone, {}).get("city"):
            yield Name(city, code, "city")
        if latin:
            yield Name(zone.partition("/")[2].replace("_", " "), code, "city")


def _script(locale: str) -> str:
    language, _, script = locale.partition("_")
    return script or str(get_global("likely_subtags").get(language, "__").split("_")[1])
