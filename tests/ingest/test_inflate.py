"""A body is taken in within limits, and unpacked in steps."""

import gzip
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Unreachable, Unreadable
from service.ingest.inflate import Limits, take_in

LIMITS = Limits()


def in_chunks(data: bytes, size: int = 4096) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


@given(st.binary(max_size=5000), st.integers(min_value=1, max_value=700))
def test_what_was_packed_comes_out(data: bytes, size: int) -> None:
    assert take_in(in_chunks(gzip.compress(data), size), "gzip", LIMITS) == data
    assert take_in(in_chunks(data, size), "", LIMITS) == data


def test_a_bomb_is_noticed_before_the_memory_is_spent() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(256)) + packer.flush()
    tracemalloc.start()
    with pytest.raises(Unreadable, match="100 times its size"):
        take_in(in_chunks(bomb), "gzip", LIMITS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(bomb) < 300_000
    assert peak < 30 << 20


def test_limits_on_the_wire_and_unpacked() -> None:
    small = Limits(wire=1000, unpacked=5000, ratio=10**6)
    with pytest.raises(Unreadable, match="larger than 1,000 bytes"):
        take_in(in_chunks(bytes(1001)), "", small)
    with pytest.raises(Unreadable, match="more than 5,000 bytes"):
        take_in(in_chunks(gzip.compress(bytes(6000))), "gzip", small)


@pytest.mark.parametrize("coding", ["gzip, gzip", "br", "deflate", "compress"])
def test_only_one_layer_of_what_was_asked_for(coding: str) -> None:
    with pytest.raises(Unreadable, match="was not asked for"):
        take_in([b"x"], coding, LIMITS)


def test_broken_and_mislabelled_gzip() -> None:
    with pytest.raises(Unreadable, match="labelled gzip"):
        take_in([b"<rss/>"], "gzip", LIMITS)
    with pytest.raises(Unreachable, match="broke off"):
        take_in([gzip.compress(b"x" * 100)[:-9]], "gzip", LIMITS)
