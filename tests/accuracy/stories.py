"""Stories: how many pairs of translations are joined, and how many that are joined are translations.

The articles come one by one in an order drawn by lot, headlines and bodies alone; each is matched with those
that came before it. Joining is judged by pairs: of all pairs of articles in one story, the share that are
translations of each other (precision); of all pairs of translations, the share in one story (recall).
"""

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from service.desks import gist, places
from service.desks.gist import Gist
from service.desks.kin import Field, Known
from tests.accuracy import news


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs rightly joined, wrongly joined, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the pairs joined that are translations of each other."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the pairs of translations that are joined."""
        return self.right / max(1, self.right + self.missed)


@cache
def gist_of(item: news.Item) -> Gist:
    """The gist of an item: its lines stand as paragraphs below its headline."""
    text = "\n".join(item.lines)
    found = [(one.name.code, one.start) for one in places.find(text, item.language)]
    return gist.of(text, item.language, found)


def measure(which: str, languages: Sequence[str], seed: int = 0) -> Score:
    """The items of the half `which` in `languages`, joined in the order of a lot drawn with `seed`."""
    items = [item for tag in languages for item in news.half(news.items(tag), which)]
    random.Random(seed).shuffle(items)  # noqa: S311  the same order at every run
    known: list[Known] = []
    for number, item in enumerate(items, 1):
        match = Field(known).match(gist_of(item), item.language)
        story = match.story if match else number
        same = match.same if match else ()
        known = [_moved(one, story) if one.story in same else one for one in known]
        known.append(Known(number, story, item.language, gist_of(item)))
    return _score(items, known)


def _moved(one: Known, story: int) -> Known:
    return Known(one.version, story, one.language, one.gist)


def _score(items: Sequence[news.Item], known: Sequence[Known]) -> Score:
    stories: dict[int, Counter[str]] = defaultdict(Counter)
    for item, one in zip(items, known, strict=True):
        stories[one.story][item.document] += 1
    right = sum(_pairs(count) for story in stories.values() for count in story.values())
    joined = sum(_pairs(story.total()) for story in stories.values())
    there = sum(_pairs(count) for count in Counter(item.document for item in items).values())
    return Score(right, joined - right, there - right)


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
