"""Which places an article names, each with where it stands.

One pass over the text finds the names; then context.py looks at the whole, and says what each means.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from service.desks import context, scripts, stems
from service.desks.atlas import CITY, NO_PLACE, PART, PEOPLE, TERRITORY, WEAK
from service.desks.context import Mention
from service.desks.gazetteer import UNSPACED, Gazetteer, Name, Node, gazetteer
from service.desks.language import base
from service.desks.stems import Way
from service.desks.tongues import tongue

GAP = re.compile(r"[\s\u200c’'.\-‐‑–·・&/]{0,3}")
"""What may stand between the words of one name."""
KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]{2}")
SOUNDS = frozenset("斯顿頓尔爾姆森德莱萊茨弗蒂莎娜丽麗拉伯恩曼格罗羅纳納·")
"""Letters that spell foreign names in Chinese, and the point between their parts."""
LATIN = re.compile("[A-Za-z]{2}")
LATIN_ENDS, APOSTROPHES = 0x24F, (ord("‘"), ord("’"))
"""The last Latin letter of European languages, and what stands beyond it in their words."""
BEYOND = 0x10000
"""Characters from here on, beyond the Basic Multilingual Plane, all count as this one until looked up."""
LONGEST = 60
"""Letters of the longest word that may be a name's: one without end would be looked up for ever."""
FEW = 20
"""Ways on from a node of the tree that are quicker tried than each beginning of a word looked up in them."""
SHORT = 4
"""Letters of a city or people that proves nothing where a sentence starts and any word has a capital."""
ENGLISH = "en"
"""Names in Latin letters inside another script are read as English ones."""


def find(text: str, language: str) -> list[Mention]:
    """All names of places in `text`, read in `language`, in their order.

    Of names inside one another the longest is taken. Offsets are characters of `text`.
    """
    names = gazetteer(language)
    found = list(_pieces(text, names) if base(language) in UNSPACED else _words(text, names))
    cased = names.script == "Latn"
    if names.script and not cased and LATIN.search(text):
        taken = {mention.start for mention in found}
        latin = _words(_latin(text), gazetteer(ENGLISH))
        found += [one for one in latin if one.start not in taken]
        found.sort(key=lambda mention: mention.start)
    return context.settle(text, found, names.sheet if cased else gazetteer(ENGLISH).sheet, cased=cased)


def _latin(text: str) -> str:
    """`text` with a low line for each character that is of another script."""
    points = scripts.codes(text).copy()
    points[(points > LATIN_ENDS) & ~np.isin(points, APOSTROPHES)] = ord("_")
    return points.tobytes().decode("utf-32-le", "surrogatepass")


def _pieces(text: str, names: Gazetteer) -> Iterator[Mention]:
    behind, pieces = 0, names.pieces
    for at in _heads(text, names.language):
        sizes = names.lengths.get(text[at : at + 2], ()) if at >= behind else ()
        length = next((n for n in sizes if at + n <= len(text) and text[at : at + n] in pieces), 0)
        if not length:
            continue
        name = pieces[text[at : at + length]]
        if name.kind == NO_PLACE or not _goes_on(text, at, at + length, name.kind):
            if name.kind != NO_PLACE:
                yield Mention(at, at + length, name)
            behind = at + length


def _heads(text: str, language: str) -> list[int]:
    """Where a name may begin: a letter that begins one stands before a letter that is second in one."""
    firsts, seconds = _first_two(language)
    points = np.minimum(scripts.codes(text), BEYOND)
    found: list[int] = np.flatnonzero(firsts[points[:-1]] & seconds[points[1:]]).tolist()
    return found


