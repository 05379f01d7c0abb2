"""Characters that trick go; characters that a script needs stay."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.ingest.characters import plain, shorten, tidy

NOBODY_SEES = {
    "\u202a",
    "\u202b",
    "\u202c",
    "\u202d",
    "\u202e",
    "\ufeff",
    "\u2060",
    "\x00",
    "\x07",
    "\U000e0041",
}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Pay \u202egpj.exe", "Pay gpj.exe"),
        ("Almaty\u200b metro", "Almaty metro"),
        ("\ufeffAlmaty\x00\x0b", "Almaty"),
        ("Al\u2028ma\u2029ty\r\n  opens", "Al ma ty opens"),
        ("a\u2069b", "ab"),
        ("a\u2067b", "ab"),
        ("cafe\u0301", "café"),
        ("\U000e0041tag", "tag"),
        ("half \ud800 pair", "half pair"),
    ],
)
def test_what_tricks_the_eye_is_taken_out(written: str, read: str) -> None:
    assert plain(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم",  # Persian, with a ZWNJ
        "क्‍ष",  # Devanagari, with a ZWJ
        "👨‍👩‍👧",  # a family, joined
        "ภาษา\u200bไทย",  # Thai, with a word break
        "قال \u2067Almaty\u2069 اليوم",  # an isolate that is closed
        "\u200fعربي\u200e",  # directional marks
    ],
)
def test_what_a_script_needs_stays(text: str) -> None:
    assert plain(text) == text


def test_a_joiner_between_latin_letters_is_there_to_deceive() -> None:
    assert plain("pay\u200dpal\u200c") == "paypal"


def test_line_breaks_stay_in_running_text() -> None:
    assert tidy("one\r\ntwo\u2028three\tfour") == "one\ntwo\nthree\tfour"


@given(st.text(alphabet=st.characters() | st.sampled_from([*sorted(NOBODY_SEES), *"\u200d\u2067\u2069"])))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert not NOBODY_SEES & set(once)
    assert all(unicodedata.category(char) not in {"Cc", "Cs"} for char in once)


@given(st.text(max_size=300), st.integers(min_value=10, max_value=80))
def test_shortening_keeps_to_its_length(text: str, most: int) -> None:
    short = shorten(text, most)
    assert len(short) <= most
    assert short == text or short.endswith("…")


def test_shortening_cuts_at_a_word() -> None:
    assert shorten("Almaty opens its new metro line", 20) == "Almaty opens its…"


def test_every_character_that_does_not_show_is_a_suspect() -> None:
    kept = {
        char
        for char in map(chr, range(0x110000))
        if unicodedata.category(char) in {"Cc", "Cf", "Cs"} and tidy(f"a{char}b") == f"a{char}b"
    }
    assert {unicodedata.category(char) for char in kept - {"\n", "\t"}} == {"Cf"}
    assert kept <= {
        "\n",
        "\t",
        *"\u061c\u200e\u200f\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2\U000110bd",
    }


def test_a_long_text_is_tidied_in_one_pass() -> None:
    persian = "می‌خواهم " * 50_000
    assert tidy(persian) == persian
    assert tidy("\u202e\u0000" * 100_000) == ""
