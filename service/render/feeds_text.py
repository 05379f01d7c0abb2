"""Text that fits into a feed: no forbidden character, no bidi control left open, language and direction said.

Readers strip styles and often the language of the element around an article too, so every piece of HTML in a
feed carries `lang` and `dir` on an element of its own.
"""

import re
from html import escape
from unicodedata import category
from urllib.parse import urlsplit

from lxml import html

from service.render.catalogue import direction

FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids (section 2.2, Char), and the C1 controls and DEL, which it only discourages."""

BREAKS = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
"""Controls that part words: they become spaces instead of joining their neighbours."""

ODD = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Anything of the above, or a carriage return: most texts hold none and are done with one look."""

CLOSED_BY = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"} | {
    "\u2066": "\u2069",
    "\u2067": "\u2069",
    "\u2068": "\u2069",
}
"""Explicit bidi controls and what closes each (UAX #9 sections 2.1 to 2.5)."""

EXPLICIT = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Any of the explicit bidi controls, openers and closers."""

SPACES = re.compile(r"[ \t\n\r]+")
"""Spaces at which a line may break: not those that French sets before its marks."""

INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Unicode categories of controls, format characters and spaces."""


def legal(text: str) -> str:
    """`text` as XML may hold it, with newlines as newlines."""
    if not ODD.search(text):
        return text
    joined = BREAKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return FORBIDDEN.sub("", joined)


def line(text: str) -> str:
    """Plain text on one line, legal and with balanced bidi controls: a title, a name, a label."""
    return balanced(SPACES.sub(" ", legal(text)).strip())


def legible(text: str) -> bool:
    """Whether there is anything to see in `text`."""
    return any(category(character) not in INVISIBLE for character in text)


def balanced(text: str) -> str:
    """`text` with every bidi embedding, override and isolate closed, and without stray closers."""
    if not EXPLICIT.search(text):
        return text
    kept: list[str] = []
    open_closers: list[str] = []
    for character in text:
        if character in CLOSED_BY:
            open_closers.append(CLOSED_BY[character])
        elif character in CLOSED_BY.values():
            if not open_closers or open_closers[-1] != character:
                continue
            open_closers.pop()
        kept.append(character)
    return "".join(kept + open_closers[::-1])


def parsed(markup: str) -> html.HtmlElement:
    """A stretch of HTML as the document a reader makes of it."""
    return html.document_fromstring(f"<div>{legal(markup)}</div>")


def plain(markup: str) -> str:
    """The text of a stretch of HTML, on one line."""
    return line(str(parsed(markup).text_content()))


def is_web_address(address: str) -> bool:
    """Whether `address` is an absolute http or https URL without spaces, quotes or control characters."""
    if re.search(r"[\s<>\"]", address) or legal(address) != address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def paragraph(inline: str, language: str) -> str:
    """Inline HTML as a paragraph that says its language and direction; empty stays empty."""
    return _wrapped("p", legal(inline), language)


def article(body: str, language: str) -> str:
    """An article's HTML in an element that says its language and direction; empty stays empty."""
    return _wrapped("div", legal(body), language)


def _wrapped(element: str, inner: str, language: str) -> str:
    if not inner.strip():
        return ""
    return f'<{element} lang="{escape(language)}" dir="{direction(language)}">{inner}</{element}>'
