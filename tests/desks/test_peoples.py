"""What people and things of a country are called."""

import pytest
from babel import Locale

from service.desks.peoples import peoples


@pytest.mark.parametrize(
    ("locale", "word", "code"),
    [
        ("en", "American", "US"),
        ("en", "British", "GB"),
        ("en", "South Korean", "KR"),
        ("en", "Kazakhstani", "KZ"),
        ("en", "French", "FR"),
        ("fr", "chinois", "CN"),
        ("fr", "nord coréen", "KP"),
        ("ru", "США", "US"),
        ("ru", "китайский", "CN"),
        ("kk", "АҚШ", "US"),
        ("ko", "한국", "KR"),
        ("ja", "アメリカ", "US"),
        ("de", "US", "US"),
        ("ar", "صيني", "CN"),
    ],
)
def test_a_currency_or_a_language_names_a_people(locale: str, word: str, code: str) -> None:
    assert (word, code) in set(peoples(Locale.parse(locale)))


@pytest.mark.parametrize(
    "word", ["Dollar", "English", "Arabic", "New", "European", "sterling", "Shona", "Manx"]
)
def test_what_belongs_to_many_or_to_none_names_nobody(word: str) -> None:
    assert word not in {name for name, _ in peoples(Locale.parse("en"))}
