"""Parts that the three formats share: categories with localised labels, pictures, dates, safe texts."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

from lxml import etree

from service.render.feeds_mend import MEDIA, foreign, second
from service.render.feeds_text import line
from service.render.names import territory_name
from service.render.values import Image, Piece

M49 = "https://unstats.un.org/unsd/methodology/m49/"
ISO_3166 = "urn:iso:std:iso:3166"

PICTURE_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
}
"""Media types by suffix. Kept here: the tables that `mimetypes` reads differ from machine to machine."""


@dataclass(frozen=True, slots=True)
class Category:
    """What a piece is about. `scheme` is empty for the source's own topics."""

    term: str
    scheme: str
    label: str

    @property
    def attributes(self) -> dict[str, str]:
        """As feedgen takes them, without what is empty."""
        named = {"term": self.term, "scheme": self.scheme, "label": self.label}
        return {name: value for name, value in named.items() if value}


def categories(piece: Piece) -> list[Category]:
    """The regions of `piece`, named in its language, then its topics."""
    regions = [_region(code, piece.language) for code in piece.regions]
    topics = [Category(label, "", label) for topic in piece.topics if (label := line(topic))]
    return list(dict.fromkeys(regions + topics))


@lru_cache(maxsize=4096)
def _region(code: str, language: str) -> Category:
    return Category(code, M49 if code.isdigit() else ISO_3166, territory_name(code, language))


def bylines(piece: Piece) -> list[str]:
    """The names of the authors, without empty ones."""
    return [name for author in piece.authors if (name := line(author))]


def picture_type(image: Image) -> str:
    """The media type its address promises; empty where the address does not tell."""
    return PICTURE_TYPES.get(urlsplit(image.url).path.rpartition(".")[2].lower(), "")


def media_content(image: Image) -> etree._Element:
    """The picture as media:content (Media RSS 1.5.1) with its description and credit."""
    known = {
        "url": image.url,
        "medium": "image",
        "type": picture_type(image),
        "width": str(image.width or ""),
        "height": str(image.height or ""),
    }
    content = foreign(f"{{{MEDIA}}}content", **{name: value for name, value in known.items() if value})
    if alt := line(image.alt):
        content.append(foreign(f"{{{MEDIA}}}description", alt, type="plain"))
    if credit := line(image.credit):
        content.append(foreign(f"{{{MEDIA}}}credit", credit))
    return content


def stamp(when: datetime) -> str:
    """RFC 3339 in UTC, to the second: 2026-11-23T12:00:00Z."""
    return second(when).strftime("%Y-%m-%dT%H:%M:%SZ")
