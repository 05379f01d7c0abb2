"""What may go now: asked for each copy, and rarely of Redis.

Tokens are drawn in lots of a quarter of a second, so that thousands of mails a second cost a few questions.
Holds are read once a second. A mail to a destination without any rule costs a look into a dictionary.
"""

import random
from collections.abc import Callable
from datetime import datetime

import structlog

from service.delivery.pace.limits import Limit, Limits
from service.delivery.pace.throttle import Hold, held
from service.delivery.pace.tokens import Tokens
from service.delivery.pace.warmup import Warmup
from service.errors import Unreachable

log = structlog.get_logger()
LOT_SECONDS = 0.25
MOST_IN_LOT = 200
STALE = 2.0
"""Tokens in hand are given up after so many seconds."""
LOOK, DEAF = 1.0, 30.0
"""Seconds between two looks at the holds, and after one that Redis did not answer."""
TOMORROW = 3600.0
"""When a lane whose day is spent is looked at again."""


class Pacer:
    """The pace of one lane in one process."""

    def __init__(
        self,
        lane: str,
        limits: Limits,
        tokens: Tokens,
        clock: Callable[[], datetime],
        warmup: Warmup | None = None,
        spent: Callable[[], int] = lambda: 0,
    ) -> None:
        self._lane, self._limits, self._tokens, self._clock = lane, limits, tokens, clock
        self._warmup, self._spent = warmup, spent
        self._by_domain: dict[str, tuple[Limit, ...]] = {}
        self._lots: dict[tuple[Limit, ...], tuple[int, float]] = {}
        """Tokens in hand, or 0 and when to ask again; with the moment they were drawn or that is to come."""
        self._day: tuple[str, int] = ("", 0)
        self._holds: dict[str, Hold] = {}
        self._look_at = float("-inf")

    def wait(self, domain: str) -> float:
        """0 if a mail to `domain` may go now, which it then must; else in how many seconds to ask again.

        Raises Unreachable if Redis does not answer and a rule needs it.
        """
        now = self._clock().timestamp()
        if now >= self._look_at or now < self._look_at - DEAF:
            self._look(now)
        hold = self._holds.get(domain)
        if hold is not None and now < hold.until:
            return hold.until - now
        limits = self._by_domain.get(domain)
        if limits is None:
            limits = self._by_domain[domain] = self._limits.of(self._lane, domain)
        return self._from_lot(limits, now) or self._from_day(now)

    def throttled(self, domain: str) -> None:
        """`domain` asked us to send less: it is left alone, for longer each time."""
        now = self._clock().timestamp()
        before = self._holds.get(domain)
        after = held(before, now, random.random())  # noqa: S311 - jitter is no secret
        if after != before:
            self._holds[domain] = after
            self._tokens.hold(domain, after)
            log.warning(
                "pace.throttled", domain=domain, seconds=round(after.until - now), strikes=after.strikes
            )

    def _look(self, now: float) -> None:
        """Learn whom others leave alone. A Redis that is away does not stop mail that no rule slows down."""
        try:
            self._holds, self._look_at = self._tokens.holds(), now + LOOK
        except Unreachable as error:
            self._look_at = now + DEAF
            log.warning("pace.deaf", error=str(error))

    def _from_lot(self, limits: tuple[Limit, ...], now: float) -> float:
        if not limits:
            return 0.0
        count, at = self._lots.get(limits, (0, 0.0))
        if count and abs(now - at) > STALE:
            count, at = 0, 0.0
        if not count:
            if 0 < at - now < STALE * 300:
                return at - now
            grant = self._tokens.draw(limits, _lot(limits))
            count, at = grant.count, now + (0.0 if grant.count else grant.wait)
        self._lots[limits] = max(0, count - 1), at
        return 0.0 if count else at - now

    def _from_day(self, now: float) -> float:
        """The warm-up's day. It is asked last: what a lot gave and the day refuses is lost, not exceeded."""
        if self._warmup is None or self._lane != "bulk":
            return 0.0
        today = self._clock().date()
        allowed = self._warmup.allowance(today)
        if allowed is None:
            return 0.0
        day, left = self._day
        if day != today.isoformat() or not left:
            left = self._tokens.draw_day(today.isoformat(), allowed, MOST_IN_LOT, self._spent)
        self._day = today.isoformat(), max(0, left - 1)
        return 0.0 if left else TOMORROW


def _lot(limits: tuple[Limit, ...]) -> int:
    slowest = min(limit.rate for limit in limits)
    return max(1, min(MOST_IN_LOT, int(slowest * LOT_SECONDS)))
