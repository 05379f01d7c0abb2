"""Inline HTML of a summary as runs of text: nothing but text, and which language a run is in.

A summary comes in as text with <span lang dir> for foreign passages. It is read anew here, run by run, so
that what reaches a template is flat, bounded and well formed whatever was in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

from markupsafe import Markup

from service.render.catalogue import direction
from service.render.plain import cut, scrubbed, sentences_end

LONGEST = 20_000
"""Characters of HTML that are read at all."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one language. `language` is empty where it is the piece's own."""

    text: str
    language: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[Run] = []
        self._spans: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "span":
            self._spans.append(dict(attrs).get("lang") or (self._spans[-1] if self._spans else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self._spans:
            self._spans.pop()

    def handle_data(self, data: str) -> None:
        self.runs.append(Run(scrubbed(data), self._spans[-1] if self._spans else ""))


def runs(html: str) -> list[Run]:
    """The runs of `html`, in order; every element but <span lang> is dropped and its text kept."""
    if "<" not in html and "&" not in html and len(html) <= LONGEST:
        return [Run(scrubbed(html))] if html else []
    reader = _Reader()
    reader.feed(html if len(html) <= LONGEST else html[:LONGEST].rpartition("<")[0])
    reader.close()
    return reader.runs


def opening(html: str, sentences: int, length: int, after: str = "") -> list[Run]:
    """The first `sentences` of `html` within `length` characters; cut between words where they are longer.

    A headline that was made from the first words stands in `after`: what it said is not said again.
    """
    whole = _following(runs(html), after)
    text = said(whole)
    end = sentences_end(text, sentences, length)
    if end:
        return _until(whole, end)
    short = cut(text, length)
    return [*_until(whole, len(short) - 1), Run("…")] if short != text else whole


def set_inline(pieces: Iterable[Run]) -> Markup:
    """`pieces` as HTML: escaped text, and a span with lang and dir around what is in another language."""
    return Markup("").join(
        Markup('<span lang="{}" dir="{}">{}</span>').format(run.language, direction(run.language), run.text)
        if run.language
        else run.text
        for run in pieces
    )


def said(pieces: Iterable[Run]) -> str:
    """`pieces` as plain text."""
    return "".join(run.text for run in pieces)


def _following(whole: list[Run], headline: str) -> list[Run]:
    """`whole` without `headline` at its head; where that was cut inside a sentence, going on after "…"."""
    stem, text = headline.rstrip("….。 "), said(whole)
    head = len(text) - len(text.lstrip()) + len(stem)
    if not stem or not text.lstrip().startswith(stem) or text[head : head + 1].isalnum():
        return whole
    rest = _from(whole, head + len(text[head:]) - len(text[head:].lstrip(" ,;:.。，；：…")))
    return [Run("… "), *rest] if headline.endswith("…") and rest else rest


def _from(whole: Iterable[Run], start: int) -> list[Run]:
    kept = []
    for run in whole:
        if len(run.text) > start:
            kept.append(Run(run.text[max(start, 0) :], run.language))
        start -= len(run.text)
    return kept


def _until(whole: Iterable[Run], end: int) -> list[Run]:
    kept = []
    for run in whole:
        if end <= 0:
            break
        kept.append(Run(run.text[:end], run.language))
        end -= len(run.text)
    return kept
