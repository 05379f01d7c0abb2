"""Every script is set in its own type."""

import pytest

from service.render.typefaces import LATIN, typeface


@pytest.mark.parametrize(
    ("language", "face"),
    [
        ("fr", "Georgia"),
        ("ru", "Georgia"),
        ("kk", "PT Serif"),
        ("ar", "Geeza Pro"),
        ("fa", "Geeza Pro"),
        ("ur", "Noto Nastaliq Urdu"),
        ("he", "Noto Serif Hebrew"),
        ("zh-Hans", "Songti SC"),
        ("zh-CN", "Songti SC"),
        ("zh-Hant", "Songti TC"),
        ("ja", "Hiragino Mincho"),
        ("ko", "AppleMyungjo"),
        ("hi", "Kohinoor"),
        ("th", "Leelawadee"),
    ],
)
def test_headlines_are_set_in_the_face_of_their_script(language: str, face: str) -> None:
    assert face in typeface(language).headline


def test_arabic_is_larger_and_looser_and_never_letter_spaced() -> None:
    arabic = typeface("ar")
    assert arabic.text_size > LATIN.text_size
    assert arabic.text_leading >= 1.7
    assert not arabic.spaced


def test_chinese_headlines_are_a_step_smaller() -> None:
    assert typeface("zh-Hans").lead_size < LATIN.lead_size


def test_an_unknown_tag_is_set_in_latin() -> None:
    assert typeface("not a tag!") is LATIN
