"""Real news in many languages: what was measured stays reached (the figures are floors, a little below)."""

import json
from pathlib import Path

import pytest

from service.desks import language, passages, places

pytestmark = pytest.mark.shared

News = dict[str, list[str]]
FLOORS = {"fr": 0.87, "ru": 0.79, "kk": 0.80, "zh-Hans": 0.77, "ar": 0.74}
"""Agreement of the countries found in a translation with those found in the English of the same item."""


def news(shared: Path, tag: str) -> News:
    lines = (shared / "corpus" / "parallel-news" / f"{tag}.jsonl").read_text("utf-8").splitlines()
    return {item["document"]: item["lines"] for item in map(json.loads, lines)}


def countries(item: list[str], tag: str) -> set[str]:
    codes = {mention.name.code for mention in places.find("\n".join(item), tag)}
    return {code for code in codes if code.isalpha() and code != "EU"}


@pytest.mark.parametrize(("tag", "floor"), FLOORS.items())
def test_translations_of_one_item_name_the_same_countries(shared: Path, tag: str, floor: float) -> None:
    english, other = news(shared, "en"), news(shared, tag)
    pairs = [(countries(english[key], "en"), countries(other[key], tag)) for key in english]
    agreement = [len(one & two) / len(one | two) for one, two in pairs if one | two]
    assert sum(agreement) / len(agreement) >= floor


@pytest.mark.parametrize("tag", ["fr", "en", "ru", "kk", "zh-Hans", "ar"])
def test_every_item_is_in_its_language_and_hardly_any_has_passages(shared: Path, tag: str) -> None:
    items = list(news(shared, tag).values())[:20]
    assert {language.of_article(item, "", "", []).tag for item in items} == {tag}
    assert sum(bool(passages.find("\n".join(item), tag)) for item in items) <= 1


def test_paragraphs_of_mixed_documents_are_told_apart(shared: Path) -> None:
    right = total = 0
    for line in (shared / "corpus" / "mixed-language.jsonl").read_text("utf-8").splitlines():
        paragraphs = [(tag, text) for tag, text in json.loads(line)["paragraphs"] if len(text) >= 20]
        main = language.of_article([text for _, text in paragraphs], "", "", []).tag
        found = passages.find("\n".join(text for _, text in paragraphs), main)
        at = 0
        for tag, text in paragraphs:
            middle, at = at + len(text) // 2, at + len(text) + 1
            here = next((one.language for one in found if one.start <= middle < one.end), main)
            right, total = right + (language.base(here) == tag), total + 1
    assert right / total >= 0.99
