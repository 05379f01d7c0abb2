"""Desks and places are called as CLDR calls them, unless the newsroom file has a name of its own."""

import re
from pathlib import Path

import pytest

from service.render.names import ACCENTS, accent, desk_name, territory_name

PAPER, NIGHT = "#FBFAF7", "#161614"
AA = 4.5
"""Contrast that WCAG 2.2 asks of text (success criterion 1.4.3)."""


@pytest.mark.parametrize(
    ("language", "name"),
    [("fr", "Asie"), ("en", "Asia"), ("ru", "Азия"), ("kk", "Азия"), ("zh-Hans", "亚洲"), ("ar", "آسيا")],
)
def test_a_desk_is_called_by_its_region(language: str, name: str) -> None:
    assert desk_name("asia", ["142"], {}, language) == name


@pytest.mark.parametrize(("language", "name"), [("en", "World"), ("ru", "Весь мир"), ("ar", "العالم")])
def test_a_desks_name_begins_as_a_title_does(language: str, name: str) -> None:
    assert desk_name("world", ["001"], {}, language) == name


def test_a_name_of_its_own_goes_before_cldrs_and_serves_its_language_alone() -> None:
    names = {"fr": "Asie du Milieu", "zh": "中部"}
    assert desk_name("central-asia", ["143"], names, "fr") == "Asie du Milieu"
    assert desk_name("central-asia", ["143"], names, "zh-Hans") == "中部"
    assert desk_name("central-asia", ["143"], names, "en") == "Central Asia"


def test_a_few_regions_are_listed_and_many_are_not() -> None:
    assert desk_name("two", ["KZ", "UZ"], {}, "fr") == "Kazakhstan et Ouzbékistan"
    assert desk_name("silk-road", ["KZ", "UZ", "CN", "IR"], {}, "fr") == "Silk road"
    assert desk_name("silk-road", [], {"ru": "Шёлковый путь"}, "fr") == "Шёлковый путь"


def test_an_unknown_place_or_language_costs_nothing_but_its_name() -> None:
    assert territory_name("kz", "fr") == "Kazakhstan"
    assert territory_name("QQ", "fr") == "QQ"
    assert territory_name("142", "not a tag!") == "Asia"


def test_an_accent_comes_by_name_then_by_slug_then_as_links() -> None:
    chosen = [accent("asia"), accent("asia", "east-asia"), accent("sport"), accent("asia", "no-such")]
    assert [each.name for each in chosen] == ["asia", "east-asia", "europe", "asia"]


@pytest.mark.parametrize("name", sorted(ACCENTS))
def test_accents_can_be_read_on_light_and_on_dark_paper(name: str) -> None:
    assert contrast(ACCENTS[name].light, PAPER) >= AA
    assert contrast(ACCENTS[name].dark, NIGHT) >= AA


def test_the_style_sheet_has_the_same_accents() -> None:
    sheet = Path("service/render/static/deskwire/house.css").resolve().read_text()
    rules = dict(re.findall(r"^\.accent-([a-z-]+) \{ --accent: (#\w+)", sheet, re.MULTILINE))
    assert rules == {each.name: each.light.lower() for each in ACCENTS.values() if each.name != "europe"}


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
