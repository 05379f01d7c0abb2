"""Bytes become replies, however they are cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.delivery.smtp.replies import MOST, Replies, Reply
from service.errors import Unreachable

SAID = (
    b"220 mail.example ESMTP\r\n250-mail.example\r\n250-PIPELINING\r\n250 SIZE 1000\r\n354\r\n550 5.1.1 no\n"
)
MEANT = [
    Reply(220, (b"mail.example ESMTP",)),
    Reply(250, (b"mail.example", b"PIPELINING", b"SIZE 1000")),
    Reply(354, (b"",)),
    Reply(550, (b"5.1.1 no",)),
]


@given(st.lists(st.integers(0, len(SAID)), max_size=8))
def test_the_same_replies_wherever_the_bytes_are_cut(cuts: list[int]) -> None:
    replies, found = Replies(), []
    places = [0, *sorted(cuts), len(SAID)]
    for start, end in pairwise(places):
        found += replies.feed(SAID[start:end])
    assert found == MEANT
    assert replies.empty


@pytest.mark.parametrize("said", [b"HTTP/1.1 400 Bad Request\r\n", b"\r\n", b"999 no\r\n", b"25\r\n"])
def test_what_is_no_smtp(said: bytes) -> None:
    with pytest.raises(Unreachable, match="does not speak SMTP"):
        Replies().feed(said)


def test_a_reply_without_end() -> None:
    with pytest.raises(Unreachable, match="does not end"):
        Replies().feed(b"250-and another thing\r\n" * (MOST // 16))


def test_a_reply_is_told_in_one_printable_line() -> None:
    assert str(Reply(550, (b"5.1.1 no", b"such\x1b[31m us\xffer"))) == "550 5.1.1 no such [31m us�er"
