"""What editors are told of an article, and whether it may go out before one of them has looked.

Each flag has a policy: `hold` keeps the article off every desk until an editor releases it, `flag` only
tells, `ignore` says nothing. The newsroom file's table [flags] sets them; an editor's setting in the admin
goes before it. Pure.

What is out stays out while its text stays the same: a stricter policy, or a better eye for an old flaw, holds
what comes from then on. Only what happens elsewhere afterwards holds an article that was out already. An
editor's release is for one revision; her own hold stays until she ends it, whatever the source sends.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

Policy = Literal["hold", "flag", "ignore"]
POLICIES: tuple[Policy, ...] = ("hold", "flag", "ignore")


class Flag(NamedTuple):
    """One thing an editor should look at, and what makes us say so."""

    code: str
    because: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of flag: what it says, and its policy where nobody set one."""

    means: str
    policy: Policy = "flag"


KINDS: Mapping[str, Kind] = {
    "foreign-passage": Kind("part of the text is in another language"),
    "language-disputed": Kind("the source declares another language than the text is written in"),
    "no-language": Kind("neither the text nor its source tells the language"),
    "no-edition": Kind("the house has no edition in its language"),
    "stale-translation": Kind("its original was corrected after it was translated"),
    "no-desk": Kind("no desk and no rule asks for it"),
    "too-short": Kind("its text is shorter than the house's articles are"),
    "no-text": Kind("there is nothing in it to read"),
    "unbalanced-quotes": Kind("quotation marks are opened and not closed, or the other way round"),
    "unbalanced-markup": Kind("marks of its making stand in the text, or a mark-up runs on to the end"),
    "suspected-duplicate": Kind("the same text came before, as another article"),
    "future-date": Kind("its source dated it in the future"),
    "headline-made": Kind("the source gave no headline; one was made from the text"),
    "biography-taken": Kind("a text on the author's life was taken off its end"),
}
"""The flags whose policy can be set."""
FIXED: Mapping[str, Kind] = {
    "no-headline": Kind("it has no headline and none can be made: it cannot go out", "hold"),
    "held-by-editor": Kind("an editor holds it", "hold"),
}
"""The flags that always hold."""
AFTERWARDS = frozenset({"stale-translation", "held-by-editor", "no-headline"})
"""What may be said of an article whose text did not change."""
UNRELEASED = frozenset({"no-headline"})
"""What no editor's release lets out: there is nothing to show."""


@dataclass(frozen=True, slots=True)
class Passed:
    """What an article's present revision was let out with: `out` if it stands on its desks already, `codes`
    if an editor released it."""

    out: bool = False
    codes: frozenset[str] = frozenset()


def policies(filed: Mapping[str, str], edited: Mapping[str, str]) -> dict[str, str]:
    """The policy of every flag: the editors', else the newsroom file's, else its own."""
    kinds = {code: edited.get(code) or filed.get(code) or kind.policy for code, kind in KINDS.items()}
    return {**kinds, **{code: kind.policy for code, kind in FIXED.items()}}


def told(flags: Iterable[Flag], policy: Mapping[str, str]) -> tuple[Flag, ...]:
    """Those of `flags` that an editor is told of."""
    return tuple(flag for flag in flags if policy.get(flag.code, "flag") != "ignore")


def holding(flags: Iterable[Flag], policy: Mapping[str, str], passed: Passed) -> frozenset[str]:
    """The codes among `flags` that keep the article back."""
    holds = {flag.code for flag in flags if policy.get(flag.code, "flag") == "hold"}
    return frozenset(code for code in holds if not _passes(code, passed))


def _passes(code: str, passed: Passed) -> bool:
    released = code in passed.codes and code not in UNRELEASED
    return released or (passed.out and code not in AFTERWARDS)


def released(codes: Collection[str]) -> frozenset[str]:
    """What an editor's release lets pass, of an article that `codes` were said of."""
    return frozenset(codes) - UNRELEASED
