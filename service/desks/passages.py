"""Stretches of an article that are in another language than the article itself.

First every sentence, and every quotation inside one, is asked for its language. Only where one answers
with another language are the words of its paragraph walked through for the exact places where the
language changes (Viterbi: each word's likelihood in the languages at hand, a price for each change that
is low where a sentence or a quotation begins).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from service.desks import scripts, sentences
from service.desks.language import KNOWN, NONE, base, detect, letters, likelihoods
from service.desks.markup import lines
from service.desks.sentences import Span

LEAST_LETTERS = 20
"""A shorter stretch is a name or a title, not a passage."""
LEAST_WORDS = 4
WINDOW = 8
"""Words that a long sentence is looked at by, to see a change of language in the middle of it."""
SURE = 0.75
"""How sure the detector has to be of a sentence before its paragraph is walked through."""
CHANGE = 14.0
"""Price of changing the language inside a sentence, in nats."""
CHANGE_AT_BORDER = 5.0
"""Price where a sentence or a quotation begins or ends."""

WORTH = 7.0
"""The most that one word can say, in nats: a name in another script is not a change of language."""

LONGEST_WORD = 40
"""Letters of a word that are looked at."""
TITLE = 0.6
"""Share of capitalised words from which on a stretch is a title; little words (of, und) do not count."""
LITTLE = 3

WORD = re.compile(
    r"[\u3400-\u9fff\uf900-\ufaff\u3041-\u30ff]|[\u0e01-\u0e7f]{1,4}|[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+|[^\W\d_]+"
)
BORDER = re.compile(r"[.!?…:;。！？؟۔।«»“”„\"()\[\]「」『』—]")
CLOSING = re.compile(r"[.!?…。！？؟۔।]+")
OPENS = re.compile(r"(?:^|[\n.!?…。！？؟۔।])[\s«“\"'’(]*$")
"""What stands before the first word of a sentence."""
NEAR = 4
"""Characters that are looked at for it."""
QUOTED = re.compile(r"[«»“”„\"()\[\]「」『』:;]|\s[–—-]\s")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the plain text in `language` (BCP 47); offsets are characters."""

    language: str
    start: int
    end: int


def find(text: str, main: str, candidates: Iterable[str] = KNOWN) -> tuple[Passage, ...]:
    """The passages of `text` that are not in its language `main`, in order; touching ones joined."""
    if main == NONE:
        return ()
    pool = tuple(sorted({main, *candidates}))
    found: list[Passage] = []
    for span in lines(text):
        found += _in_block(text, span, main, pool)
    return tuple(_joined(text, found))


def _in_block(text: str, block: Span, main: str, pool: Sequence[str]) -> list[Passage]:
    strangers = _strangers(text[slice(*block)], main, pool)
    if not strangers:
        return []
    words = [match.span() for match in WORD.finditer(text, *block)]
    path = _walk(text, words, [base(main), *sorted({base(tag) for tag in strangers})])
    runs = _runs(words, path)
    return [passage for run in runs if (passage := _worth(text, run, main, pool)) is not None]


def _strangers(block: str, main: str, pool: Sequence[str]) -> set[str]:
    """The languages, other than `main`, that a sentence or quotation of `block` is surely in."""
    strangers = set()
    for start, end in _segments(block):
        segment = block[start:end]
        if _substantial(segment):
            finding = detect(segment, pool)
            if base(finding.language) != base(main) and finding.sureness >= SURE:
                strangers.add(finding.language)
    return strangers - {NONE}


def _segments(block: str) -> list[Span]:
    """Its sentences; the pieces that quotation marks, brackets, colons and dashes cut them into; windows."""
    spans = []
    for start, end in sentences.split(block):
        spans.append((start, end))
        cuts = [start, *(cut.end() for cut in QUOTED.finditer(block, start, end)), end]
        if len(cuts) > 2:
            spans += [piece for piece in pairwise(cuts) if piece[0] < piece[1]]
        words = [word.start() for word in WORD.finditer(block, start, end)]
        if len(words) >= 2 * WINDOW:
            spans += pairwise([*words[::WINDOW], end])
    return spans


