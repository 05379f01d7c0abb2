"""Which articles are translations of one another, by what is left of them without their language (gist).

Two translations share numbers, names, dates and places, and share them at the same point of the text. A sign
that many stories hold says little, one that no other holds says much; in a script without capitals, where any
word may be a name, names say less. An article is compared with the stories that have no version in its
language yet. Pure.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from service.desks.gist import Gist
from service.desks.language import base

LIKE = 0.16
"""Likeness (0 to 1) from which on an article may be a story's translation."""
ENOUGH = 4.0
"""What its shared signs must say together, in nats."""
CLEAR = 0.06
"""By how much a story must be likelier than one that cannot be the same story."""
LIKE_STORIES = 0.18
"""Likeness from which on two stories that an article belongs to may be one story."""
ENOUGH_STORIES = 5.0
NEAREST = 3
"""The versions of a story that an article is compared with are those that it is most like."""
FEW = 2
"""Signs that two articles share at least if they are like each other at all."""
SAME_PLACE = 5
"""Parts in a hundred of the text, up to which two signs stand at the same point of it."""
FAR = 8
"""Parts in a hundred over which they come to stand at different ones."""
LEAST = 0.05
"""What a shared sign counts that stands at quite another point."""
GUESS = 30
"""Articles that the rules of thumb on how usual a sign is count for."""
UNCASED = frozenset({"ar", "bn", "fa", "he", "hi", "ja", "ko", "th", "ur", "zh"})
"""Languages of KNOWN in whose scripts any word may be a name."""


@dataclass(frozen=True, slots=True)
class Known:
    """A version of a story: `version` and `story` are ids."""

    version: int
    story: int
    language: str
    gist: Gist


@dataclass(frozen=True, slots=True)
class Match:
    """The story that an article belongs to; those that turn out to be the same; the likest version."""

    story: int
    same: tuple[int, ...]
    version: int
    shared: tuple[str, ...]
    """The signs that the article and that version share, those that say most first."""


