"""In which language a reader gets a story, step by step of the chain."""

import pytest

from service.digests.chain import STEPS, Chain, found, readers_first
from tests.cast import LANGUAGES


def language(
    reading: list[str], *offered: str, steps: tuple[str, ...] = tuple(STEPS), default: str = ""
) -> str:
    near = found(reading, offered, Chain(tuple(LANGUAGES), default, steps))
    return f"{near.language} by {near.step or 'itself'}" if near else "left out"


@pytest.mark.parametrize(
    ("reading", "offered", "what"),
    [
        (["kk", "ru"], ["ru", "kk"], "kk by itself"),
        (["fr-CA"], ["en", "fr"], "fr by regional"),
        (["zh-Hant", "en"], ["en", "zh-Hans"], "zh-Hans by script"),
        (["kk", "ar"], ["ru", "ar"], "ar by own"),
        (["kk", "pt-BR"], ["ru", "pt-PT"], "pt-PT by own"),
        (["uz"], ["en", "ru"], "ru by related"),
        (["ja"], ["ru", "en"], "en by any"),
        ([], ["ru", "en"], "en by any"),
        (["kk"], [], "left out"),
    ],
)
def test_the_chain_of_a_newsroom_that_says_nothing(reading: list[str], offered: list[str], what: str) -> None:
    assert language(reading, *offered) == what


def test_the_newsroom_says_which_steps_there_are() -> None:
    assert language(["uz", "en"], "ru", "en", steps=("related", "own")) == "ru by related"
    assert language(["uz", "en"], "ru", "fr", steps=("own",)) == "left out"
    assert language(["zh-Hant"], "zh-Hans", steps=("regional",)) == "left out"
    assert language(["kk"], "kk", steps=()) == "kk by itself"


def test_the_digests_default_stands_in_where_the_reader_has_nothing() -> None:
    assert language(["ja"], "ru", "fr", steps=("own", "default"), default="ru") == "ru by default"
    assert language(["ja"], "fr", steps=("own", "default"), default="ru") == "left out"
    assert language(["ja"], "fr", steps=("default",)) == "left out"


def test_a_step_says_in_words_what_it_did() -> None:
    near = found(["kk", "ru"], ["ru"], Chain(tuple(LANGUAGES)))
    assert near
    assert near.because == "another of the reader's languages, none in kk"


def test_other_languages_are_offered_in_the_readers_order_and_then_the_houses() -> None:
    assert readers_first(["ar", "en", "fr", "de", "ru"], ["kk", "ru", "en"], LANGUAGES) == [
        *("ru", "en", "fr", "ar", "de")
    ]
