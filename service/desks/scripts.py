"""Which script a text is written in (ISO 15924), and what that says about its language."""

import re
import unicodedata
from collections import Counter
from functools import cache

LETTERS = {
    "Latn": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
    "Cyrl": "\u0400-\u052f\u1c80-\u1c8f",
    "Arab": "\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "Hebr": "\u05d0-\u05f2",
    "Deva": "\u0904-\u0939\u0958-\u0961\u0972-\u097f",
    "Beng": "\u0985-\u09b9\u09ce\u09dc-\u09e1\u09f0\u09f1",
    "Thai": "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46",
    "Kana": "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff",
    "Hani": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f",
    "Hang": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
}
LETTER = re.compile("|".join(f"(?P<{script}>[{span}])" for script, span in LETTERS.items()))
UNSPACED = frozenset({"Hani", "Kana", "Thai"})
"""Scripts that set no space between words."""
SAYS = {
    "Hani": 2.5,
    "Kana": 1.7,
    "Hang": 2.0,
    "Deva": 1.6,
    "Beng": 1.6,
    "Hebr": 1.25,
    "Arab": 1.1,
    "Thai": 1.1,
}
"""How many Latin letters say what one letter of the script says, in translations of the same news."""
UNCASED = frozenset(LETTERS) - {"Latn", "Cyrl", "Grek"}

KANA_SHARE = 0.05
"""Japanese mixes kana with its Han letters; Chinese quotes a kana now and then."""


def tally(text: str) -> Counter[str]:
    """How many letters `text` has of each script."""
    return Counter(match.lastgroup or "" for match in LETTER.finditer(text))


def dominant(text: str) -> str:
    """The script of most of `text`: ISO 15924, "Jpan" for Han with kana, "" where there is no letter."""
    counts = tally(text)
    if not counts:
        return ""
    east = counts["Hani"] + counts["Kana"]
    if counts["Kana"] > KANA_SHARE * east:
        counts["Jpan"] = east
        del counts["Hani"], counts["Kana"]
    return max(counts, key=lambda script: counts[script])


@cache
def _only_simplified(letter: str) -> bool:
    return _encodes(letter, "gb2312") and not _encodes(letter, "big5")


@cache
def _only_traditional(letter: str) -> bool:
    return _encodes(letter, "big5") and not _encodes(letter, "gb2312")


def _encodes(letter: str, charset: str) -> bool:
    try:
        letter.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def chinese(text: str) -> str:
    """ "Hans" or "Hant": by the letters that the old mainland or the old Taiwan charset alone holds."""
    simplified = sum(map(_only_simplified, text))
    traditional = sum(map(_only_traditional, text))
    return "Hant" if traditional > simplified else "Hans"


def width(text: str) -> int:
    """The columns that `text` takes: two for wide letters of the East, none for marks."""
    return sum(
        0
        if unicodedata.category(letter) in {"Mn", "Me", "Cf"}
        else 2
        if unicodedata.east_asian_width(letter) in "WF"
        else 1
        for letter in text
    )
