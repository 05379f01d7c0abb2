"""The author's biography, where it was left in the text as its first or last paragraph.

Such a paragraph opens with a person's name, says in its first sentence what that person does in the trade,
and the article itself never speaks of that person. All three have to be so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.desks import scripts, sentences
from service.desks.biography_words import ABOUT, TRADES
from service.desks.language import base
from service.desks.markup import lines
from service.desks.sentences import Span

LONGEST_NAME = 5
"""Words of the longest name."""
LONGEST_EASTERN_NAME = 12
"""Letters of the longest name in Chinese, Japanese and Korean letters."""
LONGEST = 1200
"""Characters of the longest biography."""
LEAST_LEFT = 200
"""Characters that must be left of the article without it (a third of that where a letter is a word)."""
WORD = re.compile(r"[^\W\d_](?:[^\s,،、，:：()（）«»“”\"—–·]|·)*")
PARTICLES = frozenset(
    {"de", "du", "des", "da", "dos", "di", "del", "della", "la", "le", "van", "von", "den", "der"}
    | {"al", "bin", "el", "ibn", "abu", "бен", "ибн", "фон", "ван", "де"}
)
"""Small words inside names."""
COPULA = re.compile(r"是|は|\s[—–-]\s|[,،，(（]")


@dataclass(frozen=True, slots=True)
class Biography:
    """A paragraph about the author: where it is in the plain text, and the author's name."""

    start: int
    end: int
    name: str
    because: str


def find(text: str, language: str, authors: Sequence[str]) -> Biography | None:
    """The author's biography in the plain text of an article in `language`, if it has one."""
    blocks = lines(text)
    trades = TRADES.get(base(language))
    if len(blocks) < 2 or trades is None:
        return None
    for place, span in (("first", blocks[0]), ("last", blocks[-1])):
        found = _read(text, span, trades, authors)
        if found and _is_not_the_story(text, span, found):
            why = f"the {place} paragraph presents {found}, of whom the article does not speak"
            return Biography(*span, found, why)
    return None


def _read(text: str, span: Span, trades: re.Pattern[str], authors: Sequence[str]) -> str:
    """The name that the paragraph presents, "" if it presents nobody."""
    paragraph = text[slice(*span)].strip()
    if len(paragraph) > LONGEST:
        return ""
    paragraph = ABOUT.sub("", paragraph)
    first = paragraph[slice(*sentences.split(paragraph)[0])]
    trade = trades.search(first)
    if not trade or trade.start() == 0:
        return ""
    known = next((name for name in authors if paragraph.startswith(name)), "")
    return known or _name(first[: trade.start()])


def _name(opening: str) -> str:
    """The person's name that `opening` begins with, "" if it begins otherwise."""
    script = scripts.dominant(opening)
    if script in {"Hani", "Jpan", "Kana", "Hang"}:
        name = COPULA.split(opening)[0].strip()
        return name if 2 <= len(name) <= LONGEST_EASTERN_NAME else ""
    if script in scripts.UNCASED:
        name = COPULA.split(opening)[0].strip()
        return name if 2 <= len(name.split()) < LONGEST_NAME else ""
    return _capitalised(opening)


def _capitalised(opening: str) -> str:
    words: list[str] = []
    end = 0
    for word in WORD.finditer(opening):
        particle = words and word.group() in PARTICLES
        if opening[end : word.start()].strip() or not (particle or word.group()[0].isupper()):
            break
        words.append(word.group())
        end = word.end()
    return " ".join(words) if 2 <= len(words) <= LONGEST_NAME else ""


def _is_not_the_story(text: str, span: Span, name: str) -> bool:
    """Whether the rest is an article by itself that never speaks of `name`."""
    rest = text[: span[0]] + text[span[1] :]
    spaced = " " in name
    family = max(re.split(r"[\s·]", name), key=len) if spaced else name
    return len(rest) >= (LEAST_LEFT if spaced else LEAST_LEFT // 3) and family not in rest
