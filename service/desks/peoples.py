"""What people and things of a country are called, out of CLDR's names of currencies and languages.

"Kazakhstani Tenge" and "American English" hold a word for the country beside a word for the thing. A word
that many currencies share (dollar, franc) is the thing's; a word that begins like the country's own name
is the country's. Pure: one Babel locale in, words out.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from babel import Locale
from babel.core import get_global

from service.desks.territories import is_region

ALIKE = 3
"""Letters in which two words begin alike."""
PIECE = 5
"""Letters of a word's beginning that may also stand inside a country's name."""
MANY = 6
"""A language that is official in more countries than this says nothing about any of them."""
MOST, NEARLY_ALL = 50, 98
"""Per cent of a country's people who speak its own language."""
FEW = 2
"""A language that is official in no more countries than this is one people's."""
DOLLAR = "USD"
"""CLDR names this currency by an abbreviation of the country (US, США, АҚШ) that is nowhere else in Babel."""

WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0591-\u05c7\u0900-\u0eff’'ʻ‘])*")
BRACKETS = " ()（）-–·\u200c"


def peoples(locale: Locale) -> Iterator[tuple[str, str]]:
    """Words for what belongs to a country, each with its ISO 3166 code."""
    yield from _by_currency(locale)
    yield from _by_variant(locale)
    yield from _by_language(locale)


def _by_currency(locale: Locale) -> Iterator[tuple[str, str]]:
    names = {code: _words(text) for code, text in sorted(locale.currencies.items()) if _national(code)}
    uses = Counter(word for words in names.values() for word in {_fold(word) for word in words})
    for code, words in names.items():
        mine = _of_country(words, _words(locale.territories.get(code[:2], "")))
        if not mine and code == DOLLAR:
            mine = [word for word in words if uses[_fold(word)] < 2] if len(words) > 1 else []
        if mine:
            yield " ".join(mine), code[:2]


def _of_country(words: Sequence[str], country: Sequence[str]) -> list[str]:
    """The words of a currency's name that are like a word of the country's name."""
    return [word for word in words if any(_alike(word, name) for name in country)]


def _national(code: str) -> bool:
    """Whether `code` is the present money of one country (ISO 4217 codes begin with their country's)."""
    tenders = get_global("territory_currencies").get(code[:2], [])
    return is_region(code[:2]) and any(
        name == code and until is None and tender for name, _, until, tender in tenders
    )


def _by_variant(locale: Locale) -> Iterator[tuple[str, str]]:
    """What a variant's name has beyond its language's: American of American English."""
    names = locale.languages
    for code, text in sorted(names.items()):
        language, _, territory = code.partition("_")
        if is_region(territory) and territory != _home(language) and not territory.isdigit():
            apart = _apart(text, names.get(language, ""))
            if apart:
                yield apart, territory


def _apart(variant: str, language: str) -> str:
    if language and language in variant:
        return variant.replace(language, "").strip(BRACKETS)
    known = {_fold(word)[:4] for word in _words(language)}
    rest = [word for word in _words(variant) if _fold(word)[:4] not in known]
    return " ".join(rest) if len(rest) < len(_words(variant)) else ""


def _by_language(locale: Locale) -> Iterator[tuple[str, str]]:
    """The names of languages that are one country's own, and called like it or spoken by all of it."""
    names = locale.languages
    tail = _shared_tail(list(names.values()))
    shared = Counter(word for text in names.values() for word in set(_words(text)))
    for code, text in sorted(names.items()):
        home = _home(code)
        own = _words(locale.territories.get(home, ""))
        words = [word for word in _words(text) if shared[word] < len(names) / 8]
        like = any(_alike(word, name) for word in words for name in own)
        if home and words and not set(words) < set(own) and (like or _alone(code, home)):
            yield " ".join(words).removesuffix(tail), home


def _alone(language: str, home: str) -> bool:
    """Whether the language's code is the country's, or all the country speaks it and hardly another."""
    official = _official(language)
    return language.upper() == home or (official[home] >= NEARLY_ALL and len(official) <= FEW)


@cache
def _official(language: str) -> dict[str, float]:
    """The countries where the language is official, and the per cent of their people who speak it."""
    return {
        code: languages[language]["population_percent"]
        for code, languages in get_global("territory_languages").items()
        if languages.get(language, {}).get("official_status") in {"official", "de_facto_official"}
    }


@cache
def _home(language: str) -> str:
    """The country where this language is official and most people's; "" if there is none or are too many."""
    official = _official(language)
    likely = get_global("likely_subtags").get(language, "").split("_")[-1]
    home = language.upper() if language.upper() in official else likely
    if language.upper() != home and len(official) > MANY:
        return ""
    return home if official.get(home, 0) >= MOST else ""


def _shared_tail(names: Sequence[str]) -> str:
    """The letters that most names of languages end in: 어 in Korean, 语 in Chinese."""
    for length in (2, 1):
        tail, uses = Counter(name[-length:] for name in names).most_common(1)[0]
        if uses > len(names) / 2:
            return tail
    return ""


def _words(text: str) -> list[str]:
    return WORD.findall(text)


def alike(name: str, country: str) -> bool:
    """Whether `name` is like a word of the name of `country`."""
    return name in country or any(_alike(word, name) for word in _words(country))


def _alike(word: str, name: str) -> bool:
    """Whether the words are equal, begin alike, or one begins with a piece of the other (британский)."""
    word, name = _fold(word), _fold(name)
    if min(len(word), len(name)) < ALIKE:
        return word == name
    return word[:ALIKE] == name[:ALIKE] or (len(word) > PIECE and word[:PIECE] in name)


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in plain if not "\u0300" <= letter <= "\u036f").removeprefix("ال")
