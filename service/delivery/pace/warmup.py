"""How many mails may go on a day while receivers get to know us. Pure.

A new address or domain that sends much at once is taken for a spammer's. MAIL_WARMUP says when it began, how
many mails the first day may see, and how many the last one: `2026-11-01 200 200000 42` grows by the same
factor each day from 200 to 200,000 on the 42nd, and sets no limit after it.
"""

import re
from dataclasses import dataclass
from datetime import date

from service.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Warmup:
    """A schedule."""

    began: date
    first: int
    last: int
    days: int

    def allowance(self, day: date) -> int | None:
        """How many mails `day` may see; None: any number. Before the first day, as many as on it."""
        passed = max(0, (day - self.began).days)
        if passed >= self.days:
            return None
        grown: float = (self.last / self.first) ** (passed / max(1, self.days - 1))
        return round(self.first * grown)


def warmup(text: str) -> Warmup | None:
    """The schedule in `text`; None if it is empty. Raises SettingsError for what is none."""
    if not text.strip():
        return None
    found = re.fullmatch(r"\s*(\S+)\s+([1-9][0-9]{0,8})\s+([1-9][0-9]{0,8})\s+([1-9][0-9]{0,2})\s*", text)
    try:
        if found is None or int(found[3]) < int(found[2]):
            raise ValueError
        return Warmup(date.fromisoformat(found[1]), int(found[2]), int(found[3]), int(found[4]))
    except ValueError:
        raise SettingsError(
            f"MAIL_WARMUP is {text!r}: say the first day, its number of mails, that of the last day, and how "
            f"many days, for instance '2026-11-01 200 200000 42'"
        ) from None
