"""The texts around what a partner is given, in the document's language."""

from markupsafe import Markup, escape

from service.render.catalogue import direction, speak
from service.render.feeds_text import line
from service.render.partners.values import Entry


def usage_terms(house: str, partner: str, language: str) -> str:
    """What a partner may do with an article, and what it owes."""
    said = speak(language).gettext(
        "%(partner)s may publish this story under its contract with %(house)s: with the authors’ names and a "
        "link to the original, and with every correction."
    )
    return said % {"house": house, "partner": partner}


def caution(entry: Entry) -> str:
    """What has to be said before the article, as HTML in an element of its own; empty if nothing has."""
    said = _caution(entry)
    if not said:
        return ""
    language = speak(entry.piece.language).language
    return str(
        Markup('<p lang="{}" dir="{}"><strong>{}</strong></p>').format(language, direction(language), said)
    )


def caution_text(entry: Entry) -> str:
    """The same as plain text."""
    return _caution(entry)


def rest_of_it(entry: Entry, house: str) -> str:
    """Where the rest of an excerpt is, as HTML; empty where nothing was left out."""
    if entry.whole or not entry.stands:
        return ""
    said = speak(entry.piece.language).gettext("Read the full story at %(house)s") % {"house": house}
    return f'<p><a href="{escape(entry.piece.url)}">{escape(said)}</a></p>'


def _caution(entry: Entry) -> str:
    speech, note = speak(entry.piece.language), line(entry.note)
    if entry.status == "canceled":
        said = speech.gettext("This story was killed. Do not publish it; delete every copy.")
    elif entry.status == "withheld":
        said = speech.gettext("This story was withdrawn. Take it down until further notice.")
    elif entry.signal == "correction" and note:
        return speech.gettext("Correction: %(note)s") % {"note": note}
    else:
        return ""
    return f"{said} {note}".strip()
