"""What the house reads in an article: language, headline, biography, passages, regions, and its flaws.

Pure, and of the text alone: desks and rules have no part in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from service.desks import (
    asides,
    biography,
    gist,
    headline,
    language,
    markup,
    passages,
    places,
    remnants,
    scripts,
    weights,
)
from service.desks.biography import Biography
from service.desks.context import Mention
from service.desks.flags import Flag
from service.desks.gist import Gist
from service.desks.headline import Headline
from service.desks.language import ArticleLanguage
from service.desks.passages import Passage
from service.desks.sentences import Span
from service.desks.weights import Region, Sighting

LETTERS_A_WORD = 450 / 220
"""Where no space is set between words: a reader takes in so many of them in a minute, or so many words."""
EXCERPT = 60
"""Characters of a passage that its flag quotes."""


@dataclass(frozen=True, slots=True)
class Copy:
    """An article as its source gave it. `body` is clean HTML, everything else plain."""

    title: str
    summary: str
    body: str
    authors: tuple[str, ...]
    language: str
    """BCP 47 tag that the article declares, if it does."""
    source: str = ""
    """The name of its source."""
    categories: tuple[str, ...] = ()
    """What its source files it under."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it is read."""

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
    gist: Gist
    """What is left of it without its language."""
    flags: tuple[Flag, ...]
    """What is to be said of its text."""
    words: int
    """How long it is; two letters where no space is set between words count as one."""


def read(copy: Copy, languages: Sequence[str], hint: str) -> Reading:
    """Read `copy` for a house with editions in `languages`; its source keeps to `hint`, if that is said."""
    whole = markup.plain(copy.body)
    spoken = _language(copy, whole, languages, hint)
    life = biography.find(whole, spoken.tag, copy.authors)
    body = markup.without(copy.body, (life.start, life.end)) if life else copy.body
    text = markup.plain(body) if life else whole
    found = passages.find(text, spoken.tag, (*language.KNOWN, *languages))
    made = None if copy.title else headline.make(text, tuple((one.start, one.end) for one in found))
    own = _blanked(_blanked(text, [(one.start, one.end) for one in found]), asides.find(text))
    named = places.find(f"{copy.title}\n{own}", spoken.tag)
    regions = weights.weigh(_sightings(copy.title, own, named, text, found))
    title = made.text if made else copy.title
    return Reading(
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
        gist=_gist(copy.title, own, spoken.tag, named),
        flags=_flags(body, text, spoken, life, made, found),
        words=_words(text),
    )


def _language(copy: Copy, text: str, languages: Sequence[str], hint: str) -> ArticleLanguage:
    blocks = [text[slice(*span)] for span in markup.lines(text)]
    return language.of_article([copy.title, *blocks], copy.language, hint, languages)


def _gist(title: str, own: str, tag: str, named: Sequence[Mention]) -> Gist:
    """The gist of headline and text together; `named` are the places in both."""
    return gist.of(f"{title}\n{own}", tag, [(one.name.code, one.start) for one in named])


def _sightings(
    title: str, own: str, named: Sequence[Mention], text: str, found: Sequence[Passage]
) -> list[Sighting]:
    """The places named, each stretch of text read in its own language.

    `named` are those of the headline and, behind it, of `own`: the text without what is in another language
    and what is not of the article.
    """
    whole, behind = f"{title}\n{own}", len(title) + 1
    blocks = markup.lines(text)
    lead_ends = blocks[0][1] if blocks else 0
    seen = weights.sightings(whole, [one for one in named if one.start < behind], "headline")
    for mention in named[len(seen) :]:
        where = "lead" if mention.start - behind < lead_ends else "text"
        seen += weights.sightings(whole, [mention], where, -behind)
    for one in found:
        piece = text[one.start : one.end]
        seen += weights.sightings(piece, places.find(piece, one.language), "text", one.start)
    return seen


def _blanked(text: str, spans: Iterable[Span]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
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
    body: str,
    text: str,
    spoken: ArticleLanguage,
    life: Biography | None,
    made: Headline | None,
    found: Sequence[Passage],
) -> tuple[Flag, ...]:
    """What an editor should look at, each with its reason."""
    flags = [Flag(*one) for one in spoken.flags]
    flags += [Flag("foreign-passage", _about(one, text)) for one in found]
    if made:
        flags.append(Flag("headline-made", f"the source gave none: {made.because}"))
    if life:
        flags.append(Flag("biography-taken", life.because))
    if not text.strip():
        flags.append(Flag("no-text", "there is nothing in it to read"))
    if wrong := headline.unbalanced(text):
        flags.append(Flag("unbalanced-quotes", wrong))
    if wrong := remnants.find(body, text):
        flags.append(Flag("unbalanced-markup", wrong))
    return tuple(flags)


def _about(one: Passage, text: str) -> str:
    piece = " ".join(text[one.start : one.end].split())
    quoted = piece if len(piece) <= EXCERPT else piece[:EXCERPT].rstrip() + "…"
    return f"{one.end - one.start} characters read as {one.language}: {quoted}"


def _words(text: str) -> int:
    counts = scripts.tally(text)
    unspaced = sum(counts[script] for script in scripts.UNSPACED)
    spaced = len(text.split()) if unspaced < counts.total() / 2 else 0
    return spaced + round(unspaced / LETTERS_A_WORD)
