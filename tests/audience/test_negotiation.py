"""Which language to speak, when not every language is there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.audience.negotiation import accepted, distance, nearest
from tests.cast import LANGUAGES

TAGS = st.sampled_from(
    ["fr", "fr-CA", "en", "en-GB", "ru", "kk", "uz", "uk", "zh-Hant", "zh-Hans", "ar", "de", "hi"]
)


@pytest.mark.parametrize(
    ("wanted", "served"),
    [
        (["kk", "ru"], "kk"),
        (["fr-CA"], "fr"),
        (["ar-EG"], "ar"),
        (["zh-TW"], "zh-Hans"),
        (["uz"], "ru"),
        (["tg"], "ru"),
        (["uz", "en"], "en"),
        (["hi"], "fr"),
        (["not a tag", "ar"], "ar"),
        ([], "fr"),
    ],
)
def test_a_reader_of_these_is_served_in_that(wanted: list[str], served: str) -> None:
    assert nearest(wanted, LANGUAGES) == served


def test_a_language_that_is_read_counts_before_a_relative_of_a_better_one() -> None:
    assert nearest(["zh-Hant", "ar"], LANGUAGES) == "ar"


def test_of_two_countries_ways_of_writing_the_nearer_is_taken() -> None:
    assert nearest(["en-AU"], ["en-US", "en-GB"]) == "en-GB"


def test_where_nothing_is_offered_nothing_can_be_chosen() -> None:
    with pytest.raises(ValueError, match="name at least one"):
        nearest(["fr"], [])


@given(st.lists(TAGS), st.lists(TAGS, min_size=1))
def test_what_is_served_is_offered_and_a_first_choice_that_is_there_is_served(
    wanted: list[str], offered: list[str]
) -> None:
    served = nearest(wanted, offered)
    assert served in offered
    if wanted and wanted[0] in offered:
        assert distance(wanted[0], served) == 0


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ("kk, ru;q=0.8, en;q=0.5", ["kk", "ru", "en"]),
        ("en;q=0.5,fr", ["fr", "en"]),
        ("zh-Hans-CN;q=0.9, *;q=0.1", ["zh-Hans-CN"]),
        ("fr;q=0, en", ["en"]),
        ("fr;q=many, en;level=1, ru", ["ru"]),
        ("<script>, ../../etc", []),
        ("", []),
    ],
)
def test_a_browser_says_what_its_reader_wants(header: str, tags: list[str]) -> None:
    assert accepted(header) == tags


@given(st.text())
def test_no_header_breaks_the_reading(header: str) -> None:
    assert all(isinstance(tag, str) for tag in accepted(header))


def test_an_endless_header_is_not_read_to_its_end() -> None:
    assert len(accepted("fr," * 100_000)) <= 20
