"""Which replies mean "slower", and how long a destination is then left alone. Pure.

The codes tell little: QQ says `550 frequency limited`, Gmail `421 4.7.28`, Yahoo `421 4.7.0 [TSS04]`, SES
`454 Throttling failure`. So the words count first. Greylisting is none: it is about one mail, whose next
attempt will pass.
"""

import re
from dataclasses import dataclass

PAUSE, LONGEST = 10.0, 1800.0
"""Seconds a destination is left alone the first time, and at most."""
FORGOTTEN = 3600.0
"""After so many seconds without a further throttling the count begins anew."""
_WORDS = re.compile(
    r"thrott|rate.?limit|(?:frequen|rate|limit|quota|volume|connections?).{0,30}(?:exceed|limited|reached|high)"
    r"|(?:exceed|reach).{0,40}(?:rate|frequen|connections|messages per|hourly|daily|sending limit)"
    r"|too (?:many|much|fast|frequent)|slow down|sending too|unusual rate|temporarily deferred|\bTSS?0\d"
    r"|maximum.{0,30}(?:rate|connections|per (?:second|minute|hour|day))",
    re.IGNORECASE,
)
_CODES = re.compile(r"4\d\d[ -]4\.7\.28\b|421[ -]4\.7\.0\b|4\d\d[ -]4\.3\.2\b")
_GREY = re.compile(r"gr[ea]y.?list", re.IGNORECASE)
_OTHER = re.compile(
    r"(?:mailbox|user|account|recipient).{0,20}(?:full|quota)|too many (?:hops|recipients)", re.I
)


def is_throttle(reply: str) -> bool:
    """Whether the words of a refusal ask us to send less, or later."""
    if _GREY.search(reply) or _OTHER.search(reply):
        return False
    return bool(_CODES.match(reply) or (reply[:1] in {"4", "5"} and _WORDS.search(reply)))


@dataclass(frozen=True, slots=True)
class Hold:
    """A destination that is left alone."""

    until: float
    strikes: int
    since: float


def held(before: Hold | None, now: float, chance: float) -> Hold:
    """The hold after one more throttling at `now`. What comes in while it holds already adds nothing.

    Twice as long with each strike; `chance`, from 0 to 1, keeps several workers apart.
    """
    if before is not None and now < before.until:
        return before
    strikes = before.strikes + 1 if before is not None and now - before.until < FORGOTTEN else 1
    pause = min(LONGEST, PAUSE * 2 ** min(strikes - 1, 20)) * (0.75 + chance / 2)
    return Hold(now + pause, strikes, now)
