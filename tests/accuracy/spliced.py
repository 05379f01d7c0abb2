"""Articles with sentences of another language spliced into their paragraphs, and where those stand."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from service.desks.language import base, letters
from tests.accuracy import news

LEAST = 25
"""Letters of a sentence that is spliced in, counted in Latin letters that say as much."""
SPLICES = 3
"""Paragraphs of an article that get a foreign sentence, at most."""


@dataclass(frozen=True, slots=True)
class Label:
    """A stretch of the text that is in `language`."""

    language: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spliced:
    """An article's plain text, its language, and the stretches that are not in it."""

    document: str
    language: str
    text: str
    labels: tuple[Label, ...]


def articles(which: str, rounds: int = 1) -> Iterator[Spliced]:
    """For each pair of languages, `rounds` articles of the half `which`; then each article as it is."""
    everything = {tag: news.half(news.items(tag), which) for tag in news.languages()}
    dice = random.Random(f"spliced {which}")  # noqa: S311  the same cases at every run
    for main in everything:
        for other in everything:
            if base(main) != base(other):
                for _ in range(rounds):
                    yield _splice(dice.choice(everything[main]), dice.choice(everything[other]), dice)
    for main in everything:
        for item in everything[main]:
            text = "\n".join(news.glue(main).join(lines) for lines in news.paragraphs(item, dice))
            yield Spliced(item.document, main, text, ())


def _splice(item: news.Item, other: news.Item, dice: random.Random) -> Spliced:
    blocks = news.paragraphs(item, dice)
    pool = [line for line in other.lines[1:] if letters(line) >= LEAST]
    chosen = set(dice.sample(range(len(blocks)), min(SPLICES, len(blocks))))
    text, labels = "", list[Label]()
    for number, block in enumerate(blocks):
        text += "\n" if text else ""
        if number not in chosen:
            text += news.glue(item.language).join(block)
            continue
        at = dice.randint(0, len(block))
        first = dice.randrange(len(pool))
        foreign = news.glue(other.language).join(pool[first : first + dice.choice((1, 1, 1, 2))])
        text += "".join(line + " " for line in block[:at])
        label = Label(other.language, len(text), len(text) + len(foreign))
        if labels and not text[labels[-1].end :].strip():
            label = Label(other.language, labels.pop().start, label.end)
        labels.append(label)
        text += foreign + "".join(" " + line for line in block[at:])
    return Spliced(item.document, item.language, text, tuple(labels))
