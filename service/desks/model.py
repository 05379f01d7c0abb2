"""py3langid's tables, read by whole texts at once: which signs of language a text holds, and where.

The model is a naive Bayes classifier over some 100,000 sequences of bytes, found by an automaton that reads a
text byte by byte (Lui and Baldwin 2012; the tables are py3langid's). py3langid answers for one text at a
time; here a text is walked through once, and every sentence, passage or word of it is judged by the signs
that end in it.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

LANE = 64
"""Bytes that one lane of the automaton reads. All lanes are read side by side."""
RUN_UP = 12
"""Bytes that a lane reads before its own: more than the longest sign of the model, so that the automaton
is in the state it would be in had it read everything."""

LEAST = -15.0
"""What a sign says of a language that the model does not know: below all that it does."""

Numbers = NDArray[np.int64]
Scores = NDArray[np.float32]


class Model:
    """The tables: about a second and 130 MB, once a process, at the first text that needs them."""

    def __init__(self) -> None:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        tables = LanguageIdentifier.from_model_file(MODEL_FILE)
        self._next = np.asarray(tables.tk_nextmove)
        self._row = np.asarray(tables._rowbase, dtype=np.int64)
        self._sign = np.asarray(tables.tk_output, dtype=np.int32)
        self._weights = tables.nb_ptc
        self.prior = np.asarray(tables.nb_pc, dtype=np.float32)
        self.labels: tuple[str, ...] = tuple(tables.nb_classes)
        """The language of each column; one that is written in two scripts has a column for each."""

    def signs(self, data: bytes) -> tuple[Numbers, Numbers]:
        """The signs in `data` (UTF-8): the byte each ends at, in order, and which it is."""
        states = self._states(np.frombuffer(data, dtype=np.uint8))
        found = self._sign[states]
        at = np.flatnonzero(found >= 0)
        return at, found[at].astype(np.int64)

    def _states(self, data: NDArray[np.uint8]) -> Numbers:
        """The state of the automaton after each byte."""
        lanes = -(-len(data) // LANE)
        padded = np.zeros(RUN_UP + lanes * LANE, dtype=np.int64)
        padded[RUN_UP : RUN_UP + len(data)] = data
        starts = np.arange(lanes) * LANE
        states = np.zeros(lanes, dtype=np.int64)
        after = np.empty((LANE, lanes), dtype=np.int64)
        for step in range(RUN_UP + LANE):
            states = self._next[self._row[states] + padded[starts + step]]
            if step >= RUN_UP:
                after[step - RUN_UP] = states
        return after.T.ravel()[: len(data)]

    def columns(self, languages: Sequence[str]) -> Scores:
        """What each sign says for each of `languages`: log likelihoods, a row for each sign.

        For a language with several columns (Uzbek in two scripts), the one that speaks for a sign most.
        """
        made = np.full((len(self._weights), len(languages)), LEAST, dtype=np.float32)
        for place, language in enumerate(languages):
            ours = [column for column, label in enumerate(self.labels) if label == language]
            if ours:
                made[:, place] = self._weights[:, ours].max(axis=1)
        return made

    def everywhere(self, signs: Numbers) -> dict[str, float]:
        """The log likelihood of a text that holds `signs`, prior included, in each language of the model."""
        kinds, counts = np.unique(signs, return_counts=True)
        said = np.log1p(counts.astype(np.float32)) @ self._weights[kinds].astype(np.float32) + self.prior
        best: dict[str, float] = {}
        for label, score in zip(self.labels, said.tolist(), strict=True):
            best[label] = max(score, best.get(label, score))
        return best


@cache
def model() -> Model:
    """The one model of this process."""
    return Model()
