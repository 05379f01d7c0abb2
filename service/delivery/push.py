"""One request to an address that a stranger gave us: guarded, bounded, never redirected.

Subscribers of the hub and partners say themselves where they want to be told, so every connection passes the
guard of ingest at the moment it is opened: a name that points elsewhere by now leads nowhere. What comes back
is read as far as it is of use for the record. A redirect is an answer like any other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from ssl import SSLContext
from typing import Protocol

import httpcore

from service.errors import Unreachable
from service.ingest.dial import Deadline, Dial, Resolver, resolve
from service.ingest.fetch import shown
from service.ingest.guard import Guard

SECONDS = 10.0
"""For one exchange, name look-up and TLS included."""
SAID = 1024
"""Bytes of an answer's body that are read."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the other side said. Names of `headers` are lower case; `body` is at most its first SAID bytes."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Pusher(Protocol):
    """Whoever calls on others.

    Raises Unsafe for an address that may not be called, Unreachable if no answer comes in time.
    """

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """The answer to one request; safe to be called by several threads."""
        ...


class LivePusher:
    """The real thing. `private` names hosts inside our networks that may be called ("host", "host:port")."""

    def __init__(
        self,
        agent: str,
        private: Iterable[str] = (),
        *,
        seconds: float = SECONDS,
        resolver: Resolver = resolve,
    ) -> None:
        self._guard = Guard(frozenset(private))
        self._agent, self._seconds, self._resolver = agent, seconds, resolver

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """See `Pusher.send`."""
        url = self._guard.address(url)
        asked = {"User-Agent": self._agent, **headers}
        dial = Dial(self._guard, Deadline(self._seconds), self._resolver)
        try:
            with (
                httpcore.ConnectionPool(
                    ssl_context=_trust(), network_backend=dial, max_keepalive_connections=0
                ) as pool,
                pool.stream(
                    method, url, headers=list(asked.items()), content=body if method == "POST" else None
                ) as response,
            ):
                told = {
                    name.decode("latin-1").lower(): value.decode("latin-1")
                    for name, value in response.headers
                }
                return Reply(response.status, told, _beginning(response.iter_stream()))
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            why = str(error) or type(error).__name__
            raise Unreachable(f"{shown(url)} does not answer: {why}") from error


class FakePusher:
    """Prepared answers for tests: per address a list, the last of which stays. `sent` keeps what was sent."""

    def __init__(self, answers: Mapping[str, list[Reply | Exception]]) -> None:
        self._answers = {url: list(said) for url, said in answers.items()}
        self.sent: list[tuple[str, str, Mapping[str, str], bytes]] = []

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """The next prepared answer, by the address without its query; Unreachable where there is none."""
        self.sent.append((method, url, headers, body))
        said = self._answers.get(url.partition("?")[0]) or [Unreachable(f"{url} does not answer")]
        answer = said.pop(0) if len(said) > 1 else said[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def _beginning(chunks: Iterable[bytes]) -> bytes:
    read = b""
    for chunk in chunks:
        read += chunk
        if len(read) >= SAID:
            break
    return read[:SAID]


@cache
def _trust() -> SSLContext:
    """The certificates we trust, read once a process: reading them costs more than most requests."""
    return httpcore.default_ssl_context()
