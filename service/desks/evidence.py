"""What each word of a text says about the language it is in.

A text is read once: its words and their scripts, and the signs of language in them. Every sentence,
quotation and passage of it is judged from there by sums. The script decides where it can; the model decides
among the languages that share one. A capitalised word may be a name, and says less.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from babel.core import get_global
from numpy.typing import NDArray

from service.desks import scripts
from service.desks.model import Numbers, Scores, model

WORTH = 7.0
"""The most that one word can say against a language, in nats."""
NAME = 0.3
"""What a capitalised word says, of what it would say otherwise."""
FOREIGN_NAME = 1.5
"""What a capitalised word in Latin letters says against a language of another script, in nats."""
WORTH_OF_ONE = 1.0
"""The most that one letter of a script says that is looked at letter by letter."""
SINGLE = [scripts.NUMBER["Hani"], scripts.NUMBER["Kana"]]
"""The scripts (by number) that are looked at letter by letter: they set no space between words."""
ARE_SINGLE = np.isin(np.arange(len(scripts.NAMES)), SINGLE)
"""For each script by its number, whether it is one of them: quicker to look up than to compare."""
ARE_CHUNKED = np.isin(scripts.NAMES, ("Thai", "Laoo", "Khmr", "Mymr"))
CHUNK = 6
"""Of these scripts, which set no space between words either, so many characters are looked at as a word."""
SAYS = np.array([0.0, *(scripts.SAYS.get(name, 1.0) for name in scripts.LETTERS)])
"""How many Latin letters say what one letter of each script says."""
MARKS = 3
"""Marks that one letter may carry."""

SEVERAL_SCRIPTS = {
    "ja": ("Hani", "Kana"),
    "ko": ("Hang",),
    "ku": ("Latn", "Arab"),
    "sr": ("Cyrl", "Latn"),
    "uz": ("Latn", "Cyrl"),
    "zh": ("Hani",),
}
"""The scripts of languages that are written in several, or in one with a name of its own in CLDR."""


@cache
def scripts_of(language: str) -> frozenset[str]:
    """The scripts that `language` (a language alone) is written in in the news."""
    if language in SEVERAL_SCRIPTS:
        return frozenset(SEVERAL_SCRIPTS[language])
    likely = get_global("likely_subtags").get(language, language).split("_")
    return frozenset({likely[1]} if len(likely) > 1 else {"Latn"})


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A text, word by word. `starts` and `ends` count characters; `letters` counts in Latin letters that say
    as much; `scores` has a row for each word and a column for each of `languages`,
    0 for the likeliest."""

    starts: Numbers
    ends: Numbers
    script: NDArray[np.uint8]
    names: NDArray[np.bool_]
    letters: NDArray[np.float64]
    scores: Scores
    languages: tuple[str, ...]
    signs: Numbers
    """The signs of language in the text, in their order."""
    word: Numbers
    """The word that each of them belongs to."""

    def words(self, start: int, end: int) -> slice:
        """The words that begin in the span, as a slice."""
        first, last = np.searchsorted(self.starts, (start, end))
        return slice(int(first), int(last))


@lru_cache(maxsize=8)
def read(text: str, languages: frozenset[str]) -> Reading:
    """`text` as its words speak for `languages` (languages alone)."""
    points = scripts.codes(text)
    kinds = scripts.of_letters(points)
    starts, ends = _words(_with_marks(kinds, points))
    script = kinds[starts]
    names = scripts.are_capitals(points[starts])
    ours = tuple(sorted(languages))
    signs, word = _signs(text, points, starts)
    return Reading(
        starts=starts,
        ends=ends,
        script=script,
        names=names,
        letters=_letters(kinds, starts),
        scores=_scores((signs, word), script, names, ours),
        languages=ours,
        signs=signs,
        word=word,
    )


def _words(kinds: NDArray[np.uint8]) -> tuple[Numbers, Numbers]:
    """Where words begin and end."""
    letter = kinds > 0
    single = ARE_SINGLE[kinds]
    before = np.concatenate(([0], kinds[:-1]))
    after = np.concatenate((kinds[1:], [0]))
    opens = letter & ((before != kinds) | single)
    closes = letter & ((after != kinds) | single)
    chunked = ARE_CHUNKED[kinds]
    if chunked.any():
        places = np.arange(len(kinds))
        run = places - np.maximum.accumulate(np.where(opens, places, 0))
        cuts = np.flatnonzero(chunked & (run > 0) & (run % CHUNK == 0))
        opens[cuts] = True
        closes[cuts - 1] = True
    return np.flatnonzero(opens), np.flatnonzero(closes) + 1


