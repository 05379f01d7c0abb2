"""Which territory lies in which."""

import pytest

from service.desks.territories import countries, is_region, lies_in


@pytest.mark.parametrize(
    ("code", "region"),
    [
        ("KZ", "143"),
        ("143", "142"),
        ("KZ", "142"),
        ("142", "142"),
        ("TR", "142"),
        ("CY", "142"),
        ("EU", "150"),
        ("KZ", "KZ"),
    ],
)
def test_what_lies_in_a_region(code: str, region: str) -> None:
    assert lies_in(code, region)


@pytest.mark.parametrize(
    ("code", "region"),
    [("RU", "142"), ("142", "143"), ("FR", "142"), ("EU", "142"), ("QQ", "142"), ("143", "KZ")],
)
def test_what_does_not(code: str, region: str) -> None:
    assert not lies_in(code, region)


def test_asia_has_the_countries_that_cldr_counts() -> None:
    assert len(countries("142")) == 51


@pytest.mark.parametrize("code", ["001", "142", "143", "KZ", "XK", "EU", "419"])
def test_a_desk_can_be_about_a_region_or_a_country(code: str) -> None:
    assert is_region(code)


@pytest.mark.parametrize("code", ["", "999", "kz", "Asia", "SU"])
def test_a_desk_cannot_be_about_anything_else(code: str) -> None:
    assert not is_region(code)
