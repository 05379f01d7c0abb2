"""Look over a feed's text before a parser sees it, in one pass each: what could harm is refused or cut.

Parsers of feeds match patterns over bylines in time that grows with the square of their length, keep a stack
of open elements, and expand entities that a document declares for itself.
"""

import re

from service.errors import Unreadable, Unsafe
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
_TAG = re.compile(r"""<!\[CDATA\[|<!--|<(/?)[A-Za-z_:](?:[^<>"']|"[^"<]*"|'[^'<]*')*?(/?)>""")
_CLOSING = {"<![CDATA[": "]]>", "<!--": "-->"}
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


def refuse_shape(text: str) -> None:
    """Raise Unreadable for elements more than DEEPEST deep, or tags longer than LONGEST_TAG."""
    depth = place = 0
    while tag := _TAG.search(text, place):
        place = tag.end()
        if end := _CLOSING.get(tag[0]):
            place = text.find(end, place)
            if place < 0:
                return
        elif not tag[2]:
            depth += -1 if tag[1] else 1
        if depth > DEEPEST:
            raise Unreadable(f"nests elements more than {DEEPEST:,} deep")
        if tag.end() - tag.start() > LONGEST_TAG:
            raise Unreadable(f"holds a tag longer than {LONGEST_TAG:,} characters")


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
