"""Which regions and countries an article is about: named where, how often, and so how heavy each is."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.desks import sentences, stems
from service.desks.gazetteer import NO_PLACE, UNSPACED, Gazetteer, Name, Node, gazetteer
from service.desks.language import base
from service.desks.tongues import tongue

GAP = re.compile(r"[\s\u200c’'.\-‐‑–·&/]{0,3}")
"""What may stand between the words of one name."""
KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]{2}")
SHORT = 4
"""Letters of a city or people that proves nothing where a sentence starts and any word has a capital."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: characters from `start` to `end`."""

    start: int
    end: int
    name: Name


def find(text: str, language: str) -> list[Mention]:
    """All names of places in `text`, read in `language`; of names inside one another the longest."""
    names = gazetteer(language)
    if base(language) in UNSPACED:
        return list(_pieces(text, names))
    return list(_words(text, names))


def _pieces(text: str, names: Gazetteer) -> Iterator[Mention]:
    at = 0
    while at < len(text):
        length = next(
            (
                n
                for n in range(min(names.longest, len(text) - at), 1, -1)
                if text[at : at + n] in names.pieces
            ),
            1,
        )
        name = names.pieces.get(text[at : at + length])
        if name and name.kind != NO_PLACE and not _goes_on(text, at, at + length):
            yield Mention(at, at + length, name)
        at += length


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether a longer katakana word goes on before or behind: タイ is Thailand, タイトル a title."""
    before, first, last, after = text[start - 1 : start], text[start], text[end - 1], text[end : end + 1]
    return bool(KATAKANA.match(before + first) and start) or bool(after and KATAKANA.match(last + after))


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    readings: list[tuple[str, str]]


def _words(text: str, names: Gazetteer) -> Iterator[Mention]:
    language = names.language
    words = [
        _Word(match.start(), match.end(), match.group(), _read(match.group(), language))
        for match in stems.token(language).finditer(text)
    ]
    starts = [start for start, _ in sentences.split(text)]
    at = 0
    while at < len(words):
        found = _longest(text, words, at, names.root, [])
        if found is None:
            at += 1
            continue
        name, path = found
        if name.kind != NO_PLACE and _is_name(
            name, path, language, opens=_opens(text, words[at].start, starts)
        ):
            yield Mention(words[at].start, path[-1][0].end, name)
            at += len(path)
        else:
            at += len(path) if name.kind == NO_PLACE else 1


def _opens(text: str, at: int, starts: Sequence[int]) -> bool:
    """Whether the word at `at` is the first of a sentence."""
    start = starts[max(0, bisect_right(starts, at) - 1)]
    return not any(letter.isalnum() for letter in text[max(start, at - SHORT) : at])


def _read(word: str, language: str) -> list[tuple[str, str]]:
    return stems.keys(stems.fold(word, language), language)


Bent = tuple[_Word, str]


def _longest(
    text: str, words: Sequence[_Word], at: int, node: Node, path: list[Bent]
) -> tuple[Name, list[Bent]] | None:
    """The name with the most words that begins at word `at`, with how each of its words bends."""
    best = (node.name, path) if node.name and path else None
    if at == len(words) or (path and not GAP.fullmatch(text, path[-1][0].end, words[at].start)):
        return best
    for stem, bend in words[at].readings:
        step = node.next.get(stem)
        if step:
            deeper = _longest(text, words, at + 1, step, [*path, (words[at], bend)])
            if deeper and (best is None or len(deeper[1]) > len(best[1])):
                best = deeper
    return best


def _is_name(name: Name, path: Sequence[Bent], language: str, *, opens: bool) -> bool:
    """Whether a match is the name, and not an everyday word that is spelt like it."""
    first = path[0][0].text
    if name.capitals:
        return first.replace(".", "")[: len(name.text)].isupper()
    if any(bend == "agreed" for _, bend in path) and name.kind != "people":
        return False
    if first.lower() == first.upper():
        return True
    if any(word.text[:1].isupper() for word, _ in path):
        return not (opens and len(path) == 1 and len(name.text) <= SHORT and name.kind != "territory")
    adjective = name.kind == "people" or path[-1][1] == "derived"
    if adjective:
        return not tongue(language).proper and len(name.text) >= SHORT
    return name.text.islower()
