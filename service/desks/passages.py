"""Stretches of an article that are in another language than the article itself.

Each word of a text speaks for and against languages (evidence). Where the words beside each other speak for
another language than the article's so much that it pays for the change, its paragraph is walked through for
the exact places where the language changes (Viterbi: each word's evidence, a price for each change that is
low where a sentence or a quotation begins).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from service.desks import evidence, scripts, varieties
from service.desks.evidence import Reading
from service.desks.language import KNOWN, NONE, base, handicap, pool
from service.desks.markup import lines
from service.desks.model import Scores

LEAST_LETTERS = 20
"""A shorter stretch is a name or a title, not a passage."""
LEAST_ALONE = 12
"""The same for a stretch that is a paragraph by itself."""
LEAST_WORDS = 4
CHANGE = 14.0
"""Price of changing the language inside a sentence, in nats."""
CHANGE_AT_BORDER = 6.5
"""Price where a sentence or a quotation begins or ends."""
DEAR = 12.0
"""What a passage has to say more for a language that is neither an edition's nor among KNOWN, in nats."""
PAYS = 2 * CHANGE_AT_BORDER
"""What a stretch has to say for another language to pay for the changes to it and back."""
CHANGE_OF_SCRIPT = 8.0
"""Price where one script follows another."""
AT_HAND = 3
"""Languages, besides its own, that a paragraph is walked through with."""
ARE_UNSPACED = np.isin(scripts.NAMES, list(scripts.UNSPACED))
"""For each script by its number, whether it sets no space between words."""
TITLE = 0.6
"""Share of capitalised words from which on a stretch is a title; little words (of, und) do not count."""
LITTLE = 3

BORDER = re.compile(r"[.!?…:;。！？؟۔।«»“”„\"()\[\]「」『』—\n]")
CLOSING = re.compile(r"[.!?…。！？؟۔।]+")
OPENS = re.compile(r"(?:^|[\n.!?…。！？؟۔।])[\s«“„\"'’‘「『(]*$")
"""What stands before the first word of a sentence."""
NEAR = 4
"""Characters that are looked at for it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the plain text in `language` (BCP 47); offsets are characters."""

    language: str
    start: int
    end: int


def find(text: str, main: str, candidates: Iterable[str] = KNOWN) -> tuple[Passage, ...]:
    """The passages of `text` that are not in its language `main`, in order; touching ones joined.

    They are in one of `candidates` (tags), or clearly in another of the world's languages.
    """
    ours = frozenset((main, *candidates))
    reading = evidence.read(text, pool(ours))
    reads_as = varieties.READS_AS.get(main, base(main))
    if main == NONE or reads_as not in reading.languages or not len(reading.starts):
        return ()
    against = _against(reading, reads_as, ours)
    dear = handicap(reading.languages, ours, DEAR)
    strangers = _strangers(against, dear)
    if not strangers:
        return ()
    own = reading.languages.index(reads_as)
    theirs, prices = against[:, strangers], np.array(dear)[strangers] + PAYS
    found: list[Passage] = []
    for start, end in lines(text):
        words = reading.words(start, end)
        pays = _gains(theirs[words]) > prices
        near = [place for place, does in zip(strangers, pays.tolist(), strict=True) if does]
        if near:
            states = [own, *near[:AT_HAND]]
            block = _in_block(text, reading, words, states, [dear[place] for place in states])
            found += _mended(reading, block)
    return tuple(_joined(reading, [one for one in found if one.language != main]))


def _against(reading: Reading, main: str, ours: frozenset[str]) -> Scores:
    """What each word says for each language against `main`: above 0 where it is the likelier one."""
    against = reading.scores - reading.scores[:, [reading.languages.index(main)]]
    return against.astype(np.float32)


def _strangers(against: Scores, dear: Sequence[float]) -> list[int]:
    """The columns of the languages that some stretch speaks for enough to pay for two changes, the one
    that gains most first."""
    at_most = np.maximum(against, 0).sum(axis=0) - np.array(dear)
    places = np.flatnonzero(at_most > PAYS)  # most are out of it before any stretch is looked at
    gains = _gains(against[:, places]) - np.array(dear)[places]
    return [int(places[one]) for one in np.argsort(-gains) if gains[one] > PAYS]


def _gains(against: Scores) -> Scores:
    """The most that a stretch of these words says for each language: a column's best sum of neighbours."""
    total = np.zeros((against.shape[1], len(against) + 1), dtype=np.float32)
    np.cumsum(against.T, axis=1, out=total[:, 1:])
    gains: Scores = (total - np.minimum.accumulate(total, axis=1)).max(axis=1)
    return gains


