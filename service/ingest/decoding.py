"""Bytes become text: one decision for files and feeds alike.

UTF-8 that is valid is UTF-8, whatever a header says: text in another charset hardly ever passes for it, and
servers that label UTF-8 as something else are common. After that comes what was declared. A manuscript in
neither is refused, because its author can save it again. A feed whose server declares nothing, or what is not
so, is read in the charset that its letters make sense in, and that is told; a byte here and there that is no
UTF-8 (a headline cut in the middle of a letter) costs the entry it stands in. Nothing is replaced: text with
a hole in it is not what the author wrote.
"""

import codecs
import re
from collections.abc import Iterable
from typing import NamedTuple

from charset_normalizer import from_bytes

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
_META = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?\s*([A-Za-z0-9._\-]{1,40})""", re.IGNORECASE)
_WIDER = {
    **dict.fromkeys(["iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii"], "cp1252"),
    **dict.fromkeys(["gb2312", "gbk", "gb_2312-80", "x-gbk", "hz-gb-2312"], "gb18030"),
    **dict.fromkeys(["shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji"], "cp932"),
    **dict.fromkeys(["euc-kr", "ks_c_5601-1987", "ksc5601", "korean"], "cp949"),
    **dict.fromkeys(["iso-8859-9", "iso8859-9", "latin5"], "cp1254"),
    **dict.fromkeys(["iso-8859-11", "tis-620", "dos-874", "windows-874"], "cp874"),
    **dict.fromkeys(["x-cp1251", "win-1251", "windows1251"], "cp1251"),
    "big5": "big5hkscs",
    "utf8mb4": "utf-8",
}
"""What is meant by names that are used for more than they stand for (WHATWG Encoding, section 4.2)."""
_WITHOUT_A_NAME = ("cp1251", "koi8_r", "cp1252", "cp1253", "cp1255", "cp1256", "cp874", "gb18030", "big5",
                   "cp932", "euc_jp", "cp949")  # fmt: skip
"""Charsets that can be told apart by what comes out. The Latin ones cannot: the commonest stands for all."""
_LATIN = {
    **dict.fromkeys(["pl", "cs", "sk", "hu", "hr", "sl", "ro", "sq", "bs"], ("cp1250", "iso8859_2")),
    **dict.fromkeys(["tr", "az"], ("cp1254",)),
    **dict.fromkeys(["lt", "lv", "et"], ("cp1257",)),
    "vi": ("cp1258",),
}
"""What they are, where it is known which language to expect."""
HOLE = "\ufdd0"
"""Stands where a byte could not be read: a noncharacter, which no text may hold."""
_JSON = re.compile(rb"\s*[{\[]")
_BEYOND = re.compile("[\x80-\U0010ffff]+")
_SAMPLE = 64 * 1024
"""Bytes that are looked at for a charset."""
FEWEST = 4
"""Letters beyond ASCII that are well read for each byte that is not: other charsets have fewer by far."""
_SHIFTS = b"\x1b"
"""ISO 2022 charsets shift with escapes: such bytes pass for ASCII and are not."""


def decode(data: bytes, declared: Iterable[str] = ()) -> str:
    """The text of `data`: by its byte order mark, as UTF-8, or by the first of `declared` that fits.

    Raises Unreadable, with the first byte at fault, when none does.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], name)
    names = ["utf-8", *(_WIDER.get(name.lower(), name) for name in declared)]
    if _SHIFTS in data:
        names = [*names[1:], "utf-8"]
    for name in names:
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            continue
    return _strictly(data, "utf-8")


class Document(NamedTuple):
    """A document in UTF-8, and what is to be told of how it was read."""

    data: bytes
    note: str = ""


def document(data: bytes, label: str = "", language: str = "") -> Document:
    """A feed or the like, sent with the Content-Type `label`; `language` is the one expected.

    What is UTF-8 already is given back itself, and its text is nowhere held whole. Where a byte could not be
    read stands HOLE. Raises Unreadable if it makes sense in no charset.
    """
    if _is_utf8(data):
        return Document(data)
    text, note = _read(data, label, language)
    return Document(text.encode("utf-8", "ignore"), note)


def is_json(data: bytes) -> bool:
    """Whether a document in UTF-8 is an object or a list of JSON, by its first sign."""
    return _JSON.match(data) is not None


def whole(data: bytes) -> str:
    """The text of `data` in UTF-8, where every byte of it was read. Raises Unreadable where not."""
    text = data.decode("utf-8")
    if HOLE in text:
        raise Unreadable("holds bytes that are not UTF-8: ask for UTF-8")
    return text


def _is_utf8(data: bytes) -> bool:
    """Whether `data` is UTF-8 without a mark before it or escapes in it; looked at piece by piece."""
    if data.startswith(tuple(mark for mark, _ in _MARKS)) or _SHIFTS in data:
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(data), _SAMPLE):
            decoder.decode(view[start : start + _SAMPLE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _read(data: bytes, label: str, language: str) -> tuple[str, str]:
    declared = declared_charsets(data, label)
    try:
        return decode(data, declared), ""
    except Unreadable as error:
        if holed := _holed(data):
            return holed, ""
        if guessed := _guessed(data, language):
            said = (
                f"says it is {declared[0]} and is not" if declared else "does not say which charset it is in"
            )
            return guessed[0], f"{said}: it is read as {guessed[1]}; ask for UTF-8"
        raise error


def _holed(data: bytes) -> str:
    """Data that is UTF-8 but for a few bytes, with HOLE in their places; empty if it is not."""
    text = data.decode("utf-8", _HOLES)
    holes = text.count(HOLE)
    well = sum(map(len, _BEYOND.findall(text))) - holes
    return text if well >= FEWEST * holes else ""


def _holes(error: UnicodeError) -> tuple[str, int]:
    return (HOLE, error.end) if isinstance(error, UnicodeDecodeError) else ("", 0)


_HOLES = "deskwire.holes"
codecs.register_error(_HOLES, _holes)


def _guessed(data: bytes, language: str) -> tuple[str, str] | None:
    """The text by the charset that its letters make sense in, and that charset's name."""
    latin = _LATIN.get(language.split("-")[0].lower(), ())
    names = [name for name in (*latin, *_WITHOUT_A_NAME) if not latin or name != "cp1252"]
    best = from_bytes(data[:_SAMPLE], cp_isolation=names).best()
    if best is None or b"\x00" in data:
        return None
    try:
        return data.decode(best.encoding), best.encoding
    except UnicodeError:
        return None


def declared_charsets(data: bytes, content_type: str) -> list[str]:
    """What a document says of its charset: the Content-Type's parameter, then its own declaration.

    That is the order of RFC 7303 section 3 for XML, and of HTML for its meta element.
    """
    header = _CHARSET.search(content_type)
    declaration = _XML_DECLARATION.match(data[:1024])
    names = [header[1]] if header else []
    if inside := declaration or _META.search(data[:1024]):
        names.append(inside[1].decode("ascii"))
    return names


def _strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"is not {name.upper()} (byte 0x{data[error.start]:02x} at position {error.start}): "
            "save it as UTF-8"
        ) from error
