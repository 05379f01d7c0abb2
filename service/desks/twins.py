"""Fingerprints of texts, by which the same text is known when it comes again as another article.

A text is taken as the set of its runs of words (of letters, where no space is set between words). How alike
two texts are is the share of runs that they have in common (Jaccard). Candidates are found by MinHash with
bands (A. Broder, On the resemblance and containment of documents, 1997): of eighteen orders of all runs the
first of each is kept, every three of them make one fingerprint, and one in common makes a candidate. So of
texts that share nine tenths of their runs 99.9 % are found, of those that share half 55 %. Candidates are
then compared run by run. Pure.
"""

import re
import unicodedata
from collections.abc import Iterable
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from service.desks import scripts

RUN = 4
"""Words in a run."""
LETTERS = 8
"""Letters in a run, where no space is set between words."""
BANDS, ROWS = 6, 3
LEAST = 8
"""Runs from which on a text has fingerprints: shorter ones are alike by chance."""
ALIKE = 0.6
"""The share of runs from which on two texts are the same."""

_WORD = re.compile(r"\w+")
_SEEDS = np.random.default_rng(20101).integers(1, 2**63, size=(2, BANDS * ROWS), dtype=np.uint64) | np.uint64(
    1
)


def runs(text: str) -> frozenset[int]:
    """The runs of `text`, as numbers. Case, width and punctuation do not count."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    counts = scripts.tally(text)
    if sum(counts[script] for script in scripts.UNSPACED) * 2 > counts.total():
        letters = "".join(words)
        return frozenset(
            crc32(letters[at : at + LETTERS].encode()) for at in range(len(letters) - LETTERS + 1)
        )
    return frozenset(crc32(" ".join(words[at : at + RUN]).encode()) for at in range(len(words) - RUN + 1))


def fingerprints(found: frozenset[int]) -> tuple[int, ...]:
    """The fingerprints of a text of these runs, signed 64-bit numbers; none for a text too short to tell."""
    if len(found) < LEAST:
        return ()
    values = np.fromiter(found, dtype=np.uint64, count=len(found))
    firsts = _orders(values).min(axis=0).reshape(BANDS, ROWS)
    return tuple(int(number) for number in _band(firsts))


def _orders(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The place of each run in each order: multiply and shift, modulo 2 to the 64th."""
    mixed: NDArray[np.uint64] = values[:, None] * _SEEDS[0] + _SEEDS[1]
    mixed ^= mixed >> np.uint64(29)
    mixed *= _SEEDS[1]
    return mixed


def _band(firsts: NDArray[np.uint64]) -> NDArray[np.int64]:
    """One number for each band; bands of the same firsts at another place differ."""
    mixed = np.arange(1, BANDS + 1, dtype=np.uint64)
    for row in range(ROWS):
        mixed = (mixed ^ firsts[:, row]) * _SEEDS[0][row]
        mixed ^= mixed >> np.uint64(31)
    return mixed.view(np.int64)


def alike(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of all their runs that two texts have in common, 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0


def likest(found: frozenset[int], others: Iterable[tuple[int, frozenset[int]]]) -> tuple[int, float] | None:
    """The one of `others` (ids and runs) that is the same text, and how alike it is; None if none is."""
    scored = [(alike(found, runs_), -pk) for pk, runs_ in others]
    score, pk = max(scored, default=(0.0, 0))
    return (-pk, score) if score >= ALIKE else None