def _in_block(
    text: str, reading: Reading, words: slice, states: Sequence[int], dear: Sequence[float]
) -> list[Passage]:
    """The passages in the paragraph that `words` are, in the languages of the columns `states`, of which
    the first is the article's."""
    runs = _runs(_walk(text, reading, words, states, dear), words.start)
    least = LEAST_LETTERS if len(runs) > 1 else LEAST_ALONE
    found = []
    for state, first, last in runs:
        run = slice(first, last)
        if state and _substantial(reading, run, least):
            passage = _worth(text, reading, run, states[state], states[0])
            found += [passage] if passage else []
    return found


def _walk(
    text: str, reading: Reading, words: slice, states: Sequence[int], dear: Sequence[float]
) -> list[int]:
    """The likeliest state of each word, changes paid for (Viterbi)."""
    evidence_of = reading.scores[words, states].tolist()
    prices = _prices(text, reading, words)
    scores, steps, every = [-price for price in dear], list[list[int]](), range(len(states))
    for price, said in zip(prices, evidence_of, strict=True):
        best = max(every, key=scores.__getitem__)
        bars = [scores[best] - price - more for more in dear]
        steps.append([state if scores[state] > bars[state] else best for state in every])
        scores = [max(scores[state], bars[state]) + said[state] for state in every]
    return _back(steps, scores)


def _prices(text: str, reading: Reading, words: slice) -> list[float]:
    """What a change of language costs before each word."""
    starts, ends = reading.starts[words].tolist(), reading.ends[words].tolist()
    between = zip([starts[0], *ends], starts, strict=False)
    script = reading.script[words]
    turns = [True, *(script[1:] != script[:-1]).tolist()]
    return [
        CHANGE_AT_BORDER if BORDER.search(text, end, start) else CHANGE_OF_SCRIPT if turn else CHANGE
        for (end, start), turn in zip(between, turns, strict=True)
    ]


def _back(steps: Sequence[Sequence[int]], scores: Sequence[float]) -> list[int]:
    state = max(range(len(scores)), key=lambda end: scores[end])
    path = []
    for step in reversed(steps):
        path.append(state)
        state = step[state]
    return path[::-1]


def _runs(path: Sequence[int], first: int) -> list[tuple[int, int, int]]:
    """Words of one state beside each other: state, first word, the word behind the last."""
    runs: list[tuple[int, int, int]] = []
    for word, state in enumerate(path, first):
        if runs and runs[-1][0] == state:
            runs[-1] = (state, runs[-1][1], word + 1)
        else:
            runs.append((state, word, word + 1))
    return runs


def _worth(text: str, reading: Reading, words: slice, column: int, own: int) -> Passage | None:
    """The words as a passage in the language of `column`; None if they are a name or title."""
    start, end = int(reading.starts[words.start]), int(reading.ends[words.stop - 1])
    stop = _with_stop(text, end)
    opens = stop > end and OPENS.search(text, max(0, start - NEAR), start)
    if _is_title(reading, words) and not opens:
        return None
    if not evidence.prefers(reading, words, reading.languages[column], reading.languages[own]):
        return None
    return Passage(varieties.tag(reading.languages[column], text[start:stop]), start, stop)


def _substantial(reading: Reading, words: slice, least: int) -> bool:
    if reading.letters[words].sum() < least:
        return False
    unspaced = ARE_UNSPACED[reading.script[words]]
    return words.stop - words.start >= LEAST_WORDS or bool(unspaced.any())


def _is_title(reading: Reading, words: slice) -> bool:
    """Whether most words are capitalised: the name of a book or an office, not a sentence."""
    long = reading.ends[words] - reading.starts[words] > LITTLE
    long |= evidence.ARE_SINGLE[reading.script[words]]
    return bool(long.any()) and float(reading.names[words][long].mean()) >= TITLE


def _with_stop(text: str, end: int) -> int:
    """`end`, or behind the signs that close the sentence there."""
    closing = CLOSING.match(text, end)
    return closing.end() if closing else end


def _mended(reading: Reading, passages: Sequence[Passage]) -> list[Passage]:
    """The passages of a paragraph; of one language with names or a few borrowed words between, as one."""

    def small(gap: slice) -> bool:
        spoken = reading.letters[gap] * np.where(reading.names[gap], evidence.NAME, 1)
        return float(spoken.sum()) < LEAST_LETTERS

    return _closed(passages, small, reading)


def _joined(reading: Reading, passages: Sequence[Passage]) -> list[Passage]:
    """Passages of one language with nothing but signs between them, as one."""
    return _closed(passages, lambda gap: gap.start == gap.stop, reading)


def _closed(passages: Sequence[Passage], small: Callable[[slice], bool], reading: Reading) -> list[Passage]:
    """`passages`, those of one language joined whose gap (the words in it) is `small`."""
    joined: list[Passage] = []
    for passage in passages:
        last = joined[-1] if joined else None
        if last and last.language == passage.language and small(reading.words(last.end, passage.start)):
            joined[-1] = Passage(last.language, last.start, passage.end)
        else:
            joined.append(passage)
    return joined
