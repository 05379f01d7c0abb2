"""Mail addresses: one canonical form each, and nothing that two programs could read in two ways. Pure.

Stricter than RFC 5321 on purpose. A local part is a dot-atom (RFC 5322 section 3.2.3) without `%` and `!`,
which old relays take for routes; a domain has at least two labels, each of one script, and is kept as
A-labels (RFC 5890), so that mail to it needs no SMTPUTF8.
"""

import unicodedata

from email_validator import EmailNotValidError, validate_email

from service.errors import BadAddress

ROUTES = frozenset("%!")
TOGETHER = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "HANGUL": "CJK", "KATAKANA-HIRAGANA": "CJK"}
"""Scripts that one word rightly mixes with Han characters."""


def canonical(address: str) -> str:
    """`address` as it is stored and compared: NFC, lower case, the domain as A-labels.

    Raises BadAddress, with the address and what is wrong with it, for one that cannot receive mail or could
    be taken for another.
    """
    try:
        found = validate_email(address, check_deliverability=False, allow_quoted_local=False)
    except EmailNotValidError as error:
        raise BadAddress(f"{address!r} cannot be a mail address: {error}") from error
    if ROUTES & set(found.local_part):
        raise BadAddress(f"{address!r} cannot be a mail address here: % and ! are not taken before the @")
    for label in found.domain.split("."):
        if len(_scripts(label)) > 1:
            raise BadAddress(f"{address!r} imitates another: {label!r} mixes letters of different scripts")
    local = unicodedata.normalize("NFC", found.local_part.lower())
    return f"{local}@{found.ascii_domain.lower()}"


def masked(address: str) -> str:
    """`address` as a page may show it to whoever holds a forwarded mail: a***@reader.example."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}***@{domain}"


def _scripts(label: str) -> set[str]:
    """The scripts of the letters of `label`, by the first word of their Unicode names."""
    words = {unicodedata.name(letter, "?").partition(" ")[0] for letter in label if letter.isalpha()}
    return {TOGETHER.get(word, word) for word in words}
