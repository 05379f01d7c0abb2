"""Headlines, summaries and quotation marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.desks import headline, scripts


def made(text: str, skip: tuple[tuple[int, int], ...] = ()) -> str:
    found = headline.make(text, skip)
    return found.text if found else ""


def test_a_short_first_sentence_is_the_headline_without_its_full_stop() -> None:
    assert made("Almaty ouvre une ligne. Elle compte huit stations.") == "Almaty ouvre une ligne"
    assert made("Almaty ouvre-t-elle une ligne ? Oui.") == "Almaty ouvre-t-elle une ligne ?"


def test_a_long_one_is_cut_where_a_clause_ends() -> None:
    text = (
        "Tous ceux qui visitent la ville d’Astana, la capitale du Kazakhstan, seront surpris par la beauté "
        "et la modernité de ses avenues."
    )
    assert made(text) == "Tous ceux qui visitent la ville d’Astana, la capitale du Kazakhstan…"


def test_without_a_clause_it_is_cut_between_words_and_not_behind_a_little_one() -> None:
    text = (
        "Les ministres des Transports des deux pays ont ouvert hier matin dans la grande gare d’Almaty une "
        "toute nouvelle ligne vers la frontière"
    )
    assert (
        made(text)
        == "Les ministres des Transports des deux pays ont ouvert hier matin dans la grande gare d’Almaty…"
    )


def test_chinese_letters_are_twice_as_wide() -> None:
    text = "哈萨克斯坦和乌兹别克斯坦" * 6
    cut = made(text)
    assert cut.endswith("…")
    assert scripts.width(cut) <= headline.WIDEST + 1
    assert text.startswith(cut[:-1])


def test_half_a_pair_of_marks_is_left_out() -> None:
    assert made("Il a dit « non à tout.") == "Il a dit non à tout"


def test_a_foreign_sentence_makes_no_headline() -> None:
    assert made("It opened. La ligne ouvre.", ((0, 10),)) == "La ligne ouvre"


def test_without_a_sentence_there_is_none() -> None:
    assert headline.make("") is None


@given(st.text(max_size=300))
def test_a_headline_fits_on_one_line(text: str) -> None:
    title = made(text)
    assert scripts.width(title) <= headline.WIDEST + 1
    assert len(title.splitlines()) <= 1


TEXT = "Une ligne ouvre. Elle compte huit stations. Le train part demain.\nUn autre paragraphe."


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Le métro", "Une ligne ouvre. Elle compte huit stations."),
        ("Une ligne ouvre", "Elle compte huit stations. Le train part demain."),
    ],
)
def test_a_summary_is_two_sentences_that_are_not_the_headline(title: str, expected: str) -> None:
    span = headline.summary_span(TEXT, title)
    assert span is not None
    assert TEXT[slice(*span)] == expected


def test_a_summary_stays_in_its_paragraph() -> None:
    span = headline.summary_span("Une ligne ouvre.\nElle compte huit stations.", "Le métro")
    assert span == (0, 16)


def test_nothing_has_no_summary() -> None:
    assert headline.summary_span("", "Le métro") is None


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("« Oui », dit-il.", ""),
        ("« Oui, dit-il.", "1 « but 0 »"),
        ("„Ja“, sagte er.", ""),
        ("„Ja, sagte er.", "1 „ but 0 “"),
        ("“Yes”, and “no.", "2 “ but 1 ”"),
        ("「はい」と「いいえ", "2 「 but 1 」"),
    ],
)
def test_quotation_marks_are_counted(text: str, wrong: str) -> None:
    assert headline.unbalanced(text) == wrong
