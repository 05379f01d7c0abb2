"""Characters that are not what they seem: controls, directional overrides, invisible letters.

Headlines and names travel into subjects, feeds and pages in six directions at once, so whatever can turn a
neighbour's text round, or hide in it, stays out. What a script needs to be read stays in: joiners in Persian
or Hindi and in emoji, word breaks in Thai or Khmer, directional marks, and isolates that are closed again
(Unicode Standard Annex 9, section 2; Unicode Technical Report 36, section 3).
"""

import re
import unicodedata

_JOINERS = "\u200c\u200d"
_WORD_BREAK = "\u200b"
_ISOLATES = {"\u2066", "\u2067", "\u2068"}
_POP_ISOLATE = "\u2069"
_NEEDED = frozenset("\u061c\u200e\u200f\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2\U000110bd")
"""Format characters that are read: directional marks, and signs that enclose the digits after them."""
_SPACED_BY_BREAKS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Myanmar and Khmer write no spaces between words."""
_ISOLATING = re.compile("[\u2066-\u2069]")
_SUSPECTS = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"  # controls but for tab and line feed; halves of pairs
    "\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e"  # formats
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
    "\ufdd0-\ufdef\ufffe\uffff"  # noncharacters
    "]+"
)
"""Runs of whatever does not show: most go, some are needed where they stand. Everything else stays."""
_SPACES = re.compile(r"\s+")


def tidy(text: str) -> str:
    """`text` in NFC without the characters that trick; line breaks and tabs stay.

    Line and paragraph separators (U+2028, U+2029) become line breaks: half the programs that read our feeds
    take them for the end of a line, the other half do not.
    """
    if not text.isascii():
        text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _SUSPECTS.search(text) is not None:
        text = _SUSPECTS.sub(_trusted, _closed(text)).rstrip(_JOINERS)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _trusted(suspects: re.Match[str]) -> str:
    """What may stay of a run of suspects; all around them stays."""
    start = suspects.start()
    before = suspects.string[start - 1] if start else ""
    kept = ""
    for char in suspects[0]:
        if _stays(char, before):
            kept += char
            before = char
    return kept


def plain(text: str) -> str:
    """`text` as one line: tidy, white space of every kind turned into single spaces, none at the ends."""
    return _SPACES.sub(" ", tidy(text)).strip()


def shorten(text: str, most: int) -> str:
    """`text` in at most `most` characters, cut at a word where there is one, with an ellipsis."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    word = cut.rfind(" ")
    return (cut[:word] if word > most // 2 else cut).rstrip(" ,;:") + "…"


def _stays(char: str, before: str) -> bool:
    """Whether a suspect is needed after the character `before`."""
    if char in _JOINERS:
        return _joins(before)
    if char == _WORD_BREAK:
        return bool(_SPACED_BY_BREAKS.match(before))
    return char in _NEEDED or char in _ISOLATES or char == _POP_ISOLATE


def _joins(before: str) -> bool:
    """Whether a joiner after this character can mean something: scripts beyond Cyrillic, and emoji."""
    if not before or before in _JOINERS:
        return False
    return ord(before) >= 0x0590 and unicodedata.category(before)[0] in "LMS"


def _closed(text: str) -> str:
    """`text` without the isolates that are never closed and the closings that close nothing."""
    if _ISOLATING.search(text) is None:
        return text
    stray: set[int] = set()
    for line in re.finditer(r"[^\n]+", text):
        stray |= _stray_isolates(line.group(), line.start())
    return "".join(char for place, char in enumerate(text) if place not in stray) if stray else text


def _stray_isolates(line: str, start: int) -> set[int]:
    opened: list[int] = []
    stray: set[int] = set()
    for place, char in enumerate(line, start):
        if char in _ISOLATES:
            opened.append(place)
        elif char == _POP_ISOLATE:
            if opened:
                opened.pop()
            else:
                stray.add(place)
    return stray | set(opened)
