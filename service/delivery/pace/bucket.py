"""Token buckets: how many may go now, how long until the next. Pure.

`tokens` holds the same sums in Lua, for Redis to do them in one step for all workers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.delivery.pace.limits import Limit


@dataclass(frozen=True, slots=True)
class Level:
    """How full a bucket was at a moment, in seconds of one clock."""

    tokens: float
    at: float


@dataclass(frozen=True, slots=True)
class Grant:
    """How many may go, and if none, in how many seconds to ask again."""

    count: int
    wait: float = 0.0


def draw(
    levels: Mapping[str, Level], limits: Sequence[Limit], want: int, now: float
) -> tuple[Grant, dict[str, Level]]:
    """Up to `want` tokens, each drawn from the buckets of all `limits`; the grant, and their new levels."""
    full = {limit.name: _level(levels.get(limit.name), limit, now) for limit in limits}
    count = min([want, *(int(tokens) for tokens in full.values())])
    left = {name: Level(tokens - count, now) for name, tokens in full.items()}
    if count:
        return Grant(count), left
    return Grant(0, max((1 - full[limit.name]) / limit.rate for limit in limits)), left


def _level(before: Level | None, limit: Limit, now: float) -> float:
    if before is None:
        return limit.burst
    return min(limit.burst, before.tokens + max(0.0, now - before.at) * limit.rate)
