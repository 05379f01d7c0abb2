"""Words of a text and names of places brought to the same form, so that one finds the other.

A name is kept under the stem that its endings are put to, with the way in which it bends; a word of a text
is looked up by each of its beginnings, and what is left of it has to be an ending of that way.
"""

import re
import unicodedata
from enum import Enum
from functools import cache, lru_cache

from service.desks.atlas import PEOPLE, TERRITORY
from service.desks.tongues import Tongue, tongue

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
NUKTA = str.maketrans({"\u0958": "क", "\u0959": "ख", "\u095a": "ग", "\u095b": "ज", "\u095c": "ड",
                       "\u095d": "ढ", "\u095e": "फ", "\u095f": "य"})  # fmt: skip
DOT_ABOVE, BREVE = "\u0307", "\u0306"
FULL_STOP = ord(".")


class Way(Enum):
    """How a stem bends: what may follow it, and what that makes of the name."""

    WHOLE = "whole"
    """The dictionary form; cases, and endings that derive an adjective."""
    CUT = "cut"
    """The dictionary form without its ending, which a text replaces but never just leaves off."""
    AGREED = "agreed"
    """A stem written with "~": an adjective or a people."""
    BARE = "bare"
    """The name without its article: adjectives are made of it (صين without ال)."""


@cache
def token(language: str) -> re.Pattern[str]:
    """What a word is in `language`: letters with their marks, or an abbreviation with full stops (U.S.)."""
    joined = tongue(language).joined
    inside = f"[{MARKS}]+" + (f"|[{joined}](?=[^\\W\\d_])" if joined else "")
    rest = f"[^\\W\\d_]*(?:(?:{inside})[^\\W\\d_]*)*"
    # Both begin with a letter, so that the search runs from letter to letter and tries nothing in between.
    return re.compile(f"[^\\W\\d_](?:(?<=[A-Z])\\.(?:[A-Z]\\.)+|{rest})")


class _Folding(dict[int, str]):
    """What each letter is folded to, found out when it is first met."""

    def __init__(self, rules: Tongue) -> None:
        self.rules = rules
        super().__init__(dict.fromkeys(map(ord, rules.joined), rules.sign))

    def __missing__(self, code: int) -> str:
        letter = chr(code).casefold().translate(NUKTA)
        if not self.rules.accents:
            letter = "".join(one for one in unicodedata.normalize("NFD", letter) if not _accent(one))
        letter = unicodedata.normalize("NFC", letter).translate(SAME_LETTER).replace(DOT_ABOVE, "")
        letter = letter.translate(str.maketrans(*self.rules.folded))
        self[code] = "" if code == FULL_STOP else letter
        return self[code]


@cache
def _folding(language: str) -> _Folding:
    return _Folding(tongue(language))


def fold(word: str, language: str) -> str:
    """`word` without what tells no names apart: case, and by language accents, points and apostrophes."""
    return word.translate(_folding(language))


def _accent(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn" and letter != BREVE


def ways(word: str, language: str, *, kind: str, stem: bool) -> list[tuple[str, Way]]:
    """The stems that the folded `word` of a name is kept under; `stem`: it is one already."""
    rules = tongue(language)
    if stem or (rules.apart and kind == PEOPLE):
        return [(word, Way.AGREED)]
    for pattern, way in ((rules.adjective, Way.AGREED), (rules.lemma, Way.CUT)):
        for cut in range(max(rules.shortest, len(word) - 3), len(word)):
            if _compiled(pattern).fullmatch(word, cut):
                return [(word[:cut], way)]
    found = [(word, Way.WHOLE)]
    if rules.article and kind == TERRITORY and word.startswith(rules.article):
        found.append((word.removeprefix(rules.article), Way.BARE))
    return found


def bend(ending: str, way: Way, language: str) -> str | None:
    """What the folded `ending` makes of a stem: "case", "derived", or None if it is no such ending."""
    return _bend(ending, way, tongue(language))


@lru_cache(maxsize=1 << 16)
def _bend(ending: str, way: Way, rules: Tongue) -> str | None:
    if way is Way.AGREED:
        return "case" if _compiled(rules.agreed).fullmatch(ending) else None
    if (way is Way.WHOLE or (way is Way.CUT and ending)) and _compiled(rules.cases).fullmatch(ending):
        return "case"
    return "derived" if ending and _compiled(rules.derived).fullmatch(ending) else None


def wholes(word: str, language: str) -> list[tuple[str, bool]]:
    """The folded `word`, and what is left of it without conjunctions, prepositions and articles before it;
    and whether that was without the article: then it is found as an adjective or a people only."""
    rules = tongue(language)
    found = [word]
    if rules.prefixes:
        pattern = _compiled(rules.prefixes)
        cuts = range(1, min(LONGEST_PREFIX, len(word) - rules.shortest) + 1)
        found += [word[cut:] for cut in cuts if pattern.fullmatch(word, 0, cut)]
    if rules.article and (joined := _compiled("[وف]?لل").match(word)):
        found.append(rules.article + word[joined.end() :])
    bare = [
        one.removeprefix(rules.article) for one in found if rules.article and one.startswith(rules.article)
    ]
    return [(one, False) for one in found] + [(one, True) for one in bare]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?:{pattern})".translate(SAME_LETTER))