def _with_marks(kinds: NDArray[np.uint8], points: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """`kinds` with marks (accents, vowel signs) counted to the letters they stand on."""
    marks = scripts.are_marks(points)
    whole = kinds.copy()
    for _ in range(MARKS if marks.any() else 0):
        here = np.flatnonzero(marks[1:] & (whole[1:] == 0)) + 1
        whole[here] = whole[here - 1]
    return whole


def _letters(kinds: NDArray[np.uint8], starts: Numbers) -> NDArray[np.float64]:
    return np.add.reduceat(SAYS[kinds], starts) if len(starts) else np.zeros(0)


def _signs(text: str, points: NDArray[np.uint32], starts: Numbers) -> tuple[Numbers, Numbers]:
    """The signs of language in the text, and the word each belongs to: the last that began before it."""
    data = text.encode("utf-8", "surrogatepass")
    begins = np.zeros(len(data) + 1, dtype=np.bool_)
    begins[_offsets(points)[starts]] = True
    at, signs = model().signs(data)
    word = np.cumsum(begins)[at] - 1
    behind = int(np.searchsorted(word, 0))
    return signs[behind:], word[behind:]


def _offsets(points: NDArray[np.uint32]) -> Numbers:
    """The byte of UTF-8 at which each character begins."""
    widths = np.ones(len(points), dtype=np.int64)
    highest = points.max(initial=0)
    for bound in (0x80, 0x800, 0x10000):
        if highest >= bound:
            widths += points >= bound
    return np.cumsum(widths) - widths


def _scores(
    found: tuple[Numbers, Numbers],
    script: NDArray[np.uint8],
    names: NDArray[np.bool_],
    languages: tuple[str, ...],
) -> Scores:
    """What each word says against each language: from 0 down to -WORTH.

    A word is nothing that a language of another script would write, unless it is a name in Latin letters.
    """
    signs, word = found
    scores = np.full((len(script), len(languages)), -WORTH, dtype=np.float32)
    scores[names & (script == scripts.NUMBER["Latn"])] = -FOREIGN_NAME
    for number in np.flatnonzero(np.bincount(script)).tolist():
        places, weights = _writers(number, languages)
        mine = script == number
        ours = np.flatnonzero(mine)
        if len(places) == 1:
            scores[ours, places[0]] = 0
        elif places:
            here = mine[word]
            said = _summed(weights, signs[here], (np.cumsum(mine) - 1)[word[here]], len(ours))
            least = -WORTH_OF_ONE if number in SINGLE else -WORTH
            said = np.maximum(said - said.max(axis=1, keepdims=True), np.float32(least))
            said[names[ours]] *= NAME
            scores[np.ix_(ours, np.array(places))] = said
    return scores


def _summed(weights: Scores, signs: Numbers, word: Numbers, words: int) -> Scores:
    """The log likelihoods of `words` words, of which each sign belongs to one; signs are in their order."""
    summed = np.zeros((words, weights.shape[1]), dtype=np.float32)
    if len(signs):
        firsts = np.flatnonzero(np.diff(word, prepend=-1))
        summed[word[firsts]] = np.add.reduceat(weights.take(signs, axis=0), firsts, axis=0)
    return summed


@lru_cache(maxsize=64)
def _writers(script: int, languages: tuple[str, ...]) -> tuple[list[int], Scores]:
    """The places of the `languages` that are written in a script, and the weights of the signs for them."""
    name = scripts.NAMES[script]
    places = [place for place, language in enumerate(languages) if name in scripts_of(language)]
    return places, model().columns(tuple(languages[place] for place in places))


def prefers(reading: Reading, words: slice, language: str, other: str) -> bool:
    """Whether `words` as a whole read more like `language` than like `other`, wherever they part."""
    first, last = np.searchsorted(reading.word, (words.start, words.stop))
    said = model().everywhere(reading.signs[first:last], {language, other})
    return said.get(language, -np.inf) > said.get(other, -np.inf)
