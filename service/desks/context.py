"""What a name means is seen from what stands around it: a person's name, one of two places, or nothing sure.

Pure: the mentions as they were found and the text go in, those that hold come out.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.desks.atlas import PEOPLE, WEAK, Sheet
from service.desks.gazetteer import Name
from service.desks.territories import countries, neighbourhood

SAME, NEAR = 3, 1
"""What a mention says for a place: one of the same place, or of one in the same M.49 region."""
NONE = "-"
"""The code of what a name is when it is no place; anything that speaks for a place speaks against it."""
HEADLINE = 0.9
"""The share of capitals in a line from which on a capital says nothing of a word."""
LONG, MANY = 3, 6
"""Letters beyond which a word has a capital in a headline, and how many such words make out a headline."""
LINE = 300
"""Characters of the longest headline."""
STOPS = ".!?…:;\n。！？؟।"
QUOTES = frozenset('«“„"‘')
OPENERS = " \t\u00a0«»“”„\"'‘’([—–-*•"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: characters from `start` to `end`."""

    start: int
    end: int
    name: Name


def settle(text: str, found: Sequence[Mention], sheet: Sheet, *, cased: bool) -> list[Mention]:
    """The mentions that are places, each with the one code it stands for, in their order.

    `cased`: the whole text is in letters that have capitals, so that a line of capitals is a headline.
    """
    named = [one for one in found if not _is_person(text, one, sheet, cased=cased)]
    sure = Counter(one.name.code for one in named if len(one.name.codes) == 1 and one.name.kind != WEAK)
    settled = [_decided(one, sure) for one in named]
    return [
        one for one in settled if one.name.code != NONE and (one.name.kind != WEAK or sure[one.name.code])
    ]


def opens(text: str, at: int) -> bool:
    """Whether the word at `at` is the first of a sentence."""
    near = text[max(0, at - 8) : at]
    before = near.rstrip(OPENERS)
    return not before or before[-1] in STOPS or near[-1] in QUOTES


def _decided(one: Mention, sure: Counter[str]) -> Mention:
    if len(one.name.codes) == 1:
        return one
    code = max(one.name.codes, key=lambda code: (_evidence(code, sure), -one.name.codes.index(code)))
    return replace(one, name=replace(one.name, codes=(code,)))


def _evidence(code: str, sure: Counter[str]) -> int:
    around = neighbourhood(code)
    return sum(
        count * (SAME if other == code else NEAR)
        for other, count in sure.items()
        if other == code or (around and (other in around or countries(other) == around))
    )


def _is_person(text: str, one: Mention, sheet: Sheet, *, cased: bool) -> bool:
    """Whether a name that persons have too stands beside another name: Michael Jordan, Jordan Spieth."""
    forename, surname = one.name.text in sheet.forenames, one.name.text in sheet.surnames
    if not (forename or surname) or (cased and _is_headline(text, one)):
        return False
    before, after = text[max(0, one.start - 24) : one.start], text[one.end : one.end + 24]
    last = before[:-1].rpartition(" ")[2] if before.endswith(" ") else ""
    if last.lower() in sheet.before:
        return False
    follows = after[1:].split(" ")[0].strip(".,:;!?’'\"”)") if after[:1] == " " else ""
    if forename and one.name.kind != PEOPLE and follows[:1].isupper() and not follows.isupper():
        return follows not in sheet.behind
    return surname and last.istitle() and last.isalpha() and not opens(text, one.start - len(last) - 1)


def _is_headline(text: str, one: Mention) -> bool:
    """Whether the line around it is one; of a line without end, what is near is looked at."""
    start = text.rfind("\n", max(0, one.start - LINE), one.start) + 1 or max(0, one.start - LINE)
    end = text.find("\n", one.end, one.end + LINE)
    words = [word for word in text[start : end if end >= 0 else one.end + LINE].split() if len(word) > LONG]
    return len(words) >= MANY and sum(word[0].isupper() for word in words) >= HEADLINE * len(words)
