"""Is it who we agreed with, now, and word for word? Signatures of what comes in. Values in, values out.

Two schemes, both HMAC over the raw bytes, compared in constant time:

    Standard Webhooks    id, time and body, so that an old call cannot be sent again as a new one
                         (https://github.com/standard-webhooks/standard-webhooks, "Signature scheme")
    WebSub               the body alone (WebSub section 7.1): the address it comes to must be unguessable too
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from service.errors import Unsafe

WINDOW = timedelta(minutes=5)
"""How far a signed time may be off, either way."""
STRONG = ("sha256", "sha384", "sha512")
"""The methods of WebSub whose content is believed; SHA-1 is a hint that something is new."""

_ID = re.compile(r"[\x21-\x7e]{1,200}")


def signed_push(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """The id of a push that is signed with `secret` and of this moment; names of `headers` are lower case.

    Raises Unsafe, saying what is wrong without repeating what was sent.
    """
    name, moment = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not _ID.fullmatch(name):
        raise Unsafe("there is no webhook-id, or it is none: up to 200 visible ASCII characters are wanted")
    if not (moment.isascii() and moment.isdigit() and len(moment) <= 12):
        raise Unsafe("there is no webhook-timestamp, or it is none: seconds since 1970 are wanted")
    if abs(now.timestamp() - int(moment)) > WINDOW.total_seconds():
        raise Unsafe(
            f"the webhook-timestamp is more than {WINDOW.seconds // 60} minutes off: see to the clock"
        )
    expected = sign(secret, name, moment, body)
    given = [part.partition(",") for part in headers.get("webhook-signature", "").split()]
    if not any(version == "v1" and _same(expected, mark) for version, _, mark in given):
        raise Unsafe("the webhook-signature is not that of this message under the secret we agreed on")
    return name


def sign(secret: str, name: str, moment: str, body: bytes) -> str:
    """The signature of a push, in base64."""
    mark = hmac.new(_key(secret), f"{name}.{moment}.".encode() + body, hashlib.sha256)
    return base64.b64encode(mark.digest()).decode("ascii")


def _key(secret: str) -> bytes:
    """A secret is text, or bytes in base64 behind "whsec_" as the specification has it."""
    if not secret.startswith("whsec_"):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        return secret.encode()


def hub_signature(secrets: Iterable[str], header: str, body: bytes) -> str:
    """The method of an X-Hub-Signature that fits `body` under one of `secrets`; empty if it fits none."""
    method, _, mark = header.strip().partition("=")
    method = method.lower()
    if method not in {*STRONG, "sha1"}:
        return ""
    marks = [hmac.new(secret.encode(), body, method).hexdigest() for secret in secrets]
    return method if any(_same(one, mark.lower()) for one in marks) else ""


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode())
