"""Type for each script: which faces its readers have, and the sizes and line heights it wants.

No font is downloaded. Headlines are set in a serif where the script has the tradition. Sizes are CSS pixels,
measures are for mail; pages say the same in static/deskwire/house.css.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import langcodes
from langcodes.tag_parser import LanguageTagError

SANS = "-apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Typeface:
    """How a script is set. Line heights are multiples of the size."""

    headline: str
    """A CSS font-family."""
    text: str
    lead_size: int = 28
    headline_size: int = 20
    text_size: int = 16
    small_size: int = 13
    headline_leading: float = 1.25
    text_leading: float = 1.55
    spaced: bool = True
    """Capitals and letter-spacing may mark small headings: the script has them and bears it."""


def _chinese(songti: str, noto: str, old: str, sans: str) -> Typeface:
    return Typeface(
        f"'{songti}', 'Noto Serif CJK {noto}', {old}, serif",
        f"{sans}, 'Noto Sans CJK {noto}', sans-serif",
        lead_size=26,
        headline_size=19,
        headline_leading=1.4,
        text_leading=1.75,
        spaced=False,
    )


def _asian(faces: str, fallback: str) -> Typeface:
    stack = f"{faces}, 'Noto Sans {fallback}', sans-serif"
    return Typeface(
        stack, stack, text_size=17, small_size=14, headline_leading=1.45, text_leading=1.7, spaced=False
    )


LATIN = Typeface("Georgia, 'Times New Roman', 'Noto Serif', serif", SANS)
CYRILLIC = replace(LATIN, headline="'PT Serif', 'Noto Serif', 'Times New Roman', serif")
MORE_LETTERS = frozenset({"ba", "kk", "ky", "mn", "tg", "tt"})
"""Languages in Cyrillic with letters that Georgia lacks on many machines: ә, қ, ң and their kin."""

NASKH = "'Geeza Pro', 'Noto Naskh Arabic', 'Segoe UI', Tahoma, sans-serif"
ARABIC = Typeface(
    NASKH,
    NASKH,
    text_size=17,
    small_size=14,
    headline_leading=1.6,
    text_leading=1.8,
    spaced=False,
)
SIMPLIFIED = _chinese("Songti SC", "SC", "SimSun", "'PingFang SC', 'Microsoft YaHei'")
TYPEFACES = {
    "Arab": ARABIC,
    "Hebr": Typeface(
        "'Noto Serif Hebrew', 'Times New Roman', serif",
        "'Segoe UI', Arial, 'Noto Sans Hebrew', sans-serif",
        spaced=False,
    ),
    "Hans": SIMPLIFIED,
    "Hant": _chinese("Songti TC", "TC", "PMingLiU", "'PingFang TC', 'Microsoft JhengHei'"),
    "Jpan": replace(
        SIMPLIFIED,
        headline="'Hiragino Mincho ProN', 'Yu Mincho', 'Noto Serif CJK JP', serif",
        text="'Hiragino Sans', 'Yu Gothic', Meiryo, 'Noto Sans CJK JP', sans-serif",
    ),
    "Kore": replace(
        SIMPLIFIED,
        headline="AppleMyungjo, Batang, 'Noto Serif CJK KR', serif",
        text="'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans CJK KR', sans-serif",
    ),
    "Deva": _asian("Kohinoor Devanagari, 'Nirmala UI'", "Devanagari"),
    "Beng": _asian("Kohinoor Bangla, 'Nirmala UI'", "Bengali"),
    "Thai": _asian("Thonburi, 'Leelawadee UI', Leelawadee", "Thai"),
}
URDU = replace(
    ARABIC,
    headline="'Noto Nastaliq Urdu', " + ARABIC.headline,
    text="'Noto Nastaliq Urdu', " + ARABIC.text,
    headline_leading=2.0,
    text_leading=2.0,
)


@lru_cache(maxsize=1024)
def typeface(language: str) -> Typeface:
    """How a text in `language` (BCP 47) is set."""
    try:
        tag = langcodes.get(language).maximize()
    except LanguageTagError:
        return LATIN
    if tag.script == "Cyrl" and tag.language in MORE_LETTERS:
        return CYRILLIC
    return URDU if tag.language == "ur" else TYPEFACES.get(tag.script or "", LATIN)
