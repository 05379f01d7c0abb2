"""The address that bounces come back to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.delivery import verp

SECRET, OLD = b"a secret", b"the secret before"
numbers = st.integers(min_value=0, max_value=2**40 - 1)


@given(numbers, st.text(min_size=1, max_size=32))
def test_what_is_made_is_read_again_and_vouches_for_its_recipient_alone(number: int, recipient: str) -> None:
    read = verp.read(verp.token(number, recipient, SECRET))
    assert read is not None
    assert read.number == number
    assert read.vouches(recipient, [SECRET])
    assert not read.vouches(recipient + "x", [SECRET])
    assert not read.vouches(recipient, [OLD])


@given(numbers)
def test_the_address_fits_any_relay(number: int) -> None:
    local, _, domain = verp.return_path(number, "r1", "news.example", SECRET).partition("@")
    assert domain == "news.example"
    assert len(local) == 31
    assert local == local.lower()


def test_a_relay_that_shouts_does_no_harm() -> None:
    address = verp.return_path(7, "r1", "news.example", SECRET).upper()
    [token] = verp.found(f"Final words about <{address}> and again {address}")
    assert token.number == 7
    assert token.vouches("r1", [SECRET])


def test_tokens_of_an_older_secret_are_still_ours() -> None:
    token = verp.read(verp.token(7, "r1", OLD))
    assert token is not None
    assert token.vouches("r1", [SECRET, OLD])


@given(numbers, st.integers(0, 23), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_one_letter_changed_vouches_for_nobody(number: int, place: int, letter: str) -> None:
    whole = verp.token(number, "r1", SECRET)
    changed = verp.read(whole[:place] + letter + whole[place + 1 :])
    assert changed is not None
    assert changed.vouches("r1", [SECRET]) == (whole[place] == letter)


@pytest.mark.parametrize("text", ["", "bounce", "a" * 23, "a" * 25, "a" * 23 + "1", "ä" * 24, "1" * 24])
def test_anything_else_is_no_token(text: str) -> None:
    assert verp.read(text) is None
    assert verp.found(f"bounce+{text}@news.example") == []
