"""The buckets and holds that all workers share, in Redis; and in this process, for tests.

Redis may forget all of it: then every bucket is full again, and a destination that asked for patience asks
anew. It tells the time too, so that workers whose clocks differ draw from the same buckets.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, Protocol
from urllib.parse import urlsplit

import redis
from redis.sentinel import Sentinel

from service.delivery.pace.bucket import Grant, Level, draw
from service.delivery.pace.limits import Limit
from service.delivery.pace.throttle import FORGOTTEN, LONGEST, Hold
from service.errors import Unreachable

PREFIX = "deskwire:pace:"
SECONDS = 2.0
"""How long an answer may take: the mails under way wait for it."""
DAY = 86400 * 2
"""Seconds a day's count is kept."""
_DRAW = """
local time = redis.call('TIME')
local now, want, count = time[1] + time[2] / 1e6, tonumber(ARGV[1]), tonumber(ARGV[1])
local full = {}
for i, key in ipairs(KEYS) do
  local rate, burst = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local was = redis.call('HMGET', key, 'tokens', 'at')
  full[i] = was[1] and math.min(burst, was[1] + math.max(0, now - was[2]) * rate) or burst
  count = math.min(count, math.floor(full[i]))
end
local wait = 0
for i, key in ipairs(KEYS) do
  local rate, burst = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  redis.call('HSET', key, 'tokens', tostring(full[i] - count), 'at', tostring(now))
  redis.call('EXPIRE', key, math.ceil(burst / rate) + 60)
  wait = math.max(wait, (1 - full[i]) / rate)
end
return {count, tostring(wait)}
"""
_DAY = """
local allowed, want = tonumber(ARGV[1]), tonumber(ARGV[2])
local spent = tonumber(redis.call('GET', KEYS[1]) or ARGV[3])
local count = math.max(0, math.min(want, allowed - spent))
redis.call('SET', KEYS[1], spent + count, 'EX', ARGV[4])
return count
"""


class Tokens(Protocol):
    """What the workers share."""

    def draw(self, limits: Sequence[Limit], want: int) -> Grant:
        """Up to `want` tokens from the buckets of all `limits` at once."""

    def draw_day(self, day: str, allowed: int, want: int, spent: Callable[[], int]) -> int:
        """Up to `want` of the `allowed` mails of `day`; `spent` says how many went if that was forgotten."""

    def holds(self) -> dict[str, Hold]:
        """The destinations that are left alone, or were lately; by wall clock."""

    def hold(self, domain: str, hold: Hold) -> None:
        """Leave `domain` alone."""


class RedisTokens:
    """Shared through the Redis at `url`. Every call raises Unreachable if it does not answer."""

    def __init__(self, url: str, master: str = "") -> None:
        self._redis = _client(url, master)
        self._draw = self._redis.register_script(_DRAW)
        self._day = self._redis.register_script(_DAY)

    def draw(self, limits: Sequence[Limit], want: int) -> Grant:
        """One step in Redis."""
        keys = [f"{PREFIX}{limit.name}" for limit in limits]
        numbers = [number for limit in limits for number in (limit.rate, limit.burst)]
        count, wait = _asked(lambda: self._draw(keys=keys, args=[want, *numbers]))
        return Grant(int(count), float(wait) if not int(count) else 0.0)

    def draw_day(self, day: str, allowed: int, want: int, spent: Callable[[], int]) -> int:
        """One step, and a look first whether Redis still knows the day."""
        key = f"{PREFIX}day/{day}"
        before = 0 if _asked(lambda: self._redis.exists(key)) else spent()
        return int(_asked(lambda: self._day(keys=[key], args=[allowed, want, before, DAY])))

    def holds(self) -> dict[str, Hold]:
        """All of them: there are never many."""
        found: dict[bytes, bytes] = _asked(lambda: self._redis.hgetall(f"{PREFIX}holds"))
        return {domain.decode(): Hold(**json.loads(text)) for domain, text in found.items()}

    def hold(self, domain: str, hold: Hold) -> None:
        """The last one to say so wins: both were told to wait."""
        _asked(lambda: self._redis.hset(f"{PREFIX}holds", domain, json.dumps(asdict(hold))))
        _asked(lambda: self._redis.expire(f"{PREFIX}holds", int(LONGEST + FORGOTTEN)))


class LocalTokens:
    """In this process alone; `clock` tells its seconds."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._levels: dict[str, Level] = {}
        self._days: dict[str, int] = {}
        self._holds: dict[str, Hold] = {}
        self.asked = 0
        """How often tokens were asked for."""

    def draw(self, limits: Sequence[Limit], want: int) -> Grant:
        """At once."""
        self.asked += 1
        grant, levels = draw(self._levels, limits, want, self._clock())
        self._levels.update(levels)
        return grant

    def draw_day(self, day: str, allowed: int, want: int, spent: Callable[[], int]) -> int:
        """At once."""
        before = self._days[day] if day in self._days else spent()
        count = max(0, min(want, allowed - before))
        self._days[day] = before + count
        return count

    def holds(self) -> dict[str, Hold]:
        """All of them."""
        return dict(self._holds)

    def hold(self, domain: str, hold: Hold) -> None:
        """From now on."""
        self._holds[domain] = hold


def _client(url: str, master: str) -> Any:
    """A client for `url`; sentinel://host:port;... asks the Sentinels where `master` is."""
    waits = {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS}
    if not url.startswith("sentinel://"):
        return redis.Redis.from_url(url, **waits)
    places = [urlsplit(part if "//" in part else f"//{part}") for part in url.split(";")]
    sentinels: Any = Sentinel  # redis-py has no types for it
    found = sentinels([(place.hostname, place.port or 26379) for place in places], **waits)
    return found.master_for(master, password=places[0].password, **waits)


def _asked(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except redis.RedisError as error:
        raise Unreachable(f"Redis does not tell how fast mail may leave: {error}") from error
