"""A digest is set: subject, HTML and text in the reader's language, and the view that anyone may see.

Composed and compiled once for a locale and chain of languages; delivery puts what is one reader's between
the slot marks afterwards.
"""

from dataclasses import dataclass, replace

from service.render.catalogue import Speech, direction, speak
from service.render.galley import PALETTE, SetItem, filled, mark, set_item, ways
from service.render.names import accent
from service.render.plain import called, cut, line
from service.render.press import press
from service.render.templates import render_markup, render_text
from service.render.typefaces import typeface
from service.render.values import DigestCopy, ErratumCopy, Letter

TEMPLATE = "mail/digest.mjml"
WAYS = mark("ways")
"""The last lines' links: the mail and the web view differ in them alone, so one pressing serves both."""

HEADLINE, PREHEADER = 60, 140
"""Characters of the lead's headline in the subject, and of the line that inboxes show after it."""

INTRODUCTION = 600
"""Characters of an edition's opening words."""

ISOLATE, POP = "\u2068", "\u2069"
"""First strong isolate and its end (UAX #9): they keep a headline's direction from the words around it."""


@dataclass(frozen=True, slots=True)
class SetSection:
    """Items under one heading."""

    name: str
    items: tuple[SetItem, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter before it is pressed: MJML with marks, and the parts that stand in their places."""

    speech: Speech
    values: dict[str, object]
    mjml: str
    parts: dict[str, str]

    @property
    def whole(self) -> str:
        """The MJML with its parts in place, as it would be pressed were nothing set before."""
        return filled(self.mjml, {**self.parts, WAYS: ways(self.speech, True, **self.values)})


def set_letter(copy: DigestCopy) -> Letter:
    """The digest `copy` as a letter. Raises NotPublishable where its pieces cannot be set."""
    made = sheet(copy)
    pressed = press(made.mjml, TEMPLATE)
    mine, anybodys = (ways(made.speech, personal, **made.values) for personal in (True, False))
    return Letter(
        subject=str(made.values["subject"]),
        html=filled(pressed, {**made.parts, WAYS: mine}),
        text=render_text("mail/digest.txt", made.speech, **made.values),
        view=filled(pressed, {**made.parts, WAYS: anybodys}),
    )


def sheet(copy: DigestCopy) -> Sheet:
    """The digest `copy`, ready to be pressed."""
    speech, copy = speak(copy.language), _cleaned(copy)
    lead = set_item(copy.lead, speech, leading=True)
    sections = _sections(copy, speech)
    values = {**_values(copy, speech, lead), "lead": lead, "sections": sections}
    items = [lead, *(item for section in sections for item in section.items)]
    parts = {item.mark: item.markup for item in items}
    return Sheet(speech, values, render_markup(TEMPLATE, speech, ways=WAYS, **values), parts)


def _sections(copy: DigestCopy, speech: Speech) -> list[SetSection]:
    return [
        SetSection(called(section.name), tuple(set_item(piece, speech) for piece in section.pieces))
        for section in copy.sections
        if section.pieces
    ]


def subject(copy: DigestCopy, speech: Speech) -> str:
    """Desk, date and the lead's headline, on one line and short enough for a phone."""
    headline = cut(line(copy.lead.title), HEADLINE)
    if direction(copy.lead.language) != speech.direction:
        headline = f"{ISOLATE}{headline}{POP}"
    values = {"desk": copy.desk_name, "headline": headline, "date": speech.short_date(copy.date)}
    if copy.cadence == "breaking":
        # Translators: the subject of a mail about one urgent piece of news. `desk` is a place: Asia.
        return speech.gettext("Breaking news, %(desk)s: %(headline)s") % values
    # Translators: the subject of a digest: "Asia, Nov 23: Almaty opens a metro line".
    return speech.gettext("%(desk)s, %(date)s: %(headline)s") % values


def edition(copy: DigestCopy, speech: Speech) -> str:
    """What the masthead calls this edition."""
    if copy.cadence == "weekly":
        # Translators: the number of the week in its year (ISO 8601).
        return speech.gettext("Week %(number)s") % {"number": speech.number(copy.date.isocalendar().week)}
    if copy.cadence == "breaking":
        return speech.gettext("Breaking news")
    return speech.gettext("Daily digest")


def reason(copy: DigestCopy | ErratumCopy, speech: Speech) -> str:
    """Why the reader gets this letter, said like a person."""
    values = {"desk": copy.desk_name, "house": copy.house}
    if copy.cadence == "weekly":
        # Translators: a mail's last lines. `desk` is a place as a desk's name, in the nominative.
        text = speech.gettext("You asked %(house)s for the “%(desk)s” digest every week.")
    elif copy.cadence == "breaking":
        text = speech.gettext("You asked %(house)s for breaking news from the “%(desk)s” desk.")
    else:
        text = speech.gettext("You asked %(house)s for the “%(desk)s” digest every day.")
    return text % values


def _cleaned(copy: DigestCopy) -> DigestCopy:
    """`copy` with names that fit where they are set; its pieces are cleaned as they become items."""
    return replace(
        copy,
        house=called(copy.house),
        desk_name=called(copy.desk_name),
        postal_address=line(copy.postal_address),
    )


def imprint(copy: DigestCopy | ErratumCopy) -> str:
    """Where the house is to be found; its name alone where it gives no more."""
    if copy.postal_address.startswith(copy.house):
        return copy.postal_address
    return ", ".join(filter(None, (copy.house, copy.postal_address)))


def _values(copy: DigestCopy, speech: Speech, lead: SetItem) -> dict[str, object]:
    return {
        **PALETTE,
        "copy": copy,
        "subject": subject(copy, speech),
        "preheader": cut(lead.item.summary_text or lead.item.title, PREHEADER),
        "face": typeface(speech.language),
        "start": "right" if speech.direction == "rtl" else "left",
        "accent": accent(copy.desk, copy.accent),
        "house": copy.house,
        "address": imprint(copy),
        "desk": copy.desk_name,
        "date": speech.long_date(copy.date),
        "edition": edition(copy, speech),
        "reason": reason(copy, speech),
        "introduction": cut(line(copy.introduction), INTRODUCTION),
        "ruled": lambda mark: mark * 72,
    }
