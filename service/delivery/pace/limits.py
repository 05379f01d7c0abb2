"""What the settings allow, by destination and lane. Pure.

MAIL_PACE holds rules between semicolons, the first that fits a destination counts:

    gmail.com googlemail.com: 600/minute; mail.ru: 100/minute; *: 3000/minute; all: 50/second

Domains in one rule share its bucket. `*` gives every other domain a bucket of its own. `all` is a bucket for
everything together. A lane has buckets of its own, so that bulk mail never takes a confirmation's place; a
rule that begins with the name of a lane (`confirm all: 5/second`) is for that lane alone, and goes before
those without.
"""

import re
from dataclasses import dataclass

from service.errors import SettingsError

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
LANES = ("bulk", "confirm")
EACH, ALL = "*", "all"
BURST_SECONDS = 2.0
"""A bucket that nobody drew from holds what may leave in so many seconds, and one mail at least."""
_RULE = re.compile(r"(?:(bulk|confirm)\s+)?([^:]+?)\s*:\s*([0-9]{1,9})/(second|minute|hour|day)")


@dataclass(frozen=True, slots=True)
class Limit:
    """A bucket: its name, and what flows into it."""

    name: str
    rate: float
    """Mails a second."""

    @property
    def burst(self) -> float:
        """How much it holds."""
        return max(1.0, self.rate * BURST_SECONDS)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of MAIL_PACE."""

    domains: tuple[str, ...]
    rate: float
    lane: str = ""
    """Empty: any."""


@dataclass(frozen=True, slots=True)
class Limits:
    """All rules."""

    rules: tuple[Rule, ...] = ()

    def of(self, lane: str, domain: str) -> tuple[Limit, ...]:
        """The buckets that a mail to `domain` in `lane` draws from: none, one or two."""
        found = []
        if rule := self._first(lane, domain) or self._first(lane, EACH):
            name = domain if rule.domains == (EACH,) else rule.domains[0]
            found.append(Limit(f"{lane}/{name}", rule.rate))
        if rule := self._first(lane, ALL):
            found.append(Limit(f"{lane}/{ALL}", rule.rate))
        return tuple(found)

    def _first(self, lane: str, word: str) -> Rule | None:
        fitting = (rule for rule in self.rules if word in rule.domains and rule.lane in ("", lane))
        return min(fitting, key=lambda rule: rule.lane == "", default=None)


def limits(text: str) -> Limits:
    """The rules in `text`. Raises SettingsError for what is none."""
    return Limits(tuple(_rule(part.strip()) for part in re.split(r"[;\n]", text) if part.strip()))


def _rule(text: str) -> Rule:
    found = _RULE.fullmatch(text)
    if found is None or not int(found[3]):
        raise SettingsError(
            f"MAIL_PACE: {text!r} is no rule: write for instance 'gmail.com: 600/minute', with "
            "'*' for each other domain, 'all' for all together, and bulk or confirm before it for one lane"
        )
    domains = tuple(found[2].lower().split())
    if len(domains) > 1 and {EACH, ALL} & set(domains):
        raise SettingsError(f"MAIL_PACE: {text!r}: '*' and 'all' stand alone")
    return Rule(domains, int(found[3]) / SECONDS[found[4]], found[1] or "")
