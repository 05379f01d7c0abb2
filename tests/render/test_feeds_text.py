"""Texts on their way into a feed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from service.render.feeds_text import CLOSED_BY, balanced, is_web_address, legal, line, paragraph, plain

ANY_TEXT = st.text(st.characters())
BIDI = st.text(st.sampled_from([*CLOSED_BY, *CLOSED_BY.values(), "a", "ب"]))


@given(ANY_TEXT)
def test_legal_text_goes_through_xml_unchanged(text: str) -> None:
    element = etree.Element("text")
    element.text = legal(text)
    assert (etree.fromstring(etree.tostring(element)).text or "") == legal(text)


@given(ANY_TEXT)
def test_a_line_is_one_line_and_cleaning_it_again_changes_nothing(text: str) -> None:
    assert len(line(text).splitlines()) <= 1
    assert line(line(text)) == line(text)


@given(BIDI)
def test_bidi_controls_nest_and_close(text: str) -> None:
    rest = re.sub("[aب]", "", balanced(text))
    pairs = "|".join(f"{opener}{closer}" for opener, closer in CLOSED_BY.items())
    while (shorter := re.sub(pairs, "", rest)) != rest:
        rest = shorter
    assert rest == ""
    assert re.sub("[^aب]", "", balanced(text)) == re.sub("[^aب]", "", text)


def test_controls_that_part_words_leave_a_space() -> None:
    assert line("Almaty\x0bMetro\u2028Linie\x08") == "Almaty Metro Linie"


@given(ANY_TEXT)
def test_any_markup_has_a_plain_text(markup: str) -> None:
    assert line(plain(markup)) == plain(markup)


def test_plain_text_of_a_summary() -> None:
    assert plain('Une ligne. <span lang="en">Mind &amp; gap</span>') == "Une ligne. Mind & gap"


def test_a_paragraph_says_language_and_direction() -> None:
    assert paragraph("متن", "fa") == '<p lang="fa" dir="rtl">متن</p>'
    assert paragraph(" ", "fa") == ""


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://eurasiatimes.example/метро?a=1&b=2", True),
        ("http://[::1]/x", True),
        ("/metro", False),
        ("//eurasiatimes.example/metro", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("http://[half/x", False),
        ("https://eurasiatimes.example/a b", False),
        ("https://eurasiatimes.example/\x08", False),
        ("", False),
    ],
)
def test_web_addresses(address: str, good: bool) -> None:
    assert is_web_address(address) is good
