"""A parcel goes to a partner as an HTTP POST, signed as Standard Webhooks has it.

https://github.com/standard-webhooks/standard-webhooks, "Signature scheme": webhook-id is the same at every
attempt, webhook-timestamp is that of the attempt. Redirects are not followed: a signed article goes where the
contract says, or nowhere.
"""

from collections.abc import Iterable
from datetime import datetime

from service.delivery.push import Pusher, Reply
from service.errors import Gone, NotTaken, TryAgain
from service.ingest.fetch import shown
from service.ingest.signatures import sign
from service.syndication.pushing.parcels import Parcel

_NEVER = {400, 406, 409, 411, 413, 415, 422, 451}
"""Statuses that speak about this parcel. All others that are no success speak about the moment."""


class HttpPost:
    """POSTs to one address. `secrets` sign, the newest first: while one replaces another, both do."""

    def __init__(self, url: str, secrets: Iterable[str], pusher: Pusher) -> None:
        self._url, self._secrets, self._pusher = url, tuple(secrets), pusher

    def hand(self, parcel: Parcel, now: datetime) -> str:
        """See `Carrier.hand`."""
        reply = self._pusher.send("POST", self._url, self._headers(parcel, now), parcel.body)
        return heard(reply, shown(self._url))

    def close(self) -> None:
        """Every exchange closed its own connection."""

    def _headers(self, parcel: Parcel, now: datetime) -> dict[str, str]:
        moment = str(int(now.timestamp()))
        marks = (f"v1,{sign(secret, parcel.id, moment, parcel.body)}" for secret in self._secrets)
        return {
            "Content-Type": parcel.media_type,
            "Content-Language": parcel.language,
            "webhook-id": parcel.id,
            "webhook-timestamp": moment,
            "webhook-signature": " ".join(marks),
            "Deskwire-Article": parcel.article,
            "Deskwire-Status": parcel.status,
        }


def heard(reply: Reply, where: str) -> str:
    """What an answer means (see `Carrier.hand`)."""
    status, words = reply.status, " ".join(reply.body.decode("utf-8", "replace").split())
    said = f"{status} {''.join(one for one in words if one.isprintable())}".strip()[:200]
    if 200 <= status < 300:
        return said
    if status == 410:
        raise Gone(f"{where} says that it is gone for good ({said})")
    if status in _NEVER:
        raise NotTaken(f"{where} will not take it: {said}")
    if 300 <= status < 400:
        raise TryAgain(f"{where} redirects ({status}): pushes are not redirected, give its new address")
    raise TryAgain(
        f"{where} cannot take it now: {said}", after=_seconds(reply.headers.get("retry-after", ""))
    )


def _seconds(value: str) -> float | None:
    """A Retry-After in seconds (RFC 9110 section 10.2.3); dates are rare here and left alone."""
    return float(value) if value.isascii() and value.isdigit() and len(value) < 9 else None
