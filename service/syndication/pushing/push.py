"""A parcel goes to a partner as an HTTP POST, signed as Standard Webhooks has it.

https://github.com/standard-webhooks/standard-webhooks, "Signature scheme": webhook-id is the same at every
attempt, webhook-timestamp is that of the attempt. Every connection passes the guard of ingest, so that no
address that a partner gave, and no name that points elsewhere by now, leads into our own networks. Redirects
are not followed: a signed article goes where the contract says, or nowhere.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

import httpcore

from service.errors import Gone, NotTaken, TryAgain, Unreachable
from service.ingest.dial import Deadline, Dial, Resolver, resolve
from service.ingest.fetch import shown
from service.ingest.guard import Guard
from service.ingest.signatures import sign
from service.syndication.pushing.parcels import Parcel

SECONDS = 20.0
"""For one exchange, name look-up and TLS included."""
SAID = 1024
"""Bytes of an answer that are read: for the record, not for sense."""

_NEVER = {400, 406, 409, 411, 413, 415, 422, 451}
"""Statuses that speak about this parcel. All others that are no success speak about the moment."""


class HttpPost:
    """POSTs to one address. `secrets` sign, the newest first: while one replaces another, both do."""

    def __init__(
        self,
        url: str,
        secrets: Iterable[str],
        agent: str,
        *,
        private: Iterable[str] = (),
        seconds: float = SECONDS,
        resolver: Resolver = resolve,
    ) -> None:
        self._url, self._secrets, self._agent = url, tuple(secrets), agent
        self._guard, self._seconds, self._resolver = Guard(frozenset(private)), seconds, resolver

    def hand(self, parcel: Parcel, now: datetime) -> str:
        """See `Carrier.hand`."""
        status, headers, body = self._exchange(self._headers(parcel, now), parcel.body)
        return heard(status, headers, body, shown(self._url))

    def close(self) -> None:
        """Every exchange closed its own connection."""

    def _headers(self, parcel: Parcel, now: datetime) -> dict[str, str]:
        moment = str(int(now.timestamp()))
        marks = (f"v1,{sign(secret, parcel.id, moment, parcel.body)}" for secret in self._secrets)
        return {
            "User-Agent": self._agent,
            "Content-Type": parcel.media_type,
            "Content-Language": parcel.language,
            "webhook-id": parcel.id,
            "webhook-timestamp": moment,
            "webhook-signature": " ".join(marks),
            "Deskwire-Article": parcel.article,
            "Deskwire-Status": parcel.status,
        }

    def _exchange(self, headers: Mapping[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        url = self._guard.address(self._url)
        dial = Dial(self._guard, Deadline(self._seconds), self._resolver)
        try:
            with (
                httpcore.ConnectionPool(network_backend=dial, max_keepalive_connections=0) as pool,
                pool.stream("POST", url, headers=list(headers.items()), content=body) as response,
            ):
                told = {
                    name.decode("latin-1").lower(): value.decode("latin-1")
                    for name, value in response.headers
                }
                return response.status, told, next(iter(response.iter_stream()), b"")[:SAID]
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            why = str(error) or type(error).__name__
            raise Unreachable(f"{shown(url)} does not answer: {why}") from error


def heard(status: int, headers: Mapping[str, str], body: bytes, where: str) -> str:
    """What an answer means (see `Carrier.hand`)."""
    words = " ".join(body.decode("utf-8", "replace").split())
    said = f"{status} {''.join(one for one in words if one.isprintable())}".strip()[:200]
    if 200 <= status < 300:
        return said
    if status == 410:
        raise Gone(f"{where} says that it is gone for good ({said})")
    if status in _NEVER:
        raise NotTaken(f"{where} will not take it: {said}")
    if 300 <= status < 400:
        raise TryAgain(f"{where} redirects ({status}): pushes are not redirected, give its new address")
    raise TryAgain(f"{where} cannot take it now: {said}", after=_seconds(headers.get("retry-after", "")))


def _seconds(value: str) -> float | None:
    """A Retry-After in seconds (RFC 9110 section 10.2.3); dates are rare here and left alone."""
    return float(value) if value.isascii() and value.isdigit() and len(value) < 9 else None
