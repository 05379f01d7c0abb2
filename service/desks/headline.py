"""A headline and a summary for an article, from its own words."""

import re
from dataclasses import dataclass

from service.desks import sentences
from service.desks.markup import lines
from service.desks.scripts import width
from service.desks.sentences import Span

WIDEST = 100
"""Columns of a headline; a Chinese letter takes two."""
NARROWEST = 24
"""Columns that a cut at a comma has to leave."""
LITTLE = 3
"""Letters of the longest word that a cut headline does not end in: une, для, the."""
SUMMARY_WIDEST = 420
"""Columns that a summary's second sentence must not go beyond."""
CLAUSE = re.compile(r"[,;:،؛、，；：]|\s[–—-]\s")
PAIRS = (("«", "»"), ("“", "”"), ("「", "」"), ("『", "』"), ("(", ")"), ("（", "）"), ("[", "]"))


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline made from the text, and how."""

    text: str
    because: str


def make(text: str, skip: tuple[Span, ...] = ()) -> Headline | None:
    """A headline from the first sentence of `text` outside the spans `skip`; None if there is no sentence."""
    for block in lines(text):
        for start, end in sentences.split(text[slice(*block)]):
            span = (block[0] + start, block[0] + end)
            if not any(span[0] < stop and span[1] > begin for begin, stop in skip):
                return _of_sentence(text[slice(*span)])
    return None


def _of_sentence(sentence: str) -> Headline:
    whole = sentence.rstrip(" .。｡।۔…").strip()
    if width(whole) <= WIDEST:
        return Headline(_balanced(whole), "made from the first sentence of the text")
    return Headline(
        _balanced(_cut(whole, WIDEST)) + "…", "made from the beginning of the text's first sentence"
    )


def _cut(text: str, widest: int) -> str:
    """As much of `text` as fits, up to the end of a clause if one ends late enough, else of a word."""
    fits = text[: _fitting(text, widest)]
    clauses = [found.start() for found in CLAUSE.finditer(fits) if width(fits[: found.start()]) >= NARROWEST]
    if clauses:
        return fits[: clauses[-1]].rstrip()
    words = fits.split(" ")[:-1]
    while words and len(words[-1]) <= LITTLE:
        words.pop()
    cut = " ".join(words)
    return cut if width(cut) >= NARROWEST else fits


def _fitting(text: str, widest: int) -> int:
    columns = 0
    for at, letter in enumerate(text):
        columns += width(letter)
        if columns > widest:
            return at
    return len(text)


def _balanced(text: str) -> str:
    """`text` without the marks of a pair of which it holds only one."""
    for opening, closing in PAIRS:
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    return re.sub(r"\s+", " ", text).strip()


def summary_span(text: str, title: str) -> Span | None:
    """Where the summary stands in `text`: its first two sentences, not counting one that is the headline."""
    found: list[Span] = []
    for block in lines(text):
        for start, end in sentences.split(text[slice(*block)]):
            span = (block[0] + start, block[0] + end)
            if not found and _same(text[slice(*span)], title):
                continue
            if found and (len(found) == 2 or width(text[found[0][0] : span[1]]) > SUMMARY_WIDEST):
                return found[0][0], found[-1][1]
            found.append(span)
        if found:
            return found[0][0], found[-1][1]
    return None


def _same(sentence: str, title: str) -> bool:
    return sentence.strip(" .。।۔!?…") == title.strip(" .。।۔!?…")


def unbalanced(text: str) -> str:
    """What is wrong with the quotation marks of `text`, "" if they are in order."""
    counts = {mark: text.count(mark) for mark in "«»“”„「」『』"}
    if counts["„"]:
        pairs = [("„", counts["„"], "“", counts["“"] + counts["”"])]
    else:
        pairs = [("“", counts["“"], "”", counts["”"])]
    pairs += [
        (pair[0], counts[pair[0]], pair[1], counts[pair[1]])
        for pair in (("«", "»"), ("「", "」"), ("『", "』"))
    ]
    wrong = [
        f"{opened} {opening} but {closed} {closing}"
        for opening, opened, closing, closed in pairs
        if opened != closed
    ]
    return ", ".join(wrong)
