"""Look over a feed's text before a parser sees it, in one pass each: what could harm is refused or cut.

Parsers of feeds match patterns over bylines in time that grows with the square of their length, keep a stack
of open elements, and expand entities that a document declares for itself.
"""

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass, field

from service.errors import Unreadable, Unsafe
from service.ingest.decoding import HOLE
from service.ingest.fields import LONGEST_BYLINE

DEEPEST = 1000
"""Elements within elements. Real feeds stay under 60; broken ones that leave HTML open come to some more."""
LONGEST_TAG = 16 * 1024
"""Characters of one tag: parsers compare each attribute with all the others of its tag."""
LONGEST_AUTHOR = 4 * LONGEST_BYLINE
"""Characters of an author element with its name, address and mark-up."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ILLEGAL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[1-2]|1[4-9]|2[0-9]|3[01])|[xX]0*(?:[0-8bBcC]|[eE]|1[0-9a-fA-F]));"
)
_PROLOG = re.compile(r"\s+|<\?(?:(?!\?>).)*\?>|<!--(?:(?!-->).)*-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE([^>\[]*)(\[?)", re.IGNORECASE)
_TAG = re.compile(r"""<!\[CDATA\[|<!--|<(/?)([A-Za-z_:][\w:.\-]*)(?:[^<>"']|"[^"<]*"|'[^'<]*')*?(/?)>""")
_CLOSING = {"<![CDATA[": "]]>", "<!--": "-->"}
_ENTRY = re.compile(r"(?:[\w.\-]+:)?(?:item|entry)", re.IGNORECASE)
_HIGHEST = 2
"""Elements around an entry at most: rss and channel."""
_AUTHOR = re.compile(
    r"<((?:[\w.\-]+:)?(?:author|creator|contributor|publisher|owner|managingeditor|webmaster))(?:\s[^<>]*)?(?<!/)>",
    re.IGNORECASE,
)


def legal(text: str) -> str:
    """`text` without the characters XML 1.0 does not allow (section 2.2), raw or as references."""
    return _ILLEGAL_REFERENCE.sub("", _ILLEGAL.sub("", text))


def refuse_declarations(text: str) -> None:
    """Raise Unsafe for a document type that declares things of its own: entities are how feeds are turned
    into bombs, and into readers of our files. A plain DOCTYPE, as RSS 0.91 has one, is let through."""
    place = 0
    while step := _PROLOG.match(text, place):
        place = step.end()
    doctype = _DOCTYPE.match(text, place)
    if doctype and doctype[2]:
        raise Unsafe(
            "declares entities of its own (a DOCTYPE with an internal subset): ask for a feed without"
        )


@dataclass(slots=True)
class Scan:
    """Where the items or entries of a feed stand: begin, end, begin, end.

    `harmful` are those that no parser is to see, by their place counted from nought, and why.
    """

    places: "array[int]" = field(default_factory=lambda: array("Q"))
    harmful: dict[int, str] = field(default_factory=dict)


def scan(text: str) -> Scan:
    """Find the entries of a feed in one pass over its tags.

    An entry ends with its closing tag even if something in it was left open. Raises Unreadable for elements
    more than DEEPEST deep, or tags longer than LONGEST_TAG, outside of the entries.
    """
    found = Scan()
    depth = place = level = 0
    name = ""
    while tag := _TAG.search(text, place):
        place = tag.end()
        if end := _CLOSING.get(tag[0]):
            place = text.find(end, place)
            if place < 0:
                break
            continue
        if tag[1] and name and tag[2] == name:
            depth, name = level, ""
            found.places.append(place)
        elif not tag[3]:
            if not name and depth <= _HIGHEST and not tag[1] and _ENTRY.fullmatch(tag[2]):
                name, level = tag[2], depth
                found.places.append(tag.start())
            depth += -1 if tag[1] else 1
        if harm := _harm(depth - level if name else depth, place - tag.start()):
            if not name:
                raise Unreadable(harm)
            found.harmful[len(found.places) // 2] = harm
    if name:
        found.harmful[len(found.places) // 2] = "breaks off in the middle: the feed was not sent whole"
        found.places.append(len(text))
    _find_holes(text, found)
    return found


def _find_holes(text: str, found: Scan) -> None:
    place = text.find(HOLE)
    while place >= 0:
        turn = bisect_right(found.places, place)
        if turn % 2:
            found.harmful[turn // 2] = "holds bytes that are not UTF-8: save it as UTF-8"
        place = text.find(HOLE, found.places[turn] if turn % 2 else place + 1)


def _harm(depth: int, length: int) -> str:
    if depth > DEEPEST:
        return f"nests elements more than {DEEPEST:,} deep"
    return f"holds a tag longer than {LONGEST_TAG:,} characters" if length > LONGEST_TAG else ""


def cut_bylines(text: str) -> str:
    """`text` with every author element that is too long cut to a byline that is just too long.

    So the parser is spared, and the item is still refused for the reason that is true.
    """
    pieces: list[str] = []
    place = 0
    while opening := _AUTHOR.search(text, place):
        closing = re.compile(f"</{re.escape(opening[1])}\\s*>", re.IGNORECASE).search(text, opening.end())
        if closing is None:
            raise Unreadable(f"opens an element <{opening[1]}> and never closes it")
        pieces.append(text[place : opening.end()])
        within = text[opening.end() : closing.start()]
        pieces.append(within if len(within) <= LONGEST_AUTHOR else "x" * (LONGEST_BYLINE + 1))
        place = closing.start()
    return "".join([*pieces, text[place:]])
