"""The news that accuracy is measured on: 62 items, each in 22 languages, a line per sentence or two."""

import json
import random
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
HALVES = ("tune", "held")
"""The documents that rules were tuned on, and those that were only measured."""


@dataclass(frozen=True, slots=True)
class Item:
    """A news item in one language; the first of its lines is the headline."""

    document: str
    language: str
    lines: tuple[str, ...]


def languages() -> list[str]:
    """The languages there are, as BCP 47 tags."""
    return sorted(path.stem for path in (CORPUS / "parallel-news").glob("*.jsonl"))


def items(language: str) -> list[Item]:
    """The items in `language`, by name of their document."""
    rows = (CORPUS / "parallel-news" / f"{language}.jsonl").read_text("utf-8").splitlines()
    found = [Item(row["document"], language, tuple(row["lines"])) for row in map(json.loads, rows)]
    return sorted(found, key=lambda item: item.document)


def half(items: list[Item], which: str) -> list[Item]:
    """Every other document: the same ones in every language."""
    return items[HALVES.index(which) :: 2]


def paragraphs(item: Item, dice: random.Random) -> list[list[str]]:
    """The lines below the headline as paragraphs of one to four."""
    lines, made = list(item.lines[1:]), list[list[str]]()
    while lines:
        size = dice.randint(1, 4)
        made.append(lines[:size])
        del lines[:size]
    return made


def glue(language: str) -> str:
    """What stands between two sentences of `language`."""
    return "" if language in {"zh-Hans", "zh-Hant", "ja"} else " "
