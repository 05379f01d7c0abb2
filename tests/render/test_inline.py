"""A summary's HTML is read anew: flat runs of text, each in one language."""

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


@given(st.text(max_size=400))
def test_whatever_comes_in_goes_out_well_formed_and_flat(text: str) -> None:
    root = etree.fromstring(f"<p>{set_inline(runs(text))}</p>")
    assert all(len(child) == 0 and child.tag == "span" for child in root)
