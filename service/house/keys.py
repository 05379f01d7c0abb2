"""The keys that tokens are made and read with: the present one first, then those it has replaced."""

from django.conf import settings


def keys() -> list[bytes]:
    """SECRET_KEY and SECRET_KEY_FALLBACKS. Make with the first, read with any."""
    return [key.encode() for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
