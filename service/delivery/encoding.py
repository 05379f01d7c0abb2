"""Texts with slots, encoded once: whatever a slot is filled with lies on lines of its own (RFC 2045).

A copy then costs the encoding of its values and a few references to what stands in every copy.

Quoted-printable: soft line breaks part the values from the rest. Base64 knows no such breaks, and what comes
after a value is encoded differently for each length of the value modulo 3. So a value takes along the one or
two bytes beside it that do not make up a group, and the rest is kept in the three ways it may have to be cut.
No line of either begins with a dot, so SMTP has none to double.
"""

import binascii
from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import Protocol

LINE = 57
"""Bytes that make a line of 76 characters of base64."""
WIDTH = 76
SOFT = b"=\r\n"


class Encoded(Protocol):
    """A text that was cut at its slots and encoded."""

    name: bytes
    """Its Content-Transfer-Encoding."""

    def filled(self, values: Iterable[str]) -> Iterator[bytes]:
        """The chunks of its lines with `values` in its slots."""


def encode(pieces: Sequence[str]) -> Encoded:
    """`pieces`, between which the slots lie, in the shorter encoding: scripts beyond Latin as base64."""
    raw = [piece.replace("\r\n", "\n").replace("\r", "\n").encode() for piece in pieces]
    size = sum(map(len, raw))
    foreign = size - sum(map(len, pieces))
    return Base64(raw) if foreign * 6 > size else QuotedPrintable(raw)


class QuotedPrintable:
    """RFC 2045 section 6.7."""

    name = b"quoted-printable"

    def __init__(self, pieces: Sequence[bytes]) -> None:
        *inner, last = [_printable(piece) for piece in pieces]
        self._first, *self._rest = [*map(_softened, inner), last + b"\r\n"]

    def filled(self, values: Iterable[str]) -> Iterator[bytes]:
        """The chunks, in their order."""
        yield self._first
        for value, text in zip(values, self._rest, strict=True):
            if value:
                yield _softened(_printable(value.encode()))
            yield text


class Base64:
    """RFC 2045 section 6.8."""

    name = b"base64"

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._first, *self._rest = [piece.replace(b"\n", b"\r\n") for piece in pieces]
        self._kept: dict[tuple[int, int], bytes] = {}

    def filled(self, values: Iterable[str]) -> Iterator[bytes]:
        """The chunks, in their order."""
        loose = yield from self._piece(0, self._first, b"")
        for number, (value, text) in enumerate(zip(values, self._rest, strict=True), 1):
            loose = yield from self._piece(number, text, loose + value.encode())
        yield _lines(loose)

    def _piece(self, number: int, text: bytes, loose: bytes) -> Generator[bytes, None, bytes]:
        """`loose` made up to whole groups with the head of `text`, then its rest; returns what is left."""
        head = min(-len(loose) % 3, len(text))
        loose += text[:head]
        if len(loose) % 3:
            return loose
        yield _lines(loose)
        end = head + (len(text) - head) // 3 * 3
        kept = self._kept.get((number, head))
        if kept is None:
            kept = self._kept[number, head] = _lines(text[head:end])
        yield kept
        return text[end:]


def _lines(raw: bytes) -> bytes:
    """`raw` in whole lines of base64."""
    parts = [binascii.b2a_base64(raw[at : at + LINE], newline=False) for at in range(0, len(raw), LINE)]
    return b"".join(part + b"\r\n" for part in parts)


def _printable(raw: bytes) -> bytes:
    """`raw` as quoted-printable, without an end to its last line."""
    lines = binascii.b2a_qp(raw, istext=True).split(b"\n")
    return b"\r\n".join(map(_mended, lines))


def _softened(text: bytes) -> bytes:
    """`text` with a soft break behind it, unless its last line is ended or there is none."""
    return text + SOFT if text and not text.endswith(b"\r\n") else text


def _mended(line: bytes) -> bytes:
    """`line`; folded anew where it begins with a dot or leaves no room for a soft break behind it."""
    soft = line.endswith(b"=")
    if len(line) < WIDTH + soft and not line.startswith(b"."):
        return line
    rest, parts = line[:-1] if soft else line, []
    while rest:
        part = b"=2E" + rest[1:] if rest.startswith(b".") else rest
        if len(part) < WIDTH:
            parts.append(part)
            break
        end = WIDTH - 1 - _split_token(part)
        parts.append(part[:end])
        rest = part[end:]
    return SOFT.join(parts) + (b"=" if soft else b"")


def _split_token(part: bytes) -> int:
    """How many bytes of an =XX a cut before the last column would leave behind it."""
    if part[WIDTH - 2 : WIDTH - 1] == b"=":
        return 1
    return 2 if part[WIDTH - 3 : WIDTH - 2] == b"=" else 0
