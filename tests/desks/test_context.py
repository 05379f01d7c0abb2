"""What a name means is seen from what stands around it."""

import pytest

from service.desks import places


def codes(text: str, language: str = "en") -> list[str]:
    return [mention.name.code for mention in places.find(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tbilisi said that Georgia and Armenia would meet", ["GE", "GE", "AM"]),
        ("Voters in Georgia, Florida and Ohio", ["US", "US", "US"]),
        ("The king of Jordan flew to Amman", ["JO", "JO"]),
        ("They saw Michael Jordan meet Jordan Spieth", []),
        ("The painter Chad Brown lives in Chad", ["TD"]),
        ("Turkey bought turkey", ["TR"]),
        ("Niger and Nigeria are neighbours of Chad", ["NE", "NG", "TD"]),
        ("Nigerien troops, not Nigerian ones", ["NE", "NG"]),
        ("Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea", ["GN", "GW", "GQ", "PG"]),
        ("North Korea tested it, Korea said", ["KP", "KP"]),
        ("Seoul said that Korea would wait", ["KR", "KR"]),
        ("the Korean peninsula", []),
        ("the New York Times reported from Paris", ["FR"]),
        ("She came from Paris with Paris Hilton", ["FR"]),
    ],
)
def test_names_with_two_meanings(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ko", "필요한 모든 수단을", []),
        ("ko", "수단의 수도 하르툼에서", ["SD", "SD"]),
        ("ja", "アトランタのあるジョージア", ["US", "US"]),
        ("ja", "トビリシとジョージア", ["GE", "GE"]),
        ("fr", "la Géorgie et la Floride", ["US", "US"]),
        ("fr", "Tbilissi, capitale de la Géorgie", ["GE", "GE"]),
        ("hi", "अम्मान में जॉर्डन के राजा", ["JO", "JO"]),
        ("hi", "जॉर्डन स्पीथ ने कहा", []),
        ("th", "ผู้นำของจอร์แดนในกรุงอัมมาน", ["JO", "JO"]),
    ],
)
def test_in_other_languages(language: str, text: str, expected: list[str]) -> None:
    assert codes(text, language) == expected


def test_a_name_that_proves_nothing_counts_where_its_country_is_named() -> None:
    assert codes("Derby lies far from Reading") == []
    assert codes("Derby and Reading are in England") == ["GB", "GB", "GB"]


def test_names_in_latin_letters_are_read_as_english_inside_another_script() -> None:
    assert codes("Ураган идёт к Arizona, сказали в West Virginia", "ru") == ["US", "US"]
    assert codes("他来自Derbyshire", "zh-Hans") == ["GB"]
