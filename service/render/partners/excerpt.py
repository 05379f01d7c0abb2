"""An article cut to a contract: its first words, or without its pictures. HTML in, HTML out.

A word is what stands between spaces. Scripts that write without spaces are counted by their letters: two Han
or kana, or five of Thai, Lao, Khmer and Burmese, for a word.
"""

import re
from html import escape

from lxml import etree, html

from service.render.feeds_text import parsed

WORD = re.compile(
    "(?P<pair>[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\U00020000-\U0003ffff]{1,2})"
    "|(?P<five>[\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f]{1,5})"
    "|[^\\s\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f\U00020000-\U0003ffff]+"
)
PICTURES = ("figure", "picture", "img", "svg", "video", "audio", "source")
MORE = "…"


def words_in(text: str) -> int:
    """How many words `text` has."""
    return sum(1 for _ in WORD.finditer(text))


def first_words(body: str, most: int) -> tuple[str, bool]:
    """The first `most` words of the HTML `body`, in its own elements, and whether that is all of it."""
    tree = _tree(body)
    if sum(words_in(str(text)) for text in tree.itertext()) <= most:
        return body, True
    _cut(tree, most)
    return _inner(tree), False


def without_pictures(body: str) -> str:
    """The HTML `body` without pictures, films and sound, and without the captions of their own."""
    if not any(f"<{name}" in body for name in PICTURES):
        return body
    tree = _tree(body)
    for element in list(tree.iter(*PICTURES)):
        if element.getparent() is not None:
            element.drop_tree()
    return _inner(tree)


def _tree(body: str) -> html.HtmlElement:
    """The one element around the body that `parsed` makes."""
    return next(parsed(body).iter("div"))


def _cut(element: html.HtmlElement, room: int) -> int:
    """Keep `room` words of what `element` holds; how many are left to keep after it."""
    element.text, room = _kept(element.text, room)
    for child in list(element):
        if room <= 0:
            element.remove(child)
            continue
        room = _cut(child, room) if isinstance(child.tag, str) else room
        child.tail, room = _kept(child.tail, room)
    return room


def _kept(text: str | None, room: int) -> tuple[str | None, int]:
    if not text or room <= 0:
        return ("" if text else text), room
    for number, word in enumerate(WORD.finditer(text), start=1):
        if number == room:
            rest = text[word.end() :]
            return (text[: word.end()] + MORE if rest.strip() else text[: word.end()]), 0
    return text, room - words_in(text)


def _inner(tree: html.HtmlElement) -> str:
    inner = [etree.tostring(child, encoding="unicode", method="html") for child in tree]
    return escape(tree.text or "", quote=False) + "".join(inner)
