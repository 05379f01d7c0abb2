"""Leaving a list by mail: the address in List-Unsubscribe (RFC 2369) that a mail program writes to.

    leave+<token>@<domain>     token: the subscription's public id and 80 bits of HMAC-SHA256, in base 32

The address alone acts; the mail's text is never looked at. Outlook, QQ and Yandex use it rather than a link.
"""

import base64
import hashlib
import hmac
import re

from service.audience.models import Subscription
from service.house.keys import keys

LOCAL = "leave"
_MARK_BYTES = 10
_ADDRESS = re.compile(rf"{LOCAL}\+([a-z2-7]{{42}})@\S+", re.IGNORECASE)


def address(token: str, domain: str) -> str:
    """The address that `token`, or the slot it is put into, leaves a list by; 48 characters before the @."""
    return f"{LOCAL}+{token}@{domain}"


def token(public_id: str, secret: bytes) -> str:
    """The token of the subscription `public_id` (32 hex digits): always 42 lower-case letters and digits."""
    raw = bytes.fromhex(public_id) + _mark(public_id, secret)
    return base64.b32encode(raw).decode("ascii").rstrip("=").lower()


def subscription_of(recipient: str) -> Subscription | None:
    """The subscription that mail to `recipient` leaves; None for any other address."""
    match = _ADDRESS.fullmatch(recipient.strip("<> "))
    if match is None:
        return None
    raw = base64.b32decode(match[1].upper() + "=" * (-len(match[1]) % 8))
    public_id, mark = raw[:16].hex(), raw[16:]
    if not any(hmac.compare_digest(mark, _mark(public_id, key)) for key in keys()):
        return None
    return Subscription.objects.select_related("reader", "desk").filter(public_id=public_id).first()


def _mark(public_id: str, secret: bytes) -> bytes:
    return hmac.new(secret, f"leave by mail 1\n{public_id}".encode(), hashlib.sha256).digest()[:_MARK_BYTES]
