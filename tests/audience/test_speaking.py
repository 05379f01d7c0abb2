"""The language in which the house speaks to somebody."""

import pytest

from service.audience.speaking import spoken
from tests.cast import LANGUAGES


@pytest.mark.parametrize(
    ("wanted", "language"), [(["kk", "ru"], "kk"), (["uz"], "ru"), (["zh-TW"], "zh-Hans"), ([], "fr")]
)
def test_the_house_speaks_the_nearest_of_its_languages(wanted: list[str], language: str) -> None:
    assert spoken(wanted, LANGUAGES) == language


def test_a_language_of_the_house_that_has_no_texts_yet_is_not_spoken() -> None:
    assert spoken(["tlh"], ["tlh", "ru"]) == "ru"


def test_a_house_without_any_texts_of_its_own_speaks_english() -> None:
    assert spoken(["tlh"], ["tlh"]) == "en"
