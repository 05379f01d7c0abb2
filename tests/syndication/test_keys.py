"""Keys as requests show them."""

from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.syndication.keys import Shown, key_digest, shown


def basic(user: str, key: str) -> str:
    return "Basic " + b64encode(f"{user}:{key}".encode()).decode()


def test_bearer_and_basic_show_the_same_key() -> None:
    assert shown("Bearer a-secret-for-trials") == Shown("a-secret-for-trials")
    assert shown(basic("partner-outlet", "a:secret")) == Shown("a:secret", "partner-outlet")


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer  ",
        "Basic",
        "Basic ???",
        "Basic bm9jb2xvbg==",
        "Digest x",
        "a-secret",
        basic("u", ""),
    ],
)
def test_anything_else_shows_no_key(header: str) -> None:
    assert shown(header) is None


@pytest.mark.parametrize("header", ["bearer x", "BEARER x", " Bearer x "])
def test_the_scheme_may_be_written_as_one_likes(header: str) -> None:
    assert shown(header) == Shown("x")


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"), min_size=1))
def test_basic_carries_any_key(user: str, key: str) -> None:
    assert shown(basic(user.replace(":", ""), key)) == Shown(key, user.replace(":", ""))


@given(st.text())
def test_no_header_is_too_odd(header: str) -> None:
    credentials = shown(header)
    assert credentials is None or credentials.key


def test_only_a_hash_is_kept() -> None:
    assert key_digest("a-secret-for-trials") == sha256(b"a-secret-for-trials").hexdigest()
