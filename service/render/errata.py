"""A short mail about an article that was sent before: it was corrected since, or withdrawn."""

from service.render.catalogue import Speech, direction, speak
from service.render.galley import PALETTE, filled, ways
from service.render.items import TITLE, web
from service.render.mail import HEADLINE, ISOLATE, POP, WAYS, imprint, reason
from service.render.names import accent
from service.render.plain import called, cut, line
from service.render.press import press
from service.render.templates import render_markup, render_text
from service.render.typefaces import typeface
from service.render.values import ErratumCopy, Letter

TEMPLATE = "mail/erratum.mjml"
NOTE = 1000
"""Characters of the editors' words that are shown."""


def set_erratum(copy: ErratumCopy) -> Letter:
    """`copy` as a letter. Raises NotPublishable where it cannot be set."""
    speech = speak(copy.language)
    values = _values(copy, speech)
    pressed = press(render_markup(TEMPLATE, speech, ways=WAYS, **values), TEMPLATE)
    mine, anybodys = (ways(speech, personal, **values) for personal in (True, False))
    return Letter(
        subject=_subject(copy, speech),
        html=filled(pressed, {WAYS: mine}),
        text=render_text("mail/erratum.txt", speech, **values),
        view=filled(pressed, {WAYS: anybodys}),
    )


def _subject(copy: ErratumCopy, speech: Speech) -> str:
    headline = cut(line(copy.title), HEADLINE)
    if direction(copy.title_language) != speech.direction:
        headline = f"{ISOLATE}{headline}{POP}"
    if copy.withdrawn:
        # Translators: the subject of a mail about an article that its readers should not rely on any more.
        return speech.gettext("Withdrawn: %(headline)s") % {"headline": headline}
    # Translators: the subject of a mail about an article in which a mistake was put right.
    return speech.gettext("Correction: %(headline)s") % {"headline": headline}


def _said(copy: ErratumCopy, speech: Speech) -> str:
    if copy.withdrawn:
        # Translators: `date` is a whole date: 23 November 2026. The mail's subject has the headline.
        said = speech.gettext(
            "On %(date)s we sent you this article. It has been withdrawn since: "
            "please do not pass it on or rely on it."
        )
    else:
        # Translators: `date` is a whole date: 23 November 2026.
        said = speech.gettext("On %(date)s we sent you this article. It has been corrected since.")
    return said % {"date": speech.day(copy.date)}


def _values(copy: ErratumCopy, speech: Speech) -> dict[str, object]:
    return {
        **PALETTE,
        "copy": copy,
        "subject": _subject(copy, speech),
        "said": _said(copy, speech),
        "title": cut(line(copy.title), TITLE),
        "title_direction": direction(copy.title_language),
        "title_face": typeface(copy.title_language),
        "note": cut(line(copy.note), NOTE),
        "url": web(copy.url),
        "face": typeface(speech.language),
        "start": "right" if speech.direction == "rtl" else "left",
        "accent": accent(copy.desk, copy.accent),
        "house": called(copy.house),
        "desk": called(copy.desk_name),
        "address": imprint(copy),
        "reason": reason(copy, speech),
        "ruled": lambda mark: mark * 72,
    }
