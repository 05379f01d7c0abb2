"""Plain text before it is set: what may not be in it, where it may be cut, how a terminal shows it."""

import re
import unicodedata

from service.desks.scripts import width
from service.render.feeds_text import SPACES, balanced, legal

SLOT_MARKS = dict.fromkeys(map(ord, "\u27e6\u27e7"))
"""⟦ ⟧, between which delivery writes what is one reader's: no article may hold them."""

NAME = 100
"""Most characters of a name; a house and a desk have no more in their tables."""

JOINED = "\u200d\ufe0e\ufe0f"
"""Zero width joiner and variation selectors: they belong to what stands before them."""

CLOSING = "、。，．！？：；”’」』）》〉】…·"
"""Marks that no line of Chinese or Japanese begins with."""

SENTENCE = re.compile(r"[.!?…؟।]+[»”’\"')\]]*(?=\s+[«„“\"'(\[]?\s?(\w))|[。！？]+[”’」』）]*")
SHORTEST = 40
"""A first sentence shorter than this many columns is taken together with the next: mostly an abbreviation."""


def scrubbed(text: str) -> str:
    """`text` without what may not reach a letter or page: controls, open bidi marks, slots."""
    return balanced(legal(text)).translate(SLOT_MARKS)


def line(text: str) -> str:
    """`text` scrubbed, on one line; the narrow and fixed spaces of its typography stay."""
    return SPACES.sub(" ", scrubbed(text)).strip()


def called(name: str) -> str:
    """The name of a house, desk, section, source or person, where it has one line to stand on."""
    return cut(line(name), NAME)


def cut(text: str, length: int) -> str:
    """`text` in at most `length` characters, cut between words, with an ellipsis where it was cut."""
    if len(text) <= length:
        return text
    end = length - 1
    space = text.rfind(" ", end * 2 // 3, end + 1)
    return text[: space if space > 0 else _whole(text, end)].rstrip(" ,;:–—-") + "…"


def sentences_end(text: str, count: int, length: int) -> int:
    """Where the first `count` sentences of `text` end, if they do within `length` characters; else 0."""
    end = 0
    for match in SENTENCE.finditer(text[: length + 2]):
        following = match.group(1) or "X"
        if following.islower() or width(text[end : match.end()]) < SHORTEST or match.end() > length:
            continue
        end, count = match.end(), count - 1
        if not count:
            return end
    return len(text) if len(text) <= length else end


def wrapped(text: str, columns: int = 72, indent: str = "") -> str:
    """`text` in lines of at most `columns`; scripts without spaces break between any two characters."""
    lines, line, filled = [], "", 0
    room = columns - width(indent)
    for word in re.findall(r"[⺀-鿿豈-﫿＀-￯가-힣]|[^ \t\n\r⺀-鿿豈-﫿＀-￯가-힣]+|[ \t\n\r]+", text.strip()):
        piece = " " if SPACES.fullmatch(word) else word
        takes = width(piece)
        if filled + takes > room and line.strip() and piece not in CLOSING and piece != " ":
            lines.append(line.rstrip())
            line, filled = "", 0
        line, filled = (line, filled) if piece == " " and not line else (line + piece, filled + takes)
    return "\n".join(indent + each for each in [*lines, line.rstrip()] if each)


def _whole(text: str, end: int) -> int:
    """The last place at or before `end` where no character is torn from its marks."""
    while end > 0 and (
        unicodedata.category(text[end]).startswith("M")
        or text[end] in JOINED
        or text[end - 1] == "\u200d"
        or 0x1F3FB <= ord(text[end]) <= 0x1F3FF
    ):
        end -= 1
    return end
