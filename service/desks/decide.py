"""What the house makes of an article: language, headline, biography, passages, regions, desks, flags.

Pure: what the source said and the house's rules go in, a Decision comes out. It is the same for the same
input, on every machine and at every hour.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from service.desks import biography, headline, language, markup, passages, places, scripts, weights
from service.desks.biography import Biography
from service.desks.headline import Headline
from service.desks.language import ArticleLanguage
from service.desks.passages import Passage
from service.desks.sentences import Span
from service.desks.weights import DeskRule, Region, Sighting, Standing

WORDS_A_MINUTE = 220
LETTERS_A_MINUTE = 450
"""Where a letter is a word or half of one."""
EXCERPT = 60
"""Characters of a passage that its flag quotes."""

Flag = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Copy:
    """An article as its source gave it. `body` is clean HTML, everything else plain."""

    title: str
    summary: str
    body: str
    authors: tuple[str, ...]
    language: str
    """BCP 47 tag that the article declares, if it does."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the house and the source say beforehand."""

    languages: tuple[str, ...]
    """The house's editions."""
    hint: str
    """The language that the source keeps to, if it does."""
    hold_foreign: bool
    desks: tuple[DeskRule, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes a Version and its Placements."""

    language: str
    language_because: str
    title: str
    title_because: str
    summary: str
    body: str
    authors: tuple[str, ...]
    biography: str
    passages: tuple[Passage, ...]
    text: str
    """The body's plain text, which the passages' offsets count in."""
    regions: tuple[Region, ...]
    standings: tuple[Standing, ...]
    flags: tuple[Flag, ...]
    minutes: int
    held: bool


def decide(copy: Copy, rules: Rules) -> Decision:
    """Read `copy` by `rules`."""
    whole = markup.plain(copy.body)
    spoken = _language(copy, whole, rules)
    life = biography.find(whole, spoken.tag, copy.authors)
    body = markup.without(copy.body, (life.start, life.end)) if life else copy.body
    text = markup.plain(body)
    found = passages.find(text, spoken.tag, (*language.KNOWN, *rules.languages))
    made = None if copy.title else headline.make(text, tuple((one.start, one.end) for one in found))
    regions = weights.weigh(_sightings(copy.title, text, spoken.tag, found))
    standings = weights.stand(regions, rules.desks)
    title = made.text if made else copy.title
    return Decision(
        language=spoken.tag,
        language_because=spoken.because,
        title=title[:500],
        title_because=made.because if made else "",
        summary=_summary(copy, title, text, spoken.tag, found),
        body=markup.mark(body, [markup.Mark(one.start, one.end, one.language) for one in found]),
        authors=copy.authors or ((life.name,) if life else ()),
        biography=whole[life.start : life.end].strip() if life else "",
        passages=found,
        text=text,
        regions=regions,
        standings=standings,
        flags=_flags(text, spoken, life, made, found, regions, standings),
        minutes=_minutes(text),
        held=not title or (rules.hold_foreign and bool(found)),
    )


def _language(copy: Copy, text: str, rules: Rules) -> ArticleLanguage:
    blocks = [text[slice(*span)] for span in markup.lines(text)]
    return language.of_article([copy.title, *blocks], copy.language, rules.hint, rules.languages)


def _sightings(title: str, text: str, tag: str, found: Sequence[Passage]) -> list[Sighting]:
    """The places named, each stretch of text read in its own language."""
    seen = weights.sightings(title, places.find(title, tag), "headline")
    blocks = markup.lines(text)
    lead_ends = blocks[0][1] if blocks else 0
    own = _blanked(text, found)
    for mention in places.find(own, tag):
        seen += weights.sightings(own, [mention], "lead" if mention.start < lead_ends else "text")
    for one in found:
        piece = text[one.start : one.end]
        seen += weights.sightings(piece, places.find(piece, one.language), "text")
    return seen


def _blanked(text: str, found: Sequence[Passage]) -> str:
    for one in found:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _summary(copy: Copy, title: str, text: str, tag: str, found: Sequence[Passage]) -> str:
    """The source's summary, else the article's first two sentences, as inline HTML with passages marked."""
    if copy.summary:
        own = passages.find(copy.summary, tag)
        return _inline(copy.summary, (0, len(copy.summary)), own)
    span = headline.summary_span(text, title)
    return _inline(text, span, found) if span else ""


def _inline(text: str, span: Span, found: Sequence[Passage]) -> str:
    pieces, at = [], span[0]
    for one in found:
        start, end = max(one.start, span[0]), min(one.end, span[1])
        if start < end:
            opening = f'<span lang="{one.language}" dir="{language.direction(one.language)}">'
            pieces += [escape(text[at:start]), opening, escape(text[start:end]), "</span>"]
            at = end
    return " ".join("".join([*pieces, escape(text[at : span[1]])]).split())


def _flags(
    text: str,
    spoken: ArticleLanguage,
    life: Biography | None,
    made: Headline | None,
    found: Sequence[Passage],
    regions: Sequence[Region],
    standings: Sequence[Standing],
) -> tuple[Flag, ...]:
    """What an editor should look at, each with its reason."""
    flags = list(spoken.flags)
    flags += [("foreign-passage", _about(one, text)) for one in found]
    if made:
        flags.append(("headline-made", f"the source gave none: {made.because}"))
    if life:
        flags.append(("biography-taken", life.because))
    if not text.strip():
        flags.append(("no-text", "there is nothing in it to read"))
    if wrong := headline.unbalanced(text):
        flags.append(("unbalanced-quotes", wrong))
    if not standings:
        named = ", ".join(region.code for region in regions[:5]) or "no place"
        flags.append(("no-desk", f"it names {named}, which no desk is about"))
    return tuple(flags)


def _about(one: Passage, text: str) -> str:
    piece = " ".join(text[one.start : one.end].split())
    quoted = piece if len(piece) <= EXCERPT else piece[:EXCERPT].rstrip() + "…"
    return f"{one.end - one.start} characters read as {one.language}: {quoted}"


def _minutes(text: str) -> int:
    counts = scripts.tally(text)
    unspaced = sum(counts[script] for script in scripts.UNSPACED)
    words = len(text.split()) if unspaced < counts.total() / 2 else 0
    return max(1, math.ceil(words / WORDS_A_MINUTE + unspaced / LETTERS_A_MINUTE))
