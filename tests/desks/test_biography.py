"""The author's biography, left in the text."""

import pytest

from service.desks import biography

STORY = (
    "Les ministres des Transports ont ouvert mardi une ligne ferroviaire vers la Chine. Elle traverse "
    "la steppe et doit réduire de trois jours le trajet des conteneurs. Le premier train est parti "
    "chargé de machines."
)
LIFE = "Leïla Marchand est correspondante en Asie centrale. Elle a vécu au Brésil."


def name(text: str, language: str = "fr", authors: tuple[str, ...] = ()) -> str:
    found = biography.find(text, language, authors)
    return found.name if found else ""


@pytest.mark.parametrize("text", [f"{LIFE}\n{STORY}", f"{STORY}\n{LIFE}"])
def test_it_is_the_first_or_the_last_paragraph(text: str) -> None:
    found = biography.find(text, "fr", ())
    assert found is not None
    assert text[found.start : found.end] == LIFE
    assert "presents Leïla Marchand" in found.because


def test_between_other_paragraphs_it_belongs_to_the_story() -> None:
    assert name(f"{STORY}\n{LIFE}\n{STORY}") == ""


def test_a_story_about_a_journalist_is_a_story() -> None:
    text = f"Leïla Marchand, journaliste, a été arrêtée mardi.\n{STORY} Marchand a été libérée."
    assert name(text) == ""


def test_a_person_of_another_trade_is_a_story() -> None:
    assert name(f"Leïla Marchand est médecin en Asie centrale.\n{STORY}") == ""


def test_a_paragraph_that_opens_with_no_name_is_a_story() -> None:
    assert name(f"Une journaliste est correspondante en Asie centrale.\n{STORY}") == ""


def test_an_article_that_would_be_nothing_without_it_keeps_it() -> None:
    assert name(f"{LIFE}\nUne ligne ouvre.") == ""
    assert name(LIFE) == ""


def test_a_known_author_is_called_as_the_source_calls_them() -> None:
    assert (
        name(f"L. Marchand, journaliste, vit à Almaty.\n{STORY}", authors=("L. Marchand",)) == "L. Marchand"
    )


def test_what_a_newspaper_sets_before_it_is_no_part_of_the_name() -> None:
    assert name(f"{STORY}\nÀ propos de l’auteur : {LIFE}") == "Leïla Marchand"


@pytest.mark.parametrize(
    ("language", "life", "expected"),
    [
        ("en", "Mei-Ling Tan is an award-winning reporter.", "Mei-Ling Tan"),
        ("en", "Jan van der Berg is a columnist.", "Jan van der Berg"),
        ("ru", "Лейла Маршан — журналистка из Алматы.", "Лейла Маршан"),
        ("kk", "Айгерім Сейітова — Алматыда тұратын журналист.", "Айгерім Сейітова"),
        ("zh-Hans", "陈美玲是一名常驻北京的记者。", "陈美玲"),
        ("ar", "ليلى مارشان صحفية تقيم في القاهرة.", "ليلى مارشان"),
        ("ar", "ليلى مارشان، صحفية تقيم في القاهرة.", "ليلى مارشان"),
        ("tr", "Ayşe Yılmaz ödüllü bir gazetecidir.", "Ayşe Yılmaz"),
        ("und", "Mei-Ling Tan is a reporter.", ""),
    ],
)
def test_it_is_known_in_other_languages(language: str, life: str, expected: str) -> None:
    assert name(f"{life}\n{STORY}", language) == expected
