"""Bytes become text: one decision for files and feeds alike, never a guess.

UTF-8 that is valid is UTF-8, whatever a header says: text in another charset hardly ever passes for it, and
servers that label UTF-8 as something else are common. After that comes what was declared. Nothing is
replaced: text with a hole in it is not what the author wrote.
"""

import codecs
import re
from collections.abc import Iterable

from service.errors import Unreadable

_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_XML_DECLARATION = re.compile(rb"""\A\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._\-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._\-]{1,40})""", re.IGNORECASE)
_SHIFTS = b"\x1b"
"""ISO 2022 charsets shift with escapes: such bytes pass for ASCII and are not."""


def decode(data: bytes, declared: Iterable[str] = ()) -> str:
    """The text of `data`: by its byte order mark, as UTF-8, or by the first of `declared` that fits.

    Raises Unreadable, with the first byte at fault, when none does.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], name)
    names = ["utf-8", *declared]
    if _SHIFTS in data:
        names = [*names[1:], "utf-8"]
    for name in names:
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            continue
    return _strictly(data, "utf-8")


def declared_charsets(data: bytes, content_type: str) -> list[str]:
    """What an XML document says of its charset: the Content-Type's parameter, then its own declaration.

    That is the order of RFC 7303 section 3.
    """
    header = _CHARSET.search(content_type)
    declaration = _XML_DECLARATION.match(data[:1024])
    names = [header[1]] if header else []
    return [*names, declaration[1].decode("ascii")] if declaration else names


def _strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"is not {name.upper()} (byte 0x{data[error.start]:02x} at position {error.start}): "
            "save it as UTF-8"
        ) from error