@lru_cache(maxsize=8)
def _first_two(language: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which characters are the first of a name in `language`, and which the second; all BEYOND may be."""
    firsts, seconds = (np.arange(BEYOND + 1) == BEYOND for _ in range(2))
    for head in gazetteer(language).lengths:
        for table, letter in zip((firsts, seconds), head, strict=True):
            table[min(ord(letter), BEYOND)] = True
    return firsts, seconds


def _goes_on(text: str, start: int, end: int, kind: str) -> bool:
    """Whether a longer foreign word goes on before or behind.

    タイ is Thailand, タイトル a title; no town is meant where more letters follow that spell sounds
    (圣约翰斯顿).
    """
    before, first, last, after = text[start - 1 : start], text[start], text[end - 1], text[end : end + 1]
    if kind in {CITY, PART, WEAK} and ((after and after in SOUNDS) or (start and before == "·")):
        return True
    return bool(KATAKANA.match(before + first) and start) or bool(after and KATAKANA.match(last + after))


@dataclass(frozen=True, slots=True)
class _Step:
    """A word of a name as the text has it: what it makes of the name, and how far the name has got."""

    node: Node
    bend: str


def _words(text: str, names: Gazetteer) -> Iterator[Mention]:
    words = [match.span() for match in stems.token(names.language).finditer(text)]
    behind = 0
    for at, (start, end) in enumerate(words):
        begun = _begin(text[start:end], names.language)
        if not begun or at < behind:
            continue
        for name, bend, length in reversed(_candidates(text, words, at, begun, names.language)):
            end = words[at + length - 1][1]
            if name.kind == NO_PLACE or _holds(text, start, end, name, bend, length, names):
                behind = at + length
                if name.kind != NO_PLACE:
                    yield Mention(start, end, name)
                break


Found = tuple[Name, str, int]


def _candidates(
    text: str, words: Sequence[tuple[int, int]], at: int, steps: Sequence[_Step], language: str
) -> list[Found]:
    """The names that begin at word `at`, how each bends and how many words it has; the best is the last."""
    found: list[Found] = []
    size = 1
    while steps:
        found += [(step.node.name, step.bend, size) for step in reversed(steps) if step.node.name]
        ahead = at + size
        if ahead == len(words) or not GAP.fullmatch(text, words[ahead - 1][1], words[ahead][0]):
            break
        further = [step.node for step in steps if step.node.next]
        wholes = _wholes(text[slice(*words[ahead])], language) if further else ()
        steps = [more for node in further for more in _steps(node, wholes, language)]
        size += 1
    return found


@lru_cache(maxsize=1 << 16)
def _begin(word: str, language: str) -> tuple[_Step, ...]:
    """The names that begin with `word`; most words of a text have been met before."""
    return tuple(_steps(gazetteer(language).root, _wholes(word, language), language))


@lru_cache(maxsize=1 << 16)
def _wholes(word: str, language: str) -> tuple[tuple[str, bool], ...]:
    """`word` folded, whole and without what is written in one with it (`stems.wholes`)."""
    folded = stems.fold(word, language)
    return tuple(stems.wholes(folded, language)) if len(folded) <= LONGEST else ()


def _steps(node: Node, wholes: Iterable[tuple[str, bool]], language: str) -> list[_Step]:
    """Where a word, which may be any of `wholes`, leads on from `node`, the longest stem first."""
    found = []
    for whole, bare in wholes:
        if len(node.next) < FEW and not whole.startswith(tuple(node.next)):
            continue
        for cut in range(len(whole), 0, -1):
            for way, child in node.next.get(whole[:cut], ()):
                if bare and way in {Way.WHOLE, Way.CUT}:
                    continue
                bend = stems.bend(whole[cut:], way, language)
                if bend:
                    found.append(_Step(child, bend))
    return found


def _holds(text: str, start: int, end: int, name: Name, bend: str, length: int, names: Gazetteer) -> bool:
    """Whether a match is the name, and not an everyday word that is spelt like it."""
    found, rules = text[start:end], tongue(names.language)
    if name.capitals:
        return found.replace(".", "").replace(" ", "")[:2].isupper()
    if bend == "derived" and rules.nisba and name.kind in {CITY, PART, WEAK}:
        return False
    if found[0].lower() == found[0].upper():
        return True
    if any(word[:1].isupper() for word in found.split()):
        return length > 1 or not _opens_as_another(text, start, name, names)
    if name.kind == PEOPLE or (bend == "derived" and name.kind == TERRITORY):
        return not rules.proper and (name.text[0].islower() or name.kind != PEOPLE)
    return name.text.islower()


def _opens_as_another(text: str, start: int, name: Name, names: Gazetteer) -> bool:
    """Whether it opens a sentence, where each word has a capital, and is short or known for another word."""
    known = name.text in names.sheet.openers
    return (known or (len(name.text) <= SHORT and name.kind != TERRITORY)) and context.opens(text, start)
