"""Look over a feed before a parser sees it, in one pass each: what could harm is refused or cut.

A feed is looked over as the UTF-8 that came, so that no other copy of the whole of it is ever made.

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
"""Bytes of one tag: parsers compare each attribute with all the others of its tag."""
LONGEST_AUTHOR = 4 * LONGEST_BYLINE
"""Characters of an author element with its name, address and mark-up."""

_ILLEGAL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]+")
_ILLEGAL_BEYOND = re.compile(rb"\xef\xbf[\xbe\xbf]")
"""U+FFFE and U+FFFF."""
_ILLEGAL_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[1-2]|1[4-9]|2[0-9]|3[01])|[xX]0*(?:[0-8bBcC]|[eE]|1[0-9a-fA-F]));"
)
_PROLOG = re.compile(
    rb"(?:\s|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2(?:\x80[\x80-\x8a\xa8\xa9\xaf]|\x81\x9f)|\xe3\x80\x80)+"
    rb"|<\?(?:(?!\?>).)*\?>|<!--(?:(?!-->).)*-->",
    re.DOTALL,
)
"""What may stand before a document type: white space of Unicode too, as lenient parsers pass over it."""
_DOCTYPE = re.compile(rb"<!DOCTYPE([^>\[]*)(\[?)", re.IGNORECASE)
_TAG = re.compile(
    rb"""<!\[CDATA\[|<!--|<(/?)([A-Za-z_:][\w:.\-\x80-\xff]*)(?:[^<>"']|"[^"<]*"|'[^'<]*')*?(/?)>"""
)
_CLOSING = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
_ENTRY = re.compile(rb"(?:[\w.\-\x80-\xff]+:)?(?:item|entry)", re.IGNORECASE)
_HOLE = HOLE.encode()
_HIGHEST = 2
"""Elements around an entry at most: rss and channel."""
_AUTHOR = re.compile(
    r"<((?:[\w.\-]+:)?(?:author|creator|contributor|publisher|owner|managingeditor|webmaster))(?:\s[^<>]*)?(?<!/)>",
    re.IGNORECASE,
)


def legal(data: bytes) -> bytes:
    """`data` without the characters XML 1.0 does not allow (section 2.2), raw or as references.

    What is clean, as nearly all is, is given back itself, and not a copy of it.
    """
    for pattern in (_ILLEGAL, _ILLEGAL_BEYOND, _ILLEGAL_REFERENCE):
        if pattern.search(data):
            data = pattern.sub(b"", data)
    return data


def refuse_declarations(data: bytes) -> None:
    """Raise Unsafe for a document type that declares things of its own: entities are how feeds are turned
    into bombs, and into readers of our files. A plain DOCTYPE, as RSS 0.91 has one, is let through."""
    place = 0
    while step := _PROLOG.match(data, place):
        place = step.end()
    doctype = _DOCTYPE.match(data, place)
    if doctype and doctype[2]:
        raise Unsafe(
            "declares entities of its own (a DOCTYPE with an internal subset): ask for a feed without"
        )


@dataclass(slots=True)
class Scan:
    """Where the items or entries of a feed stand, in bytes: begin, end, begin, end.

    `harmful` are those that no parser is to see, by their place counted from nought, and why.
    """

    places: "array[int]" = field(default_factory=lambda: array("Q"))
    harmful: dict[int, str] = field(default_factory=dict)


def scan(data: bytes) -> Scan:
    """Find the entries of a feed in one pass over its tags.

    An entry ends with its closing tag even if something in it was left open. Raises Unreadable for elements
    more than DEEPEST deep, or tags longer than LONGEST_TAG, outside of the entries.
    """
    found = Scan()
    depth = place = level = 0
    name = b""
    while tag := _TAG.search(data, place):
        place = tag.end()
        if end := _CLOSING.get(tag[0]):
            place = data.find(end, place)
            if place < 0:
                break
            continue
        if tag[1] and name and tag[2] == name:
            depth, name = level, b""
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
        found.places.append(len(data))
    _find_holes(data, found)
    return found


def _find_holes(data: bytes, found: Scan) -> None:
    place = data.find(_HOLE)
    while place >= 0:
        turn = bisect_right(found.places, place)
        if turn % 2:
            found.harmful[turn // 2] = "holds bytes that are not UTF-8: save it as UTF-8"
        place = data.find(_HOLE, found.places[turn] if turn % 2 else place + 1)


def _harm(depth: int, length: int) -> str:
    if depth > DEEPEST:
        return f"nests elements more than {DEEPEST:,} deep"
    return f"holds a tag longer than {LONGEST_TAG:,} bytes" if length > LONGEST_TAG else ""


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
