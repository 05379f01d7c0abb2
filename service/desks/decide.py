"""What the house makes of an article: its reading, what it is about, its desks, its flags, held or not.

Pure: what the source said, the house's rules and the editors' words go in, a Decision comes out. It is the
same for the same input, on every machine and at every hour.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

from service.desks import flags as flagging
from service.desks import topics
from service.desks.flags import Flag, Passed
from service.desks.reading import Copy, Reading, read
from service.desks.rules import DeskRule, Facts, Kept, Pin, Rule, Stand, Standing, stand, tagged
from service.desks.topics import Subject

__all__ = ["Beside", "Copy", "Decision", "Rules", "decide"]

WORDS_A_MINUTE = 220


@dataclass(frozen=True, slots=True)
class Rules:
    """What the house says beforehand."""

    languages: tuple[str, ...]
    """The house's editions."""
    hint: str = ""
    """The language that the source keeps to, if it does."""
    desks: tuple[DeskRule, ...] = ()
    rules: tuple[Rule, ...] = ()
    policies: Mapping[str, str] = field(default_factory=lambda: flagging.policies({}, {}))
    words: Mapping[str, str] = field(default_factory=dict)
    """The topic that a source's category means, by the house; categories folded."""
    short: int = 0
    """A text of fewer words is too short."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of an article beside its text."""

    pins: tuple[Pin, ...] = ()
    """The editors' words on its desks, in the order they were said."""
    flags: tuple[Flag, ...] = ()
    """What is to be said of it that its text does not tell."""
    passed: Passed = field(default_factory=Passed)


@dataclass(frozen=True, slots=True)
class Decision(Reading):
    """What becomes a Version and its Placements."""

    subjects: tuple[Subject, ...]
    standings: tuple[Standing, ...]
    kept_off: tuple[Kept, ...]
    minutes: int
    holds: frozenset[str]
    """The flags that keep it back."""

    @property
    def held(self) -> bool:
        """Whether it waits for an editor."""
        return bool(self.holds)


def decide(copy: Copy, rules: Rules, beside: Beside | None = None) -> Decision:
    """Read `copy`, and place it by `rules`."""
    return judge(read(copy, rules.languages, rules.hint), copy, rules, beside or Beside())


def judge(reading: Reading, copy: Copy, rules: Rules, beside: Beside) -> Decision:
    """Place what was read by `rules`, and say what is to be said of it."""
    subjects = topics.subjects(copy.categories, reading.language, rules.words)
    tags = tagged(copy.categories)
    facts = Facts(reading.regions, subjects, copy.source, tags, reading.language)
    where = stand(facts, rules.desks, rules.rules, beside.pins)
    said = [*reading.flags, *beside.flags, *_settled(reading, subjects, where, rules)]
    return Decision(
        **{one.name: getattr(reading, one.name) for one in fields(reading) if one.name != "flags"},
        flags=flagging.told(said, rules.policies),
        subjects=subjects,
        standings=where.on,
        kept_off=where.off,
        minutes=max(1, math.ceil(reading.words / WORDS_A_MINUTE)),
        holds=flagging.holding(said, rules.policies, beside.passed),
    )


def _settled(reading: Reading, subjects: Sequence[Subject], where: Stand, rules: Rules) -> list[Flag]:
    """What is to be said of it by the house's own measures."""
    said = []
    if not reading.title:
        said.append(Flag("no-headline", "it has no headline, and its text makes none"))
    if 0 < reading.words < rules.short:
        said.append(
            Flag("too-short", f"{reading.words} words; the house's articles have {rules.short} or more")
        )
    if not where.on:
        said.append(Flag("no-desk", _nowhere(reading, subjects, where)))
    return said


def _nowhere(reading: Reading, subjects: Sequence[Subject], where: Stand) -> str:
    if where.off:
        return f"it is kept off {', '.join(one.slug for one in where.off)}"
    named = ", ".join(region.code for region in reading.regions[:5]) or "no place"
    about = ", ".join(f"{one.code} {topics.name(one.code)}" for one in subjects[:3])
    return f"it names {named}{f' and is about {about}' if about else ''}, which no desk is about"
