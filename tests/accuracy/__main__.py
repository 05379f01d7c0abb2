"""`python -m tests.accuracy [tune|held]`: the tables of docs/accuracy.md, for one half or both."""

import sys
import time
from collections.abc import Iterable, Sequence
from itertools import combinations

from rich.console import Console
from rich.table import Table

from tests.accuracy import language, news, passages, regions, stories

SIX = ("ar", "en", "fr", "kk", "ru", "zh-Hans")
SEEDS = range(3)
console = Console()


def main(halves: Sequence[str]) -> None:
    """Measure and print; `halves` of the documents."""
    if not news.CORPUS.is_dir():
        raise SystemExit("the news are not here: accuracy is measured on ../shared/corpus")
    for which in halves:
        began = time.monotonic()
        _languages(which)
        _passages(which)
        _stories(which)
        _regions(which)
        console.print(f"{which}: measured in {time.monotonic() - began:.0f} s\n")
    _mixed()


def _print(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    table = Table(*columns, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(f"{cell:.4f}" if isinstance(cell, float) else str(cell) for cell in row))
    console.print(table)


def _languages(which: str) -> None:
    told, whole = language.alone(which), language.articles(which)
    rows = [
        (
            tag,
            told.asked[tag, True],
            told.share(True, tag),
            told.asked[tag, False],
            told.share(False, tag),
            whole.asked[tag, True],
            whole.share(True, tag),
        )
        for tag in sorted({tag for tag, _ in whole.asked})
    ]
    rows.append(("all", *_sums(told, True), *_sums(told, False), *_sums(whole, True)))
    columns = ("language", "of 80+", "right", "of 20-79", "right", "articles", "right")
    _print(f"Paragraphs, each alone, and articles ({which})", columns, rows)


def _sums(told: language.Score, long: bool) -> tuple[int, float]:
    return sum(count for (_, size), count in told.asked.items() if size == long), told.share(long)


def _passages(which: str) -> None:
    told = passages.measure(which)
    rows = [
        (tag, told.labelled[tag], told.missed[tag], told.found[tag], told.false[tag])
        for tag in sorted(told.labelled)
    ]
    rows.append(("all", told.labelled.total(), told.missed.total(), told.found.total(), told.false.total()))
    _print(
        f"Foreign passages, by the article's language ({which}): precision {told.precision:.4f}, "
        f"recall {told.recall:.4f}",
        ("language", "spliced in", "missed", "found", "not there"),
        rows,
    )


def _stories(which: str) -> None:
    every = news.languages()
    rows = [(f"{len(every)} languages, order {seed}", stories.measure(which, every, seed)) for seed in SEEDS]
    rows += [(f"six languages, order {seed}", stories.measure(which, SIX, seed)) for seed in SEEDS]
    rows += [
        (f"{one} and {other} alone", stories.measure(which, (one, other)))
        for one, other in combinations(SIX, 2)
    ]
    _print(
        f"Stories ({which})",
        ("which", "joined rightly", "wrongly", "missed", "precision", "recall"),
        [(name, told.right, told.wrong, told.missed, told.precision, told.recall) for name, told in rows],
    )


def _regions(which: str) -> None:
    rows = []
    for tag in news.languages():
        told = regions.score(which, tag)
        labelled = (told.articles, told.right, told.wrong, told.missed) if told.articles else (0, "", "", "")
        shares = (told.precision, told.recall) if told.articles else ("", "")
        rows.append((tag, *labelled, *shares, regions.agreement(which, tag)))
    told = regions.score(which)
    rows.append(("all", told.articles, told.right, told.wrong, told.missed, told.precision, told.recall, ""))
    columns = ("language", "labelled", "right", "wrong", "missed", "precision", "recall", "as in English")
    _print(f"Regions ({which})", columns, rows)


def _mixed() -> None:
    told = language.mixed()
    rows = [
        (tag, told.asked[tag, True], told.share(True, tag), told.asked[tag, False], told.share(False, tag))
        for tag in sorted({tag for tag, _ in told.asked})
    ]
    rows.append(("all", *_sums(told, True), *_sums(told, False)))
    columns = ("language", "of 80+", "right", "of 20-79", "right")
    _print("Paragraphs of documents in two languages", columns, rows)


if __name__ == "__main__":
    main(sys.argv[1:] or list(news.HALVES))
