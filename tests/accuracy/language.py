"""The language of paragraphs: each alone, and each in its document.

A paragraph is right if its tag is: language, and script where the language has several. Alone, nothing is
known of it but its text. In a document, the article's language is found first, then its foreign passages;
a paragraph has the language of what stands at its middle.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from service.desks import language, passages
from tests.accuracy import alphabets, news

LONG, SHORT = 80, 20
"""Characters of a long paragraph at least, and of one that is looked at at all."""


@dataclass
class Score:
    """Paragraphs and wrong ones, long and short, by language; the wrong ones with what was found."""

    asked: Counter[tuple[str, bool]] = field(default_factory=Counter)
    wrong: Counter[tuple[str, bool]] = field(default_factory=Counter)
    cases: list[tuple[str, str, str]] = field(default_factory=list)

    def count(self, tag: str, found: str, text: str) -> None:
        """One paragraph in `tag` that was found to be in `found`."""
        size = (tag, len(text) >= LONG)
        self.asked[size] += 1
        if found != tag:
            self.wrong[size] += 1
            self.cases.append((tag, found, text))

    def share(self, long: bool, tag: str | None = None) -> float:
        """The share of paragraphs that are right, of one language or all."""
        kinds = [kind for kind in self.asked if kind[1] == long and tag in {None, kind[0]}]
        return 1 - sum(self.wrong[kind] for kind in kinds) / max(1, sum(self.asked[kind] for kind in kinds))


def alone(which: str) -> Score:
    """Each paragraph of the half `which` by itself."""
    told = Score()
    for tag in news.languages():
        for item in news.half(news.items(tag), which):
            for line in item.lines:
                if len(line) >= SHORT:
                    told.count(tag, language.detect(line).language, line)
    return told


def articles(which: str) -> Score:
    """Each item of the half `which` whole; the variants that are made by spelling the news anew, too."""
    told = Score()
    for tag in news.languages():
        for item in news.half(news.items(tag), which):
            found = language.of_article(item.lines, "", "", [])
            told.count(tag, found.tag, "\n".join(item.lines))
    for spelt, lines in alphabets.items(which):
        told.count(spelt, language.of_article(lines, "", "", []).tag, "\n".join(lines))
    return told


def mixed() -> Score:
    """The paragraphs of documents in two languages; Chinese is not told apart there."""
    told = Score()
    for paragraphs in _documents():
        main = language.of_article([text for _, text in paragraphs], "", "", []).tag
        found = passages.find("\n".join(text for _, text in paragraphs), main)
        at = 0
        for tag, text in paragraphs:
            middle, at = at + len(text) // 2, at + len(text) + 1
            here = next((one.language for one in found if one.start <= middle < one.end), main)
            if len(text) >= SHORT:
                told.count(tag, language.base(here), text)
    return told


def _documents() -> Iterator[list[tuple[str, str]]]:
    for line in (news.CORPUS / "mixed-language.jsonl").read_text("utf-8").splitlines():
        yield [(tag, text) for tag, text in json.loads(line)["paragraphs"]]
