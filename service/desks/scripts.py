"""Which script a text is written in (ISO 15924), and what that says about its language."""

import sys
import unicodedata
from collections import Counter
from functools import cache

import numpy as np
from numpy.typing import NDArray

LETTERS = {
    "Latn": "AZ az \u00aa\u00aa \u00ba\u00ba \u00c0\u00d6 \u00d8\u00f6 \u00f8\u02af \u1e00\u1eff",
    "Cyrl": "\u0400\u052f \u1c80\u1c8f",
    "Arab": "\u0620\u064a \u066e\u06d3 \u06d5\u06d5 \u06fa\u06ff \u0750\u077f \ufb50\ufdff \ufe70\ufefc",
    "Hebr": "\u05d0\u05f2",
    "Deva": "\u0904\u0939 \u0958\u0961 \u0972\u097f",
    "Beng": "\u0985\u09b9 \u09ce\u09ce \u09dc\u09e1 \u09f0\u09f1",
    "Thai": "\u0e01\u0e30 \u0e32\u0e33 \u0e40\u0e46",
    "Kana": "\u3041\u3096 \u309d\u309f \u30a1\u30fa \u30fc\u30ff",
    "Hani": "\u3400\u4dbf \u4e00\u9fff \uf900\ufaff \U00020000\U0003134f",
    "Hang": "\u1100\u11ff \u3130\u318f \uac00\ud7a3",
    "Grek": "\u0370\u03ff \u1f00\u1fff",
    "Armn": "\u0531\u0556 \u0560\u0588",
    "Geor": "\u10a0\u10ff \u1c90\u1cbf",
    "Guru": "\u0a05\u0a39",
    "Gujr": "\u0a85\u0ab9",
    "Orya": "\u0b05\u0b39",
    "Taml": "\u0b85\u0bb9",
    "Telu": "\u0c05\u0c39",
    "Knda": "\u0c85\u0cb9",
    "Mlym": "\u0d05\u0d39",
    "Sinh": "\u0d85\u0dc6",
    "Laoo": "\u0e81\u0eb0",
    "Tibt": "\u0f40\u0f6c",
    "Mymr": "\u1000\u102a",
    "Ethi": "\u1200\u135a",
    "Khmr": "\u1780\u17b3",
}
"""The letters of each script, as ranges: first and last. Marks, signs and digits are none."""
NAMES = ("", *LETTERS)
"""The scripts by their number in what `of_letters` returns; 0 is what is no letter of any."""
NUMBER = {script: number for number, script in enumerate(NAMES)}
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
UNCASED = frozenset(LETTERS) - {"Latn", "Cyrl", "Grek", "Armn"}

KANA_SHARE = 0.05
"""Japanese mixes kana with its Han letters; Chinese quotes a kana now and then."""
BESIDE = 0.25
"""What a Latin letter weighs beside those of another script: names stay in Latin letters everywhere."""


@cache
def _table() -> NDArray[np.uint8]:
    """The number of each character's script."""
    table = np.zeros(sys.maxunicode + 1, dtype=np.uint8)
    for script, ranges in LETTERS.items():
        for span in ranges.split():
            table[ord(span[0]) : ord(span[1]) + 1] = NUMBER[script]
    return table


def codes(text: str) -> NDArray[np.uint32]:
    """The code point of each character."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def of_letters(points: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """The number in NAMES of each character's script, 0 for what is no letter."""
    return _table()[points]


@cache
def _plane(kind: str) -> NDArray[np.bool_]:
    """Which characters of the Basic Multilingual Plane have a Unicode category that begins with `kind`."""
    return np.array([unicodedata.category(chr(point)).startswith(kind) for point in range(0x10000)])


def are_marks(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which characters are marks (accents, vowel signs), standing on the letter before them."""
    return _plane("M")[np.minimum(points, 0xFFFF)]


def are_capitals(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which characters are capital letters."""
    return _plane("Lu")[np.minimum(points, 0xFFFF)]


def tally(text: str) -> Counter[str]:
    """How many letters `text` has of each script."""
    counts = np.bincount(of_letters(codes(text)), minlength=len(NAMES)).tolist()
    return Counter({NAMES[number]: count for number, count in enumerate(counts) if number and count})


def dominant(text: str) -> str:
    """The script `text` is written in: ISO 15924, "Jpan" for Han with kana, "" where there is no letter."""
    return prevailing(tally(text))


def prevailing(counts: Counter[str]) -> str:
    """The script that says the most of a text with `counts` letters of each; names in Latin letters may
    take more room in it than its own."""
    if not counts:
        return ""
    weights = {script: count * SAYS.get(script, 1.0) for script, count in counts.items()}
    if len(weights) > 1:
        weights["Latn"] = weights.get("Latn", 0) * BESIDE
    east = counts["Hani"] + counts["Kana"]
    if counts["Kana"] > KANA_SHARE * east:
        weights["Jpan"] = weights.pop("Hani", 0) + weights.pop("Kana", 0)
    return max(weights, key=lambda script: weights[script])


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
    return len(text) if text.isascii() else sum(map(_columns, text))


@cache
def _columns(letter: str) -> int:
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
