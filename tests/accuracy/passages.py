"""Foreign passages: precision and recall on articles with sentences of another language spliced in."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from service.desks import passages
from service.desks.language import base
from service.desks.passages import Passage
from tests.accuracy.spliced import Label, Spliced, articles

SAME = 0.8
"""Share of two stretches that both have, from which on they are the same passage."""


@dataclass
class Score:
    """What was found of what there was."""

    labelled: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    cases: list[tuple[str, Spliced, Label | Passage]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the passages found that are there."""
        return 1 - self.false.total() / self.found.total()

    @property
    def recall(self) -> float:
        """Share of the passages there that are found."""
        return 1 - self.missed.total() / self.labelled.total()


def same(one: Label | Passage, other: Label | Passage) -> bool:
    """Whether two stretches are the same passage: one language, and nearly the same place."""
    common = min(one.end, other.end) - max(one.start, other.start)
    union = max(one.end, other.end) - min(one.start, other.start)
    return common >= SAME * union and base(one.language) == base(other.language)


def measure(which: str, rounds: int = 1) -> Score:
    """All articles of the half `which`."""
    return score(articles(which, rounds))


def score(cases: Iterable[Spliced]) -> Score:
    """The passages found in `cases` against the labels, by the article's language."""
    told = Score()
    for case in cases:
        found = passages.find(case.text, case.language)
        told.labelled[case.language] += len(case.labels)
        told.found[case.language] += len(found)
        for label in case.labels:
            if not any(same(label, one) for one in found):
                told.missed[case.language] += 1
                told.cases.append(("missed", case, label))
        for one in found:
            if not any(same(label, one) for label in case.labels):
                told.false[case.language] += 1
                told.cases.append(("false", case, one))
    return told
