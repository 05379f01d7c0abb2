"""The address a mail's bounces come back to: one for each row of the ledger, and nobody can make one up.

    bounce+<number><mark>@<domain>   number: the ledger's row in base 32, 8 characters
                                     mark: 80 bits of HMAC-SHA256 over number and recipient, 16 characters

A bounce, a complaint or a provider's notice acts on a reader only when it brings such a token: whoever has
it has seen the very mail (variable envelope return path, VERP). Lower case letters and digits alone, because
relays fold local parts; 24 characters, well within the 64 octets of RFC 5321 section 4.5.3.1.1. The mark
covers the recipient too: a number that a restored database gives out again cannot speak for another reader.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

METADATA = "deskwire"
"""The name under which a provider carries a token along and gives it back in its notices."""
LOCAL = "bounce"
"""What the local part begins with, before the plus sign."""
_NUMBER_BYTES, _MARK_BYTES = 5, 10
_TOKEN = re.compile(r"[a-z2-7]{24}")
_ADDRESS = re.compile(rf"\b{LOCAL}\+([a-z2-7]{{24}})@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it was read: whose it is is not known before `vouches`."""

    number: int
    """The row of the ledger."""
    mark: bytes

    def vouches(self, recipient: str, secrets: Iterable[bytes]) -> bool:
        """Whether one of `secrets` made it for `recipient`."""
        return any(hmac.compare_digest(self.mark, _mark(self.number, recipient, key)) for key in secrets)


def token(number: int, recipient: str, secret: bytes) -> str:
    """The token of the ledger's row `number`, whose recipient's public id is `recipient`."""
    raw = number.to_bytes(_NUMBER_BYTES, "big") + _mark(number, recipient, secret)
    return base64.b32encode(raw).decode("ascii").lower()


def return_path(number: int, recipient: str, domain: str, secret: bytes) -> str:
    """The envelope sender of the ledger's row `number`."""
    return f"{LOCAL}+{token(number, recipient, secret)}@{domain}"


class Numbered(Protocol):
    """Something with a row's number and its recipient's public id."""

    @property
    def pk(self) -> int: ...
    @property
    def recipient(self) -> str: ...


def paths(domain: str, secret: bytes) -> Callable[[Numbered], str]:
    """The envelope sender of each row: at `domain`, or empty where nobody takes bounces in."""
    if not domain:
        return lambda row: ""
    return lambda row: return_path(row.pk, row.recipient, domain, secret)


def read(text: str) -> Token | None:
    """The token that `text` is; None if it cannot be one."""
    folded = text.strip().lower()
    if not _TOKEN.fullmatch(folded):
        return None
    raw = base64.b32decode(folded.upper())
    return Token(int.from_bytes(raw[:_NUMBER_BYTES], "big"), raw[_NUMBER_BYTES:])


def found(text: str) -> list[Token]:
    """The tokens of return paths that stand anywhere in `text`, each once, in order."""
    return [one for name in names_in(text) if (one := read(name))]


def names_in(text: str) -> list[str]:
    """The tokens of return paths in `text`, as they are written."""
    return list(dict.fromkeys(_ADDRESS.findall(text.lower())))


def _mark(number: int, recipient: str, secret: bytes) -> bytes:
    said = f"return path 1\n{number}\n{recipient}".encode()
    return hmac.new(secret, said, hashlib.sha256).digest()[:_MARK_BYTES]
