"""A piece as a letter or a page shows it: cut, labelled in the reader's language, every address checked."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from markupsafe import Markup

from service.render.catalogue import Speech, direction
from service.render.inline import opening, said, set_inline
from service.render.plain import called, cut, line, scrubbed
from service.render.typefaces import Typeface, typeface
from service.render.values import Image, Passage, Piece

TITLE = 300
LEAD, SENTENCE, EXCERPT = 420, 280, 140
"""Most characters of a headline, of a lead's two sentences, of one sentence, of a foreign passage's note."""

MOST_ALSO = 3
"""Other languages that are offered with a piece: with all of 25, links would outweigh the news."""

TRICKS = re.compile(r'[\x00-\x20\\"<>]')
"""What no address holds that may be linked."""

SMALLEST_PICTURE = 100
"""Pixels below which an image is an icon or counts its readers."""


@dataclass(frozen=True, slots=True)
class Also:
    """The same story in another language, called as that language calls itself."""

    language: str
    direction: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Note:
    """A passage in another language: the reader's words for it, and how it begins."""

    label: str
    language: str
    direction: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A piece, ready to be set."""

    title: str
    url: str
    """Empty where the piece has no address that may be linked."""
    language: str
    direction: str
    face: Typeface
    label: str
    """ "in Russian", in the reader's language; empty where the piece is in the reader's own."""
    summary: Markup
    summary_text: str
    source: str
    minutes: str
    piece: Piece
    image: Image | None
    notes: tuple[Note, ...]
    also: tuple[Also, ...]
    outdated: str = ""
    """That its original was corrected since, in the reader's language; empty where it was not."""


def item_of(piece: Piece, speech: Speech, sentences: int = 1) -> Item:
    """`piece` for readers of `speech`, with so many `sentences` of its summary."""
    title = cut(line(piece.title), TITLE)
    summary = opening(piece.summary, sentences, LEAD if sentences > 1 else SENTENCE, after=title)
    return Item(
        title=title,
        url=web(piece.url),
        language=piece.language,
        direction=direction(piece.language),
        face=typeface(piece.language),
        label=_label(piece.language, speech),
        summary=set_inline(summary),
        summary_text=said(summary).strip(),
        source=called(piece.source),
        minutes=reading_time(piece.minutes, speech),
        piece=piece,
        image=picture(piece.image),
        notes=tuple(_note(passage, speech) for passage in _one_a_language(piece.passages)),
        also=_also(piece, speech),
        outdated=_outdated(speech) if piece.outdated else "",
    )


@lru_cache(maxsize=1024)
def reading_time(minutes: int, speech: Speech) -> str:
    """How long a reader needs, in words."""
    # Translators: how long an article takes to read; stands after the name of its source.
    text = speech.ngettext("%(number)s min read", "%(number)s min read", max(1, minutes))
    return text % {"number": speech.number(max(1, minutes))}


@lru_cache(maxsize=8192)
def web(url: str) -> str:
    """`url` if a reader may be sent there: http or https, with a host and no tricks in it; else nothing."""
    if not url or TRICKS.search(url):
        return ""
    try:
        parts = urlsplit(url)
        allowed = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return ""
    return scrubbed(url) if allowed else ""


def picture(image: Image | None) -> Image | None:
    """`image` if it may be shown: over https, not stamped with a query, not the size of a tracking pixel."""
    if image is None or not web(image.url).startswith("https:") or urlsplit(image.url).query:
        return None
    if any(side is not None and side < SMALLEST_PICTURE for side in (image.width, image.height)):
        return None
    return Image(web(image.url), cut(line(image.alt), TITLE), called(image.credit), image.width, image.height)


def _label(language: str, speech: Speech) -> str:
    if language == speech.language:
        return ""
    # Translators: marks an article that is not in the reader's own language: "in Russian".
    return speech.gettext("in %(language)s") % {"language": speech.language_name(language)}


def _outdated(speech: Speech) -> str:
    # Translators: stands under an article that is a translation, whose original was corrected later.
    return speech.gettext("The original has been corrected since this translation was made.")


def _note(passage: Passage, speech: Speech) -> Note:
    # Translators: stands before the first words of a passage left in another language than its article.
    label = speech.gettext("With a passage in %(language)s:")
    return Note(
        label % {"language": speech.language_name(passage.language)},
        passage.language,
        direction(passage.language),
        cut(line(passage.text), EXCERPT),
    )


def _one_a_language(passages: tuple[Passage, ...]) -> list[Passage]:
    first: dict[str, Passage] = {}
    for passage in passages:
        first.setdefault(passage.language, passage)
    return list(first.values())


def _also(piece: Piece, speech: Speech) -> tuple[Also, ...]:
    others = (
        Also(each.language, direction(each.language), speech.own_name(each.language), web(each.url))
        for each in piece.siblings
        if each.language != piece.language and web(each.url)
    )
    return tuple(islice(others, MOST_ALSO))
