"""Real news in many languages: what was measured stays reached (the figures are floors, a little below)."""

import json
from pathlib import Path

import pytest

from service.desks import language, passages
from tests.accuracy import news, regions

pytestmark = pytest.mark.shared

ALIKE = 0.9
"""Agreement of the regions found in a translation with those found in the English of the same item."""
PRECISE, COMPLETE = 0.94, 0.96
"""Precision and recall of regions on the labelled items."""


@pytest.mark.parametrize("tag", [tag for tag in language.KNOWN if tag not in {"ky", "mn", "tg"}])
def test_translations_of_one_item_name_the_same_regions(shared: Path, tag: str) -> None:
    assert regions.agreement("", tag) >= ALIKE


@pytest.mark.parametrize("which", news.HALVES)
def test_regions_are_those_that_a_reader_finds(shared: Path, which: str) -> None:
    told = regions.score(which)
    assert told.precision >= PRECISE
    assert told.recall >= COMPLETE


@pytest.mark.parametrize("tag", ["fr", "en", "ru", "kk", "zh-Hans", "ar"])
def test_every_item_is_in_its_language_and_hardly_any_has_passages(shared: Path, tag: str) -> None:
    items = [item.lines for item in news.items(tag)[:20]]
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
