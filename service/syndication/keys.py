"""A partner's key: what is kept of it, and what a request shows of it. Pure.

A key comes in the Authorization header and nowhere else: an address ends up in logs.
"""

from base64 import b64decode
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Shown:
    """What a request shows: a key, and with Basic the name it says it belongs to."""

    key: str
    user: str | None = None


def key_digest(key: str) -> str:
    """SHA-256 of `key` in hex: all that is stored of it.

    A plain hash is enough because keys are long and random, not passwords that somebody made up.
    """
    return sha256(key.encode()).hexdigest()


def shown(authorization: str) -> Shown | None:
    """Read an Authorization header: Bearer (RFC 6750) or Basic (RFC 7617); None for anything else."""
    scheme, _, value = authorization.strip().partition(" ")
    if scheme.lower() == "bearer" and value.strip():
        return Shown(value.strip())
    if scheme.lower() == "basic":
        return _basic(value.strip())
    return None


def _basic(value: str) -> Shown | None:
    try:
        user, colon, key = b64decode(value, validate=True).decode().partition(":")
    except ValueError:
        return None
    return Shown(key, user) if colon and key else None
