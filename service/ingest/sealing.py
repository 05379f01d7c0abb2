"""Secrets that have to be known again (a source's key) are kept encrypted; the key comes from SECRET_KEY.

Whoever reads the tables, or a copy of them, does not read the secrets. Old keys are named in
SECRET_KEY_FALLBACKS, as Django does for its own signatures.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from service.errors import Unreadable

_PURPOSE = b"deskwire source secrets"


def seal(secret: str) -> str:
    """`secret` encrypted, different each time; empty for an empty one."""
    return _box().encrypt(secret.encode()).decode("ascii") if secret else ""


def unseal(sealed: str) -> str:
    """The secret in `sealed`. Raises Unreadable if it was sealed under a key that is no longer known."""
    if not sealed:
        return ""
    try:
        return _box().decrypt(sealed.encode("ascii")).decode()
    except (InvalidToken, UnicodeError) as error:
        raise Unreadable(
            "its secret was encrypted under another SECRET_KEY: load the newsroom file again"
        ) from error


def derived(purpose: str, of: str) -> list[str]:
    """Secrets made of SECRET_KEY for one `purpose` and thing, today's first: 64 hexadecimal digits each.

    They need not be kept anywhere.
    """
    return [
        hmac.new(_stretched(key), f"{purpose}\n{of}".encode(), hashlib.sha256).hexdigest() for key in _keys()
    ]


def _box() -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_stretched(key))) for key in _keys()])


def _keys() -> Iterable[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _stretched(key: str) -> bytes:
    return hmac.new(key.encode(), _PURPOSE, hashlib.sha256).digest()
