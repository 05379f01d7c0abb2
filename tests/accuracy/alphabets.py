"""The Kazakh and Uzbek news written in their other alphabets, letter by letter.

Kazakh in the Latin alphabets decreed in 2018 and proposed in 2021; Uzbek in Cyrillic.
"""

import re
from collections.abc import Iterator

from tests.accuracy import news

OF_2021 = dict(
    zip("аәбвгғдежзийікқлмнңоөпрстуұүфхһшыэ", "aäbvgğdejziiikqlmnñoöprstuūüfhhşye", strict=True)
) | {"ё": "io", "ц": "ts", "ч": "ch", "щ": "şş", "ю": "iu", "я": "ia", "ъ": "", "ь": ""}
OF_2018 = OF_2021 | dict(zip("әғийңөуұүы", "áǵııńóýuúy", strict=True)) | {"ш": "sh"}
UZBEK = {
    **{"oʻ": "ў", "gʻ": "ғ", "sh": "ш", "ch": "ч", "yo": "ё", "yu": "ю", "ya": "я", "ye": "е", "ʼ": "ъ"},
    **dict(zip("abdefghijklmnopqrstuvxyz", "абдэфгҳижклмнопқрстувхйз", strict=True)),
}
TURNED = re.compile("[‘’ʻ'`]")
"""The turned comma of oʻ and gʻ, as people type it."""


def items(which: str) -> Iterator[tuple[str, list[str]]]:
    """The items of the half `which` in each of these alphabets: tag and lines."""
    for item in news.half(news.items("kk"), which):
        for alphabet in (OF_2018, OF_2021):
            yield "kk-Latn", [_spelt(line, alphabet) for line in item.lines]
    for item in news.half(news.items("uz"), which):
        yield "uz-Cyrl", [_cyrillic(line) for line in item.lines]


def _spelt(text: str, alphabet: dict[str, str]) -> str:
    return "".join(_letter(letter, alphabet) for letter in text)


def _letter(letter: str, alphabet: dict[str, str]) -> str:
    written = alphabet.get(letter.lower(), letter)
    return written.capitalize() if letter.isupper() else written


def _cyrillic(text: str) -> str:
    text = TURNED.sub("ʻ", text.lower()).replace("aʻ", "aʼ")
    for latin, letter in UZBEK.items():
        text = text.replace(latin, letter)
    return re.sub(r"\bэ", "э", re.sub(r"(?<=\w)э", "е", text))
