"""Pages for people, in the language of their frame: start, desk, article; and notices, made in notices.py.

No script and no style is inline: the Content-Security-Policy forbids both. The one style sheet is
static/deskwire/house.css.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date
from itertools import groupby

from markupsafe import Markup

from service.render.catalogue import Speech, speak
from service.render.frame import framed, named, offered
from service.render.items import Item, item_of, web
from service.render.names import accent
from service.render.notices import notice_page, unsubscribe_page
from service.render.plain import scrubbed
from service.render.values import ArchiveCopy, ArticleCopy, DeskCopy, Piece, StartCopy

__all__ = ["archive_page", "article_page", "desk_page", "notice_page", "start_page", "unsubscribe_page"]


@dataclass(frozen=True, slots=True)
class Day:
    """What was published on one day, in UTC."""

    date: date
    items: tuple[Item, ...]


def start_page(copy: StartCopy) -> str:
    """The start page: the desks as a list that nests, and the languages with how much each has."""
    speech = speak(copy.frame.language)
    return framed(
        "pages/start.html",
        copy.frame,
        speech,
        copy.frame.house,
        canonical=copy.frame.url,
        copy=copy,
        editions=[(named(sibling, speech), count) for sibling, count in copy.stories_by_language],
        stories=lambda number: _stories(number, speech),
    )


def desk_page(copy: DeskCopy) -> str:
    """A desk's page: the newest story as the lead, the river by day, the feeds with what they are."""
    speech = speak(copy.frame.language)
    return framed(
        "pages/desk.html",
        copy.frame,
        speech,
        copy.name,
        colour=accent(copy.slug, copy.accent),
        canonical=copy.frame.url,
        copy=copy,
        lead=item_of(copy.pieces[0], speech, sentences=2) if copy.pieces else None,
        days=list(_days(copy.pieces[1:], speech)),
        offered=offered(copy.feeds, speech),
    )


def archive_page(copy: ArchiveCopy) -> str:
    """A desk's past digests: a list by month, each under the subject it was sent with."""
    speech = speak(copy.frame.language)
    months = groupby(copy.editions, key=lambda line: line.date.replace(day=1))
    return framed(
        "pages/archive.html",
        copy.frame,
        speech,
        speech.gettext("Past digests"),
        colour=accent(copy.slug, copy.accent),
        canonical=copy.frame.url,
        copy=copy,
        months=[(speech.month(month), list(lines)) for month, lines in months],
    )


def article_page(copy: ArticleCopy) -> str:
    """An article's own page here; it points to the original where that has an address of its own."""
    speech = speak(copy.frame.language)
    item = item_of(copy.piece, speech, sentences=2)
    return framed(
        "pages/article.html",
        copy.frame,
        speech,
        item.title,
        colour=accent(copy.desks[0].slug) if copy.desks else None,
        canonical=web(copy.canonical_url),
        description=item.summary_text,
        copy=copy,
        item=item,
        authors=scrubbed(speech.listed(copy.piece.authors)) if copy.piece.authors else "",
        published=speech.moment(copy.piece.published),
        body=Markup(scrubbed(copy.piece.body)),  # noqa: S704  cleaned by ingest, see values.py
        original="" if copy.piece.url == copy.frame.url else item.url,
    )


def _days(pieces: Iterable[Piece], speech: Speech) -> Iterable[Day]:
    for day, published in groupby(pieces, key=lambda piece: piece.published.astimezone(UTC).date()):
        yield Day(day, tuple(item_of(piece, speech) for piece in published))


def _stories(number: int, speech: Speech) -> str:
    # Translators: how many stories a desk or a language has.
    text = speech.ngettext("%(number)s story", "%(number)s stories", number)
    return text % {"number": speech.number(number)}
