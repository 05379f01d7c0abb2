"""Take in a response's body within limits: on the wire, unpacked, and between the two.

261 KB of gzip can stand for 256 MB. Unpacking goes in steps of 64 KB, so that a limit is noticed before the
memory is spent.
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.errors import Unreachable, Unreadable

_STEP = 65_536
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes on the wire, bytes unpacked, and how many times larger it may become once `free` is passed."""

    wire: int = 5 * 1024 * 1024
    unpacked: int = 20 * 1024 * 1024
    ratio: int = 100
    free: int = 1024 * 1024


def take_in(chunks: Iterable[bytes], coding: str, limits: Limits) -> bytes:
    """The body out of its `chunks`, unpacked if `coding` (the Content-Encoding) is gzip.

    Raises Unreadable for another coding, for more than one, and beyond the limits; Unreachable for gzip that
    breaks off.
    """
    coding = coding.strip().lower()
    if coding not in {"", "identity", "gzip", "x-gzip"}:
        raise Unreadable(f"is sent with Content-Encoding {coding!r}, which was not asked for")
    wire = _counted(chunks, limits.wire)
    return b"".join(wire) if coding in {"", "identity"} else _unpacked(wire, limits)


def _counted(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise Unreadable(f"is larger than {most:,} bytes")
        yield chunk


def _unpacked(wire: Iterable[bytes], limits: Limits) -> bytes:
    unpacker = zlib.decompressobj(_GZIP)
    whole = bytearray()
    size = 0
    try:
        for chunk in wire:
            size += len(chunk)
            while chunk and not unpacker.eof:
                whole += unpacker.decompress(chunk, _STEP)
                chunk = unpacker.unconsumed_tail
                _judge(len(whole), size, limits)
        whole += unpacker.flush(_STEP)
    except zlib.error as error:
        raise Unreadable(f"is labelled gzip and is none: {error}") from error
    if size and not unpacker.eof:
        raise Unreachable("broke off in the middle of its gzip")
    return bytes(whole)


def _judge(unpacked: int, packed: int, limits: Limits) -> None:
    if unpacked > limits.unpacked:
        raise Unreadable(f"unpacks to more than {limits.unpacked:,} bytes")
    if unpacked > limits.free and unpacked > limits.ratio * packed:
        raise Unreadable(f"unpacks to more than {limits.ratio} times its size")
