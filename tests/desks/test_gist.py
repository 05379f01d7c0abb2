"""What is left of an article without its language."""

import pytest

from service.desks import gist


def signs(text: str, language: str) -> set[str]:
    return set(gist.of(text, language, []))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It cost 3.1 million dollars.", "en"),
        ("Cela a coûté 3,1 millions de dollars.", "fr"),
        ("耗资310万美元。", "zh-Hans"),
        ("Это стоило 3 100 000 долларов.", "ru"),
        ("تكلف ٣٫١ مليون دولار.", "ar"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(text: str, language: str) -> None:
    assert "#31" in signs(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("They met Donald Trump there.", "en"),
        ("Они видели Дональда Трампа там.", "ru"),
        ("Олар Дональд Трамппен кездесті.", "kk"),
        ("التقوا دونالد ترامب هناك", "ar"),
        ("彼らはドナルド・トランプに会った", "ja"),
        ("그들은 도널드 트럼프를 만났다", "ko"),
        ("他们会见了特朗普", "zh-Hans"),
    ],
)
def test_a_name_sounds_the_same_in_every_script(text: str, language: str) -> None:
    assert any(sign.startswith("~TLN") for sign in signs(text, language))


@pytest.mark.parametrize(
    ("text", "language"),
    [("on Tuesday", "en"), ("во вторник", "ru"), ("يوم الثلاثاء", "ar"), ("周二", "zh-Hans")],
)
def test_a_day_is_the_same_day(text: str, language: str) -> None:
    assert "%d1" in signs(text, language)


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    assert not {one for one in signs("Parliament met. Nothing happened there.", "en") if one[0] == "~"}


def test_a_sign_has_the_place_where_it_stands_first() -> None:
    text = "a" * 49 + " 2026" + "b" * 46 + " 2026"
    assert gist.of(text, "en", [("KZ", 104)]) == {"#2026": 48, "@KZ": 99}


def test_an_empty_text_and_an_unknown_language_have_a_gist() -> None:
    assert gist.of("", "und", []) == {}
    assert gist.of("2026 2027", "zxx", [])
