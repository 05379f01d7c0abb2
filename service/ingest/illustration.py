"""The picture that stands for an article: the first of its text, and whose it is by its caption."""

import re

from lxml import html

from service.ingest.characters import plain, shorten
from service.ingest.fields import TITLE
from service.ingest.item import Picture
from service.ingest.pictures import pixels

SMALLEST = 200
"""Pixels: what is declared smaller either way is an icon, a portrait or a logo."""

_WORDS = (
    "photo|photograph|photography|picture|image|credit|crédit|crédits|foto|fotos|imagen|immagine|bild|zdjęcie"
    "|fotoğraf|фото|сурет|суреті|фотография|світлина|照片|图片|圖片|摄影|攝影|图|写真|사진|صورة|تصوير|عکس|צילום"
)
_CREDIT = re.compile(
    r"(?:^|[\s(\[/|.。，、–—-])"
    rf"(?:(?:{_WORDS})s?(?:\s+(?:by|credit|de|par|von|av))?\s*[:：/©]|©|\(c\)|photo by\s)"
    r"\s*(?P<who>[^()\[\]|]{2,120}?)\s*[)\]]?\s*\.?$",
    re.IGNORECASE,
)
"""A credit stands at the end of a caption, behind a word for picture and a colon, or a copyright sign."""


def first(body: str) -> Picture | None:
    """The first picture of the clean `body` that is large enough to stand for it; None if there is none."""
    if "<img" not in body:
        return None
    root = html.fragment_fromstring(body, create_parent="div")
    for image in root.iter("img"):
        size = {name: pixels(image.get(name, "")) for name in ("width", "height")}
        if not any(length is not None and length < SMALLEST for length in size.values()):
            alt = shorten(plain(image.get("alt", "")), TITLE)
            return Picture(image.get("src", ""), alt, credit(_caption(image)), **size)
    return None


def credit(caption: str) -> str:
    """Whose picture it is, as its caption says; empty if it does not."""
    found = _CREDIT.search(caption[-400:])
    return shorten(found["who"].strip(" :：/©-–—"), TITLE) if found else ""


def _caption(image: html.HtmlElement) -> str:
    figure = next(image.iterancestors("figure"), None)
    caption = None if figure is None else next(figure.iter("figcaption"), None)
    return "" if caption is None else plain("".join(caption.itertext()))
