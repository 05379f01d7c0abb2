"""Regions: precision and recall on labelled articles, and agreement of translations with the English.

`labels/regions.jsonl` says which countries and M.49 regions an article names. `named`: by a name of a place
there (country, region, city, quarter), of its people, or an adjective. `may`: only inside another name (a
club, a newspaper, a contest), or by a name of something larger than a country that M.49 does not have; such
a code is neither asked for nor wrong. Each item was read whole in English; in the translations those lines
were read that name a place in English. `but` holds what a translation leaves out.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.desks import places
from tests.accuracy import news

LABELS = Path(__file__).parent / "labels" / "regions.jsonl"
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Label:
    """What one article names, and what it may be said to name."""

    document: str
    language: str
    named: frozenset[str]
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """How many codes were found rightly, wrongly and not at all, in how many articles."""

    articles: int
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the codes found that the articles name."""
        return self.right / (self.right + self.wrong or 1)

    @property
    def recall(self) -> float:
        """Share of the codes named that were found."""
        return self.right / (self.right + self.missed or 1)


@dataclass(frozen=True, slots=True)
class Difference:
    """A document where a translation's codes are not those of the English."""

    document: str
    missing: frozenset[str]
    extra: frozenset[str]


def labels() -> list[Label]:
    """All labelled articles."""
    return [
        label for line in LABELS.read_text("utf-8").splitlines() for label in _of_document(json.loads(line))
    ]


def _of_document(row: dict[str, dict[str, dict[str, list[str]]]]) -> Iterator[Label]:
    for language in row["languages"]:
        told = {**row, **row.get("but", {}).get(language, {})}
        yield Label(str(row["document"]), language, frozenset(told["named"]), frozenset(told["may"]))


@cache
def _items(language: str, which: str) -> dict[str, news.Item]:
    items = news.items(language)
    return {item.document: item for item in (news.half(items, which) if which else items)}


@cache
def codes(item: news.Item) -> frozenset[str]:
    """The codes of the places found in `item`, headline and all."""
    return frozenset(mention.name.code for mention in places.find("\n".join(item.lines), item.language))


def score(which: str, language: str = "") -> Score:
    """The labelled articles of the half `which`, in one language or in all."""
    articles = right = wrong = missed = 0
    for label in labels():
        item = _items(label.language, which).get(label.document)
        if item and language in {"", label.language}:
            found = codes(item)
            articles += 1
            right += len(found & label.named)
            wrong += len(found - label.named - label.may)
            missed += len(label.named - found)
    return Score(articles, right, wrong, missed)


def agreement(which: str, language: str) -> float:
    """Mean Jaccard of the codes found in `language` and in English, where either are any.

    Of the half `which`, or of all documents if it is "".
    """
    english, other = _items(ENGLISH, which), _items(language, which)
    pairs = [(codes(english[document]), codes(other[document])) for document in english]
    shares = [len(one & two) / len(one | two) for one, two in pairs if one | two]
    return sum(shares) / len(shares)


def differences(which: str, language: str) -> list[Difference]:
    """Where the translation into `language` and the English disagree."""
    english, other = _items(ENGLISH, which), _items(language, which)
    pairs = [(document, codes(english[document]), codes(other[document])) for document in english]
    return [Difference(document, one - two, two - one) for document, one, two in pairs if one != two]
