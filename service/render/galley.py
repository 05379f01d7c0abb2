"""Pieces that are set once and stand in many letters, and how they come to their places.

A galley is type that is set and waits for its page. An edition's variants share most pieces, so a piece is
set, looked through and kept; a letter is pressed with marks in the pieces' places, and filled afterwards.
Compiling leaves the inside of a text as it is, so this gives the same letter as pressing all of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from service.render.catalogue import Speech
from service.render.items import Item, item_of
from service.render.press import examined
from service.render.templates import render_markup, render_text
from service.render.typefaces import typeface
from service.render.values import Piece

PALETTE = {"ink": "#1B1B1A", "muted": "#5E5B55", "rule": "#DEDAD2"}
"""The house's colours on light paper; the accent is the desk's."""

MARK = re.compile("\u27e6\\w+\u27e7")
"""A place to be filled. Its brackets are taken out of everything a source wrote."""


@dataclass(frozen=True, slots=True)
class SetItem:
    """An item, set: as markup, and as text for a terminal. `mark` stands for it until a letter is filled."""

    item: Item
    markup: str
    text: str
    mark: str


@lru_cache(maxsize=1024)
def set_item(piece: Piece, speech: Speech, leading: bool = False) -> SetItem:
    """`piece` for the letters in `speech`, larger where it is the leading one.

    Raises NotPublishable where the template makes of it what may not stand in a letter.
    """
    item = item_of(piece, speech, sentences=2 if leading else 1)
    values = {
        "item": item,
        "level": 2 if leading else 3,
        "size": item.face.lead_size if leading else item.face.headline_size,
        "small": typeface(speech.language).small_size,
    }
    markup = examined(render_markup("mail/item.mjml", speech, **values, **PALETTE), "mail/item.mjml")
    text = render_text("mail/item.txt", speech, item=item)
    return SetItem(item, markup, text, mark(sha256(markup.encode()).hexdigest()[:16]))


def mark(name: str) -> str:
    """What stands in a letter for the part called `name`."""
    return f"\u27e6{name}\u27e7"


def filled(pressed: str, parts: Mapping[str, str]) -> str:
    """`pressed` with its marks replaced by `parts`; delivery's marks of what is one reader's stay."""
    return MARK.sub(lambda found: parts.get(found[0], found[0]), pressed)


def ways(speech: Speech, personal: bool, **values: object) -> str:
    """The last lines' links: a reader's own where `personal`, nobody's in the web view."""
    markup = render_markup("mail/ways.html", speech, personal=personal, **values)
    return examined(markup.strip(), "mail/ways.html")
