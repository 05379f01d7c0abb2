"""Plain text: cleaned, cut where a reader would cut it, wrapped for a terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.desks.scripts import width
from service.render.feeds_text import line as feed_line
from service.render.plain import cut, line, scrubbed, sentences_end, wrapped

FAMILY = "👨‍👩‍👧"
ANY = st.text(max_size=300)


def test_slots_controls_and_open_overrides_never_get_through() -> None:
    assert scrubbed("a⟦unsubscribe⟧b") == "aunsubscribeb"
    assert scrubbed("Pay \u202egpj.exe").count("\u202c") == 1
    assert scrubbed("one\x00two\x07") == "onetwo"
    assert scrubbed("می‌خواهم") == "می‌خواهم"
    assert scrubbed(FAMILY) == FAMILY


@given(ANY)
def test_scrubbing_twice_changes_nothing_more(text: str) -> None:
    once = scrubbed(text)
    assert scrubbed(once) == once
    assert not set("⟦⟧\x00") & set(once)


def test_a_cut_falls_between_words_and_says_that_it_fell() -> None:
    assert cut("Almaty opens its new metro line", 20) == "Almaty opens its…"
    assert cut("Almaty", 6) == "Almaty"
    assert cut("阿拉木图地铁新线开通", 5) == "阿拉木图…"


@pytest.mark.parametrize("text", ["e\u0301" * 20, FAMILY * 10, "👍🏽" * 10, "नि" * 10])
@pytest.mark.parametrize("length", range(4, 9))
def test_a_cut_never_tears_a_character_from_its_marks(text: str, length: int) -> None:
    kept = cut(text, length).removesuffix("…")
    following = text[len(kept)]
    assert not kept.endswith("\u200d")
    assert not unicodedata.category(following).startswith("M")
    assert following not in "\u200d\U0001f3fd"


def test_the_spaces_of_french_typography_stay() -> None:
    assert line(" Qui\n paie\u202f? ") == "Qui paie\u202f?"
    assert feed_line(" Qui\n paie\u202f? ") == "Qui paie\u202f?"
    assert wrapped("Qui donc paie\u202f?", 10) == "Qui donc\npaie\u202f?"


@given(ANY, st.integers(min_value=2, max_value=80))
def test_a_cut_is_never_longer_than_asked(text: str, length: int) -> None:
    assert len(cut(text, length)) <= max(length, 2)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "The metro opened on Monday after eleven years. It has eight stations.",
            "The metro opened on Monday after eleven years.",
        ),
        (
            "В 2026 г. в Алматы открыли новую линию метро, первую за годы. Она длинная.",
            "В 2026 г. в Алматы открыли новую линию метро, первую за годы.",
        ),
        (
            "« La ligne est prête depuis des années », dit la mairie ! « Enfin. »",
            "« La ligne est prête depuis des années », dit la mairie !",
        ),
        (
            "阿拉木图周一开通了一条设有八座车站的地铁新线。该线连接火车站。",
            "阿拉木图周一开通了一条设有八座车站的地铁新线。",
        ),
        (
            "هل افتتحت المدينة خط المترو الجديد بعد أعوام من الانتظار؟ نعم افتتحته.",
            "هل افتتحت المدينة خط المترو الجديد بعد أعوام من الانتظار؟",
        ),
    ],
)
def test_the_first_sentence_ends_where_a_reader_would_end_it(text: str, first: str) -> None:
    assert text[: sentences_end(text, 1, 200)] == first


def test_no_sentence_within_the_length_is_none() -> None:
    assert sentences_end("word " * 100, 1, 50) == 0
    assert sentences_end("all of it", 2, 50) == len("all of it")


def test_wide_characters_fill_two_columns_and_marks_none() -> None:
    assert [width(text) for text in ("ab", "亚洲", "e\u0301", "")] == [2, 4, 1, 0]


def test_a_paragraph_is_wrapped_between_words_or_between_han() -> None:
    assert wrapped("one two three", 8) == "one two\nthree"
    assert wrapped("阿拉木图地铁新线开通", 8) == "阿拉木图\n地铁新线\n开通"
    assert wrapped("a b", 20, indent="  ") == "  a b"


def test_no_line_of_chinese_begins_with_a_comma() -> None:
    assert all(line[0] not in "，。" for line in wrapped("阿拉木图，地铁新线。" * 5, 8).splitlines())


@given(ANY)
def test_wrapping_loses_no_character_but_spaces(text: str) -> None:
    assert "".join(wrapped(text, 20).split()) == "".join(text.split())
