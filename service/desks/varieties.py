"""In which script a language is written, where it has several: Chinese, Kazakh, Serbian, Uzbek.

A tag names the script where it is not the one that CLDR takes for granted (BCP 47, RFC 5646 section 4.1:
kk is Cyrillic, kk-Latn is not); Chinese always names it.
"""

from functools import cache

from langcodes import Language
from langcodes.tag_parser import LanguageTagError

from service.desks import scripts

WRITTEN = {"kk": "Cyrl", "sr": "Cyrl", "uz": "Latn", "zh": ""}
"""The languages with several scripts, and the one that goes without saying."""


def tag(language: str, text: str) -> str:
    """The tag of `text`, which is in `language` (a language alone), by its script."""
    if language == "zh":
        return f"zh-{scripts.chinese(text)}"
    usual = WRITTEN.get(language)
    if usual is None:
        return language
    written = scripts.dominant(text)
    return language if written in {usual, ""} else f"{language}-{written}"


@cache
def script(tag: str) -> str:
    """The script that a tag of one of these languages means; "" for all others."""
    try:
        language = Language.get(tag)
    except LanguageTagError:
        return ""
    if language.language not in WRITTEN:
        return ""
    return language.maximize().script or ""
