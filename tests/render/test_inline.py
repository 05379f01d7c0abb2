"""A summary's HTML is read anew: flat runs of text, each in one language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from service.render.inline import Run, opening, runs, said, set_inline

MIXED = 'Le traité dit : <span lang="en" dir="ltr">This treaty fixes it &amp; more.</span> Rien d’autre.'


def test_foreign_spans_keep_their_language_and_everything_else_is_text() -> None:
    assert runs(MIXED) == [
        Run("Le traité dit : "),
        Run("This treaty fixes it & more.", "en"),
        Run(" Rien d’autre."),
    ]
    assert set_inline(runs('<p onclick="x()">a<b>b</b></p><img src=x>c')) == "abc"


def test_a_span_is_set_with_its_direction_and_escaped() -> None:
    assert set_inline([Run("a<b", "ar")]) == '<span lang="ar" dir="rtl">a&lt;b</span>'
    assert 'lang="&#34;&gt;"' in set_inline([Run("x", '">')])


def test_an_opening_is_whole_sentences_across_runs() -> None:
    text = '<span lang="en">A first sentence that is long enough to stand alone.</span> Une deuxième. Trois.'
    assert said(opening(text, 1, 200)) == "A first sentence that is long enough to stand alone."
    assert opening(text, 1, 200)[0].language == "en"


def test_an_endless_sentence_is_cut_between_words_with_an_ellipsis() -> None:
    short = said(opening("mot " * 400, 1, 50))
    assert len(short) <= 50
    assert short.endswith("mot…")


def test_markup_nested_five_thousand_deep_becomes_one_flat_text() -> None:
    deep = "<span lang=ru><b>" * 5000 + "слово"
    assert said(runs(deep)) == ""
    assert runs("<b>" * 5000 + "слово") == [Run("слово")]


@pytest.mark.parametrize(
    ("headline", "summary"),
    [
        ("Le port d’Aktaou…", "… double ses quais. Suite."),
        ("Le port d’Aktaou double ses quais", "Suite."),
        ("Un autre titre", "Le port d’Aktaou double ses quais. Suite."),
        ("Le po", "Le port d’Aktaou double ses quais. Suite."),
        ("", "Le port d’Aktaou double ses quais. Suite."),
    ],
)
def test_what_a_made_headline_said_is_not_said_again(headline: str, summary: str) -> None:
    text = "Le port d’Aktaou double ses quais. Suite."
    assert said(opening(text, 2, 200, after=headline)) == summary


def test_a_made_headline_may_end_inside_a_foreign_run() -> None:
    text = 'Dit : <span lang="en">one two three four</span> et la suite.'
    assert opening(text, 1, 200, after="Dit : one two…")[:2] == [Run("… "), Run("three four", "en")]


@given(st.text(max_size=400))
def test_whatever_comes_in_goes_out_well_formed_and_flat(text: str) -> None:
    root = etree.fromstring(f"<p>{set_inline(runs(text))}</p>")
    assert all(len(child) == 0 and child.tag == "span" for child in root)
