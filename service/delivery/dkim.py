"""DKIM signatures made here (RFC 6376, RFC 8463), where the mail server does not sign. Pure but for the key.

Headers are signed relaxed, the body simple: it is quoted-printable or base64 in short lines, which no relay
has a reason to touch. Every header is named once more than it occurs (section 5.4.2), also both of
List-Unsubscribe (RFC 8058 section 4), so that none can be added without breaking the signature.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from service.errors import SettingsError

LEAST_BITS = 2048
"""Shorter RSA keys are distrusted (RFC 8301 section 3.2: signers should use at least 2048 bits)."""
_HEADER = re.compile(rb"([!-9;-~]+):((?:[^\r\n]|\r\n[ \t])*)\r\n")
_SPACE = re.compile(rb"[ \t\r\n]+")


class Signer:
    """Signs for `domain` with the key that is published under `selector`._domainkey.`domain`."""

    def __init__(self, domain: str, selector: str, key: RSAPrivateKey | Ed25519PrivateKey) -> None:
        self._key = key
        kind = "rsa" if isinstance(key, RSAPrivateKey) else "ed25519"
        self._tags = f"v=1; a={kind}-sha256; c=relaxed/simple; d={domain}; s={selector};"
        self._kept: tuple[bytes, bytes, list[str]] = (b"", b"", [])

    @classmethod
    def from_pem(cls, domain: str, selector: str, pem: str) -> "Signer":
        """The signer with the private key in `pem`. Raises SettingsError for one that cannot serve."""
        try:
            key = load_pem_private_key(pem.encode(), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise SettingsError(f"DKIM_KEY holds no private key in PEM without a password: {error}") from None
        if not isinstance(key, RSAPrivateKey | Ed25519PrivateKey):
            raise SettingsError("DKIM_KEY must be an RSA or an Ed25519 key")
        if isinstance(key, RSAPrivateKey) and key.key_size < LEAST_BITS:
            raise SettingsError(f"DKIM_KEY has {key.key_size} bits; receivers want {LEAST_BITS} at least")
        return cls(domain, selector, key)

    def sign(self, own: bytes, fixed: bytes, body: Sequence[bytes], at: datetime) -> bytes:
        """The DKIM-Signature header of a mail with the headers `own`, then `fixed`, each ended by CRLF.

        `body` are its chunks, ended by one CRLF. `fixed` is the same in many mails, so what is made of it is
        kept for the next.
        """
        names, lines = _relaxed(own)
        fixed_names, fixed_lines = self._relaxed_fixed(fixed)
        tags = (
            f"{self._tags} t={int(at.timestamp())};\r\n"
            f"\th={_folded([*names, *fixed_names])};\r\n\tbh={_hash(body)};\r\n\tb="
        )
        relaxed = _SPACE.sub(b" ", tags.encode()).strip()
        digest = hashlib.sha256(b"%s%sdkim-signature:%s" % (lines, fixed_lines, relaxed)).digest()
        signature = base64.b64encode(self._seal(digest)).decode()
        seal = "\r\n\t ".join(signature[at : at + 72] for at in range(0, len(signature), 72))
        return f"DKIM-Signature: {tags}{seal}\r\n".encode()

    def _seal(self, digest: bytes) -> bytes:
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(digest, PKCS1v15(), Prehashed(SHA256()))
        return self._key.sign(digest)  # RFC 8463 section 3: Ed25519 over the SHA-256 digest

    def _relaxed_fixed(self, fixed: bytes) -> tuple[list[str], bytes]:
        if self._kept[0] != fixed:
            names, lines = _relaxed(fixed)
            self._kept = fixed, lines, names
        return self._kept[2], self._kept[1]


def _hash(body: Sequence[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in body:
        digest.update(chunk)
    return base64.b64encode(digest.digest()).decode()


def _relaxed(headers: bytes) -> tuple[list[str], bytes]:
    """The names of `headers`, and their canonical lines (section 3.4.2)."""
    found = [(name.lower(), _SPACE.sub(b" ", value).strip()) for name, value in _HEADER.findall(headers)]
    return [name.decode() for name, _ in found], b"".join(b"%s:%s\r\n" % header for header in found)


def _folded(names: Sequence[str]) -> str:
    """The h= tag: the headers in the order they are hashed, then each once more."""
    words = [*names, *dict.fromkeys(names)]
    lines = [":".join(words[at : at + 5]) for at in range(0, len(words), 5)]
    return ":\r\n\t ".join(lines)