def usual(sign: str, language: str) -> float:
    """The share of articles in `language` that hold `sign`, by rule of thumb."""
    kind, said = sign[0], sign[1:]
    if kind == "#":
        year = len(said) == 4 and said[:2] in {"19", "20"}
        return 0.2 if year else 0.1 if len(said) == 2 else 0.02
    if kind == "~":
        share = 0.05 if len(said) == 3 else 0.02
        return share * 4 if base(language) in UNCASED else share
    return 0.02 if kind == "=" else 0.08


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A gist with what each of its signs says, in nats."""

    gist: Gist
    weights: dict[str, float]
    norm: float


@dataclass(frozen=True)
class Field:
    """The versions among which translations are looked for."""

    known: Sequence[Known]
    _weighed: dict[int, _Weighed] = field(default_factory=dict)
    _said: dict[tuple[str, str], float] = field(default_factory=dict)

    @cached_property
    def _counts(self) -> tuple[Counter[str], dict[str, Counter[str]]]:
        """How many versions there are in each language, and how many of them hold each sign."""
        held: dict[str, Counter[str]] = defaultdict(Counter)
        for one in self.known:
            held[base(one.language)].update(one.gist.keys())
        return Counter(base(one.language) for one in self.known), held

    @cached_property
    def _stories(self) -> dict[int, list[Known]]:
        stories: dict[int, list[Known]] = defaultdict(list)
        for one in self.known:
            stories[one.story].append(one)
        return stories

    def weigh(self, gist: Gist, language: str) -> _Weighed:
        """What each sign of `gist` says."""
        weights = {sign: self._says(sign, base(language)) for sign in gist}
        return _Weighed(gist, weights, math.sqrt(sum(one * one for one in weights.values())) or 1.0)

    def _says(self, sign: str, language: str) -> float:
        """What `sign` says in a text in `language` (a language alone)."""
        said = self._said.get((sign, language))
        if said is None:
            total, held = self._counts
            count = held[language][sign] if language in held else 0
            odds = (total[language] + GUESS) / (count + GUESS * usual(sign, language))
            said = self._said[sign, language] = max(0.0, math.log(odds))
        return said

    def _of(self, one: Known) -> _Weighed:
        if one.version not in self._weighed:
            self._weighed[one.version] = self.weigh(one.gist, one.language)
        return self._weighed[one.version]

    def match(self, gist: Gist, language: str) -> Match | None:
        """The story that an article in `language` with `gist` belongs to; None if none is likely enough."""
        mine = self.weigh(gist, language)
        likely = self._likely(mine, language)
        taken: list[int] = []
        for story, (like, says) in sorted(likely.items(), key=lambda one: (-one[1][0], one[0])):
            if like < LIKE:
                break
            rival = max((likely[other][0] for other in self._rivals(story, likely, taken)), default=0.0)
            if says < ENOUGH or like - rival < CLEAR:
                continue
            if not taken or self._one_story(taken, story, like, says):
                taken.append(story)
        return self._told(mine, taken) if taken else None

    def _likely(self, mine: _Weighed, language: str) -> dict[int, tuple[float, float]]:
        """How like each story is that has no version in `language`, and what the shared signs say."""
        found = {}
        for story, versions in self._stories.items():
            if any(one.language == language for one in versions):
                continue
            alike = [one for one in versions if len(mine.gist.keys() & one.gist.keys()) >= FEW]
            best = sorted((_likeness(mine, self._of(one)) for one in alike), reverse=True)[:NEAREST]
            best += [(0.0, 0.0)] * (min(NEAREST, len(versions)) - len(best))
            found[story] = (sum(one[0] for one in best) / len(best), sum(one[1] for one in best) / len(best))
        return found

    def _rivals(self, story: int, likely: Iterable[int], taken: Sequence[int]) -> list[int]:
        """The stories that cannot be the same as `story`: both have a version in some language."""
        ours = self._languages(story)
        return [
            other
            for other in likely
            if other != story and other not in taken and ours & self._languages(other)
        ]

    def _languages(self, story: int) -> set[str]:
        return {one.language for one in self._stories[story]}

    def _one_story(self, taken: Sequence[int], story: int, like: float, says: float) -> bool:
        """Whether `story` is the same as those of `taken`, which the article belongs to as well."""
        if like < LIKE_STORIES or says < ENOUGH_STORIES:
            return False
        ours = [one for other in taken for one in self._stories[other]]
        if {one.language for one in ours} & self._languages(story):
            return False
        found = [
            _likeness(self._of(one), self._of(other))[0] for one in ours for other in self._stories[story]
        ]
        best = sorted(found, reverse=True)[: max(NEAREST, len(found) // 2)]
        return sum(best) / len(best) >= LIKE_STORIES

    def _told(self, mine: _Weighed, taken: Sequence[int]) -> Match:
        versions = [one for story in taken for one in self._stories[story]]
        nearest = max(versions, key=lambda one: (_likeness(mine, self._of(one))[0], -one.version))
        shared = mine.gist.keys() & nearest.gist.keys()
        order = sorted(shared, key=lambda sign: (-mine.weights[sign], sign))
        return Match(taken[0], tuple(taken[1:]), nearest.version, tuple(order))


def _likeness(one: _Weighed, other: _Weighed) -> tuple[float, float]:
    """How like two gists are (0 to 1), and what their shared signs say (nats)."""
    like = says = 0.0
    for sign in one.gist.keys() & other.gist.keys():
        weight = _near(one.gist[sign] - other.gist[sign])
        both = one.weights[sign] * other.weights[sign]
        like += weight * both
        says += weight * math.sqrt(both)
    return like / one.norm / other.norm, says


def _near(apart: int) -> float:
    """What a shared sign counts whose places are `apart`."""
    return max(LEAST, 1 - max(0, abs(apart) - SAME_PLACE) / FAR)
