"""Which articles are translations of one another."""

import pytest

from service.desks import gist
from service.desks.kin import Field, Known

TRAIN = {
    "fr": "Le train d’Almaty part à 7 h 45 avec 312 voyageurs.\nM. Talgat Baimukhanov a payé 18,50 euros.",
    "en": "The train from Almaty leaves at 7.45 with 312 people.\nTalgat Baimukhanov paid 18.50 euros.",
    "ru": "Поезд из Алматы уходит в 7.45, в нём 312 пассажиров.\nТалгат Баймуханов заплатил 18,50 евро.",
}
WATER = {
    "fr": "La station d’Aqaba donne 4 200 litres par heure.\nRania Qasim y travaille depuis 1998.",
    "en": "The plant at Aqaba gives 4,200 litres an hour.\nMs Rania Qasim has worked there since 1998.",
}


def known(version: int, story: int, language: str, text: str) -> Known:
    return Known(version, story, language, gist.of(text, language, []))


FIELD = [known(1, 1, "fr", TRAIN["fr"]), known(2, 2, "fr", WATER["fr"])]


@pytest.mark.parametrize(("texts", "story"), [(TRAIN, 1), (WATER, 2)])
def test_a_translation_finds_its_story(texts: dict[str, str], story: int) -> None:
    match = Field(FIELD).match(gist.of(texts["en"], "en", []), "en")
    assert match is not None
    assert match.story == story


def test_an_article_on_something_else_finds_none() -> None:
    text = "The museum of Hangzhou opens on 9 May with 640 silk patterns.\nWei Lan keeps them."
    assert Field(FIELD).match(gist.of(text, "en", []), "en") is None


def test_an_article_in_the_language_of_a_version_is_no_translation_of_it() -> None:
    assert Field(FIELD).match(gist.of(TRAIN["fr"], "fr", []), "fr") is None


def test_the_same_signs_at_other_points_of_the_text_are_another_story() -> None:
    first, second = TRAIN["en"].split("\n")
    turned = f"{second}\n{'Nothing more was said about it that day. ' * 6}\n{first}"
    assert Field(FIELD).match(gist.of(turned, "en", []), "en") is None


def test_two_stories_that_an_article_belongs_to_are_one() -> None:
    field = Field([known(1, 1, "fr", TRAIN["fr"]), known(2, 2, "ru", TRAIN["ru"])])
    match = field.match(gist.of(TRAIN["en"], "en", []), "en")
    assert match is not None
    assert {match.story, *match.same} == {1, 2}


def test_the_reasons_are_what_both_share() -> None:
    match = Field(FIELD).match(gist.of(TRAIN["en"], "en", []), "en")
    assert match is not None
    assert {"#312", "#185"} <= set(match.shared)
    assert match.version == 1


def test_nothing_is_known_of_an_article_without_signs() -> None:
    assert Field(FIELD).match({}, "en") is None
    assert Field([]).match(gist.of(TRAIN["en"], "en", []), "en") is None
