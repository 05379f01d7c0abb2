"""Hosts are called one request at a time, with room between them, by all processes together.

Whoever wants to call a host takes the next turn in its row of the table: one UPDATE that only holds while
nobody else has taken it. A turn that is near is waited for; one that is far is left to another pull. A host
that asks to be left alone (Retry-After) is left alone by every source that stands there. Hosts that an
operator named as the house's own are called without room between.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from service import clock
from service.errors import NotYet
from service.ingest.backoff import LONGEST_ASKED, retry_after
from service.ingest.fetch import Answer, Web
from service.ingest.guard import PORTS, Guard
from service.ingest.models import Host

LONGEST_WAIT = 10.0
"""Seconds that a worker waits for its turn; beyond this it does something else."""
_TRIES = 50


class Orderly:
    """A web whose every request waits for its turn at the host. `gap` is the room between two, in seconds."""

    def __init__(
        self,
        web: Web,
        gap: float,
        private: Iterable[str] = (),
        *,
        now: Callable[[], datetime] = clock.now,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._web, self._gap, self._own = web, timedelta(seconds=gap), Guard(frozenset(private))
        self._now, self._sleep = now, sleep

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """See `Web.get`. Raises NotYet if the turn is too far off."""
        self._wait(url)
        return self._heeded(self._web.get(url, headers))

    def post(self, url: str, form: Mapping[str, str]) -> Answer:
        """See `Web.post`. Raises NotYet if the turn is too far off."""
        self._wait(url)
        return self._heeded(self._web.post(url, form))

    def _wait(self, url: str) -> None:
        host, own = self._host(url)
        wait = take_turn(host, timedelta() if own else self._gap, self._now())
        if wait > 0:
            self._sleep(wait)

    def _heeded(self, answer: Answer) -> Answer:
        """The answer; a host that asks for time gets it from all sources."""
        asked = retry_after(answer.headers.get("retry-after", ""), self._now())
        if answer.status in {429, 503} and asked:
            until = self._now() + min(timedelta(seconds=asked), LONGEST_ASKED)
            host, _ = self._host(answer.url)
            Host.objects.get_or_create(name=host, defaults={"free_at": until})
            Host.objects.filter(name=host, free_at__lt=until).update(free_at=until)
        return answer

    def _host(self, url: str) -> tuple[str, bool]:
        """The host of an address, and whether it is the house's own."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        try:
            port = parts.port or PORTS.get(parts.scheme, 0)
        except ValueError:
            return host, False
        own = self._own.named(host, port)
        return (f"{host}:{port}" if own else host)[:255], own


def take_turn(host: str, gap: timedelta, now: datetime) -> float:
    """Take the next turn at `host`; how many seconds it is off. Raises NotYet, and takes none, if too far."""
    for _ in range(_TRIES):
        row, _ = Host.objects.get_or_create(name=host, defaults={"free_at": now})
        turn = max(row.free_at, now)
        wait = (turn - now).total_seconds()
        if wait > LONGEST_WAIT:
            raise NotYet(f"{host} is to be left alone until {turn:%Y-%m-%d %H:%M:%S} UTC", wait)
        if Host.objects.filter(pk=row.pk, free_at=row.free_at).update(free_at=turn + gap):
            return wait
    raise NotYet(f"{host} is wanted by too many at once", LONGEST_WAIT)
