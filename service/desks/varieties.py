"""In which script a language is written, where it has several: Chinese, Kazakh, Serbian, Uzbek.

A tag names the script where it is not the one that CLDR takes for granted (BCP 47, RFC 5646 section 4.1:
kk is Cyrillic, kk-Latn is not); Chinese always names it. The model has not met Kazakh in Latin letters: it
reads to it like one of its sisters, and is known by words that those do not have.
"""

import re
from functools import cache

from langcodes import Language
from langcodes.tag_parser import LanguageTagError

from service.desks import scripts

WRITTEN = {"kk": "Cyrl", "sr": "Cyrl", "uz": "Latn", "zh": ""}
"""The languages with several scripts, and the one that goes without saying."""
READS_AS = {"kk-Latn": "tk"}
"""The language that the model takes one for that it has not met."""
SISTERS = frozenset({"az", "crh", "tk", "tr", "tt", "uz"})
"""The languages that Kazakh in Latin letters reads like to the model."""
KAZAKH = frozenset(
    {"айтты", "алғаш", "алғашқы", "ақпарат", "арқылы", "барлық", "бастап", "бірақ", "бойынша"}
    | {"болады", "болатын", "болған", "болып", "бұл", "бүгін", "дейін", "емес", "екен", "екі"}
    | {"жатқан", "жатыр", "жаңа", "және", "жоқ", "жұмыс", "жыл", "жылғы", "жылдың", "жылы", "кезде"}
    | {"кезінде", "кейбір", "қазір", "қатысты", "немесе", "оның", "осы", "отырып", "өзінің"}
    | {"ретінде", "сондай", "сондықтан", "сияқты", "тиіс", "туралы", "үшін"}
)
"""Words of every day that neither Turkish, Turkmen, Uzbek, Azerbaijani nor Tatar spells so."""
SPELT = (
    *(("sh", "ш"), ("ch", "ч"), ("ş", "ш"), ("ç", "ш"), ("ts", "ц"), ("iu", "у"), ("ý", "у"), ("w", "у")),
    *(("ä", "а"), ("á", "а"), ("ə", "а"), ("ğ", "ғ"), ("ǵ", "ғ"), ("ñ", "ң"), ("ń", "ң"), ("ö", "о")),
    *(("ó", "о"), ("ü", "у"), ("ú", "у"), ("ū", "у"), ("ұ", "у"), ("ү", "у"), ("ә", "а"), ("ө", "о")),
    *(("й", "і"), ("и", "і"), ("ы", "і"), ("ı", "і"), ("i", "і"), ("y", "і"), ("a", "а"), ("b", "б")),
    *(("d", "д"), ("e", "е"), ("g", "г"), ("h", "х"), ("j", "ж"), ("k", "к"), ("l", "л"), ("m", "м")),
    *(("n", "н"), ("o", "о"), ("p", "п"), ("q", "қ"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у")),
    *(("v", "в"), ("z", "з")),
)
"""Spellings of Kazakh, in the alphabets of 2018 and of 2021 and in Cyrillic, down to one that they share."""
WORD = re.compile(r"[^\W\d_]+")
NASAL = 0.6
"""What a word with ñ says, as Kazakh writes the sound of its genitives; its sisters in the news have none."""
SHARE = 0.06
"""Share of the words that are KAZAKH in a text that is."""


def tag(language: str, text: str) -> str:
    """The tag of `text`, which is in `language` (a language alone), by its script."""
    if language == "zh":
        return f"zh-{scripts.chinese(text)}"
    if language in SISTERS and scripts.dominant(text) == "Latn" and is_kazakh(text):
        return "kk-Latn"
    usual = WRITTEN.get(language)
    if usual is None:
        return language
    written = scripts.dominant(text)
    return language if written in {usual, ""} else f"{language}-{written}"


def is_kazakh(text: str) -> bool:
    """Whether `text`, in Latin letters and a Turkic language, is Kazakh."""
    words = [_plainly(word) for word in WORD.findall(text.lower())]
    known = sum(word in _kazakh() for word in words)
    nasal = sum("ң" in word for word in words)
    return known + nasal * NASAL > SHARE * len(words)


@cache
def _kazakh() -> frozenset[str]:
    return frozenset(_plainly(word) for word in KAZAKH)


def _plainly(word: str) -> str:
    """`word` as all alphabets of Kazakh would have it."""
    for spelling, plain in SPELT:
        word = word.replace(spelling, plain)
    return word


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
