"""The IPTC's topics, and what a source's categories mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.desks import topics
from service.desks.topics import Subject, code_of, folded, is_topic, lies_in, line, name, named, subjects

ECONOMY, POLITICS = "04000000", "11000000"
ALL = sorted(topics._topics())


def test_a_topic_lies_in_those_above_it_and_in_no_other() -> None:
    assert line("20001065") == ("20001065", "20000822", "15000000")
    assert lies_in("20001065", "15000000")
    assert not lies_in("15000000", "20001065")
    assert not lies_in("20001065", POLITICS)


def test_every_topic_hangs_below_one_of_the_seventeen() -> None:
    assert len(ALL) == 1387
    assert {line(code)[-1] for code in ALL} == {f"{number:02}000000" for number in range(1, 18)}


@pytest.mark.parametrize(
    ("language", "called"),
    [
        ("en", "economy, business and finance"),
        ("fr", "Économie et finances"),
        ("fr-CA", "Économie et finances"),
        ("no", "økonomi og næringsliv"),
        ("zh-Hans", "经济、商业和金融"),
        ("zh", "经济、商业和金融"),
        ("kk", "экономика, бизнес және қаржы"),
        ("ja", "economy, business and finance"),
        ("zh-Hant", "经济、商业和金融"),
    ],
)
def test_names_are_told_in_the_language_that_is_asked_for(language: str, called: str) -> None:
    assert name(ECONOMY, language) == called


def test_what_is_no_topic_is_called_by_its_code() -> None:
    assert name("99999999", "fr") == "99999999"


@pytest.mark.parametrize(
    "written",
    [
        "04000000",
        " medtop:04000000 ",
        "http://cv.iptc.org/newscodes/mediatopic/04000000",
        "https://cv.iptc.org/newscodes/mediatopic/04000000/",
        "subj:04000000",
        "http://cv.iptc.org/newscodes/subjectcode/04000000",
    ],
)
def test_a_code_is_read_however_it_is_written(written: str) -> None:
    assert code_of(written) == ECONOMY


def test_an_older_subject_code_means_the_topic_that_replaced_it_or_one_above() -> None:
    assert code_of("subj:01024000") == "20000004"
    assert code_of("01024000") == "20000004"
    assert code_of("subj:04999999") == ECONOMY
    assert code_of("subj:99000000") is None


def test_a_category_is_known_by_name_in_the_articles_language_or_in_english() -> None:
    assert named("Économie et finances", "fr") == ECONOMY
    assert named("politics", "fr") == POLITICS
    assert named("Business", "de") == ECONOMY
    assert named("Politik", "fr") is None
    assert named("Chronicle", "en") is None


def test_the_houses_own_words_come_first_and_may_mean_nothing() -> None:
    words = {"wirtschaft": ECONOMY, "politics": ""}
    told = subjects(["#Wirtschaft", "Politics", "15000000", "medtop:04000000", "Sport"], "de", words)
    assert told == (
        Subject(ECONOMY, "its source's category “#Wirtschaft”, by the newsroom's [topics]"),
        Subject("15000000", "its source's code 15000000"),
    )


@given(st.text())
def test_any_category_is_read_and_folding_twice_is_folding_once(words: str) -> None:
    assert folded(folded(words)) == folded(words)
    assert all(is_topic(one.code) for one in subjects([words], "fr", {}))
