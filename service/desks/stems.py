"""Words of a text and names of places brought to the same form, so that one finds the other.

A key is a folded stem. "+" behind it says that the dictionary form has an ending which a text replaces but
never just leaves off; "~" before it says that it is met as an adjective only (صين without its article).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from service.desks.tongues import Tongue, tongue

LONGEST = 12
"""Letters of the longest ending."""
LONGEST_PREFIX = 5

MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
    "\u0981-\u0983\u09bc-\u09cd\u09d7\u09e2\u09e3"
)
"""Vowel signs and accents, which regular expressions do not take for parts of words."""
SAME_LETTER = str.maketrans("أإآٱةۀۃكي", "ااااهههکی") | dict.fromkeys(
    [0x93C, 0x640, *range(0x64B, 0x660), 0x670]
)
"""Spellings of one letter in the Arabic script; points and stretchings that may be left off, nukta too."""
DOT_ABOVE, BREVE = "\u0307", "\u0306"


@cache
def token(language: str) -> re.Pattern[str]:
    """What a word is in `language`: letters with their marks, or an abbreviation with full stops (U.S.)."""
    joined = tongue(language).joined
    inside = f"(?:[{joined}](?=[^\\W\\d_]))?" if joined else ""
    return re.compile(f"(?:[A-Z]\\.){{2,}}|(?:[^\\W\\d_][{MARKS}]*{inside})+")


def fold(word: str, language: str) -> str:
    """`word` without what tells no names apart: case, and by language accents, points and apostrophes."""
    rules = tongue(language)
    word = word.casefold().replace(".", "")
    if rules.joined:
        word = word.translate(dict.fromkeys(map(ord, rules.joined)))
    if not rules.accents:
        word = "".join(letter for letter in unicodedata.normalize("NFD", word) if not _accent(letter))
    return unicodedata.normalize("NFC", word).translate(SAME_LETTER).replace("i" + DOT_ABOVE, "i")


def _accent(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn" and letter != BREVE


def key(word: str, language: str, *, people: bool = False) -> str:
    """The key of the folded dictionary form `word`; `people`: it is an adjective or a people's name."""
    rules = tongue(language)
    mark = "~" if people and rules.article else ""
    if mark:
        word = word.removeprefix(rules.article)
    pattern = _compiled(rules.adjective if people else rules.lemma)
    for cut in range(max(rules.shortest, len(word) - 3), len(word)):
        if pattern.fullmatch(word, cut):
            return f"{mark}{word[:cut]}+"
    return mark + word


def keys(word: str, language: str) -> list[tuple[str, str]]:
    """The keys that the folded `word` of a text may be found under, each with how it bends there.

    "exact", "case" (Казахстаном), "derived" (казахстанский) or "agreed" (chinoise).
    """
    rules = tongue(language)
    everyday = _everyday(language)
    found = [bent for whole in _without_prefixes(word, rules) for bent in _bent(whole, rules)]
    return [] if any(name.strip("~+") in everyday for name, _ in found) else found


def _bent(whole: str, rules: Tongue) -> Iterator[tuple[str, str]]:
    yield whole, "exact"
    bare = whole.removeprefix(rules.article) if rules.article else whole
    mark = "~" if rules.article else ""
    ways = (("case", "", rules.cases), ("derived", mark, rules.derived), ("agreed", mark, rules.agreed))
    for cut in range(len(bare) - 1, max(rules.shortest, len(bare) - LONGEST) - 1, -1):
        for bend, sign, pattern in ways:
            if _compiled(pattern).fullmatch(bare, cut):
                yield sign + bare[:cut], bend
                yield f"{sign}{bare[:cut]}+", bend


def _without_prefixes(word: str, rules: Tongue) -> list[str]:
    wholes = [word]
    if rules.prefixes:
        pattern = _compiled(rules.prefixes)
        cuts = range(1, min(LONGEST_PREFIX, len(word) - 2) + 1)
        wholes += [word[cut:] for cut in cuts if pattern.fullmatch(word, 0, cut)]
    if rules.article and (found := _compiled("[وف]?لل").match(word)):
        wholes.append(rules.article + word[found.end() :])
    return wholes


@cache
def _everyday(language: str) -> frozenset[str]:
    return frozenset(fold(word, language) for word in tongue(language).everyday)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?:{pattern})".translate(SAME_LETTER))
