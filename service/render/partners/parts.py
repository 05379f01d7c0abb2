"""What several of the partners' formats share."""

from service.render.feeds_parts import ISO_3166, M49, Category, bylines
from service.render.feeds_text import article, line, paragraph
from service.render.names import territory_name
from service.render.partners.values import Entry, PartnerCopy
from service.render.partners.words import caution, rest_of_it

MEDIA_TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"
STATUSES = "http://cv.iptc.org/newscodes/pubstatusg2/"
SIGNALS = "http://cv.iptc.org/newscodes/signal/"
"""The IPTC's vocabularies, as URIs of their schemes."""


def body_of(entry: Entry, house: str) -> str:
    """The HTML to publish: a correction's note, the article, and where the rest of an excerpt is.

    Of an article that was taken back, what to do and nothing of its text.
    """
    first = caution(entry)
    if not entry.stands:
        return first
    text = article(entry.piece.body, entry.piece.language) or paragraph(
        entry.piece.summary, entry.piece.language
    )
    return first + text + rest_of_it(entry, house)


def summary_of(entry: Entry) -> str:
    """The summary as HTML; empty for what was taken back."""
    return paragraph(entry.piece.summary, entry.piece.language) if entry.stands else ""


def topics_of(entry: Entry) -> list[Category]:
    """IPTC Media Topics, then regions, both named in the piece's language, then the source's own topics."""
    subjects = [Category(one.code, MEDIA_TOPICS, line(one.name)) for one in entry.subjects]
    regions = [
        Category(code, M49 if code.isdigit() else ISO_3166, territory_name(code, entry.piece.language))
        for code in entry.piece.regions
    ]
    own = [Category(said, "", said) for topic in entry.piece.topics if (said := line(topic))]
    return list(dict.fromkeys(subjects + regions + own))


def credit_line(entry: Entry, copy: PartnerCopy) -> str:
    """Whom to name: the authors and the house."""
    return " / ".join([*bylines(entry.piece), line(copy.house)])
