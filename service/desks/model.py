"""py3langid's tables, read by whole texts at once: which signs of language a text holds, and where.

The model is a naive Bayes classifier over some 100,000 sequences of bytes, found by an automaton that reads a
text byte by byte (Lui and Baldwin 2012; the tables are py3langid's). py3langid answers for one text at a
time; here a text is walked through once, and every sentence, passage or word of it is judged by the signs
that end in it.
"""

from collections.abc import Collection, Sequence
from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

LANE = 32
"""Bytes that one lane of the automaton reads. All lanes are read side by side: each step costs the same few
calls however many they are, so that more and shorter lanes are faster, until the run-ups outweigh it."""
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
        if not len(data):
            return np.zeros(0, dtype=np.int64)
        lanes = -(-len(data) // LANE)
        padded = np.zeros(RUN_UP + lanes * LANE, dtype=np.int64)
        padded[RUN_UP : RUN_UP + len(data)] = data
        # Row by row what all lanes read at one step: a lane's window begins LANE bytes behind the last one's.
        windows = sliding_window_view(padded, RUN_UP + LANE)[::LANE]
        bytes_of_step = np.ascontiguousarray(windows.T)
        states = np.zeros(lanes, dtype=np.int64)
        after = np.empty((LANE, lanes), dtype=np.int64)
        for step, read in enumerate(bytes_of_step, -RUN_UP):
            states = self._next.take(self._row.take(states) + read)
            if step >= 0:
                after[step] = states
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

    def everywhere(self, signs: Numbers, languages: Collection[str] = ()) -> dict[str, float]:
        """The log likelihood of a text that holds `signs`, prior included, in each of `languages`, or of all
        that the model knows."""
        columns = [place for place, label in enumerate(self.labels) if not languages or label in languages]
        kinds, counts = np.unique(signs, return_counts=True)
        weights = self._weights[kinds[:, np.newaxis], columns] if languages else self._weights[kinds]
        said = np.log1p(counts.astype(np.float32)) @ weights.astype(np.float32) + self.prior[columns]
        best: dict[str, float] = {}
        for column, score in zip(columns, said.tolist(), strict=True):
            label = self.labels[column]
            best[label] = max(score, best.get(label, score))
        return best


@cache
def model() -> Model:
    """The one model of this process."""
    return Model()