def _substantial(text: str) -> bool:
    if letters(text) < LEAST_LETTERS:
        return False
    return scripts.dominant(text) in {*scripts.UNSPACED, "Jpan"} or len(WORD.findall(text)) >= LEAST_WORDS


@lru_cache(maxsize=20_000)
def _evidence(word: str, languages: tuple[str, ...]) -> tuple[float, ...]:
    """How much less likely `word` is in each language than in its best one: 0 down to -WORTH nats."""
    scores = likelihoods(f" {word} ", languages)
    best = max(scores)
    return tuple(max(score - best, -WORTH) for score in scores)


def _walk(text: str, words: Sequence[Span], languages: Sequence[str]) -> list[str]:
    """The likeliest language of each word, changes paid for (Viterbi)."""
    known, states = tuple(languages), range(len(languages))
    scores, steps, last = [0.0] * len(languages), list[list[int]](), 0
    for start, end in words:
        price = CHANGE_AT_BORDER if BORDER.search(text, last, start) else CHANGE
        best = max(states, key=lambda state: scores[state])
        step = [state if scores[state] > scores[best] - price else best for state in states]
        evidence = _evidence(text[start : min(end, start + LONGEST_WORD)].lower(), known)
        scores = [
            scores[step[state]] - (price if step[state] != state else 0) + evidence[state] for state in states
        ]
        steps.append(step)
        last = end
    return [languages[state] for state in _back(steps, scores)]


def _back(steps: Sequence[Sequence[int]], scores: Sequence[float]) -> list[int]:
    state = max(range(len(scores)), key=lambda end: scores[end])
    path = []
    for step in reversed(steps):
        path.append(state)
        state = step[state]
    return path[::-1]


def _runs(words: Sequence[Span], path: Sequence[str]) -> list[tuple[str, Span]]:
    """Words of one language beside each other, as one span."""
    runs: list[tuple[str, Span]] = []
    for (start, end), language in zip(words, path, strict=True):
        if runs and runs[-1][0] == language:
            runs[-1] = (language, (runs[-1][1][0], end))
        else:
            runs.append((language, (start, end)))
    return runs


def _worth(text: str, run: tuple[str, Span], main: str, pool: Sequence[str]) -> Passage | None:
    """The run as a passage, if it is foreign, long enough, and the detector agrees on the whole of it."""
    language, (start, end) = run
    piece = text[start:end]
    if language == base(main) or not _substantial(piece):
        return None
    stop = _with_stop(text, end)
    if _is_title(piece) and not (stop > end and OPENS.search(text, max(0, start - NEAR), start)):
        return None
    finding = detect(piece, pool)
    if base(finding.language) == base(main):
        return None
    return Passage(finding.language, start, stop)


def _is_title(piece: str) -> bool:
    """Whether most words of `piece` are capitalised: the name of a book or an office, not a sentence."""
    words = [word for word in WORD.findall(piece) if len(word) > LITTLE]
    capitals: int = sum(word[0].isupper() for word in words)
    return bool(words) and capitals >= TITLE * len(words)


def _with_stop(text: str, end: int) -> int:
    """`end`, or behind the signs that close the sentence there."""
    closing = CLOSING.match(text, end)
    return closing.end() if closing else end


def _joined(text: str, passages: Sequence[Passage]) -> list[Passage]:
    """Passages of one language with nothing but signs between them, as one."""
    joined: list[Passage] = []
    for passage in passages:
        last = joined[-1] if joined else None
        if last and last.language == passage.language and not WORD.search(text, last.end, passage.start):
            joined[-1] = Passage(last.language, last.start, passage.end)
        else:
            joined.append(passage)
    return joined
