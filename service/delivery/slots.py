"""What differs by reader in a frozen message: ⟦name⟧, replaced by a value at the last moment.

The brackets are U+27E6 and U+27E7: they pass through HTML, MJML and URLs unchanged, and render takes them
out of everything a source wrote, so that no article can open a slot. A value is escaped for where its slot
stands: what a reader called themselves is text, whatever it looks like.
"""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from service.errors import NotPublishable

_SLOT = re.compile("\u27e6([a-z][a-z0-9_]*)\u27e7")
_TAG = re.compile(r"<(?:[a-zA-Z/!][^<>]*)?$")
_ATTRIBUTE = re.compile(r"""\s([a-zA-Z-]+)\s*=\s*("[^"]*|'[^']*)$""")
_LINKS = frozenset({"href", "src", "action", "background"})
_IN_URL = re.compile(r"(?:https?://|mailto:)[^\s<>\"']*$")
_LONGEST_URL = 4000
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot where it stands."""

    name: str
    escape: Callable[[str], str]
    """Makes a value safe there. Raises NotPublishable for one that must not stand there at all."""


Stand = Callable[[str], Callable[[str], str]]
"""From the text before a slot: how its value is escaped."""


def slot(name: str) -> str:
    """The mark of the slot `name`."""
    return f"\u27e6{name}\u27e7"


def names(text: str) -> set[str]:
    """The slots in `text`."""
    return set(_SLOT.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with those slots filled that have a value, as it is."""
    return _SLOT.sub(lambda mark: values.get(mark[1], mark[0]), text)


def cut(text: str, stand: Stand) -> tuple[list[str], list[Slot]]:
    """`text` cut at its slots: one piece more than there are slots."""
    parts = _SLOT.split(text)
    pieces, found = parts[::2], []
    place = 0
    for piece, name in zip(pieces, parts[1::2], strict=False):
        place += len(piece)
        found.append(Slot(name, stand(text[:place])))
        place += len(slot(name))
    return pieces, found


def in_text(before: str) -> Callable[[str], str]:
    """In the text part or a header: within a URL, or among words."""
    return _for_url if _IN_URL.search(before, max(0, len(before) - _LONGEST_URL)) else _for_words


def in_html(before: str) -> Callable[[str], str]:
    """In the HTML part: within a URL, as a whole URL, in another attribute, or among words."""
    start = before.rfind("<")
    tag = _TAG.match(before, start) if start >= 0 else None
    if tag is None:
        return _for_html
    found = _ATTRIBUTE.search(tag[0])
    if found is None:
        raise NotPublishable(f"a slot stands in a tag and in no quoted attribute: {tag[0][:80]!r}")
    if found[1].lower() not in _LINKS:
        return _for_html
    return _for_url if len(found[2]) > 1 else _for_link


def _for_words(value: str) -> str:
    return _CONTROL.sub(" ", value)


def _for_html(value: str) -> str:
    return html.escape(_for_words(value))


def _for_url(value: str) -> str:
    return quote(value, safe="")


def _for_link(value: str) -> str:
    if not value.startswith(("https://", "http://", "mailto:")):
        raise NotPublishable(f"a slot that is a whole link cannot hold {value[:80]!r}")
    return _for_html(value)
