"""Scripts, and what they say about a language."""

import pytest

from service.desks import scripts


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Le train est parti", "Latn"),
        ("Поезд ушёл", "Cyrl"),
        ("انطلق القطار", "Arab"),
        ("הרכבת יצאה", "Hebr"),
        ("गाड़ी चली", "Deva"),
        ("ট্রেন ছেড়েছে", "Beng"),
        ("รถไฟออกแล้ว", "Thai"),
        ("火车出发了", "Hani"),
        ("列車が出発した", "Jpan"),
        ("기차가 떠났다", "Hang"),
        ("Το τρένο έφυγε", "Grek"),
        ("2026 — 11", ""),
    ],
)
def test_a_text_is_in_the_script_of_most_of_its_letters(text: str, script: str) -> None:
    assert scripts.dominant(text) == script


def test_a_few_kana_in_a_chinese_text_do_not_make_it_japanese() -> None:
    assert (
        scripts.dominant("中国游客在东京的の字招牌前拍照，引来许多人围观，警方随后赶到现场维持秩序") == "Hani"
    )


def test_latin_names_in_a_russian_sentence_leave_it_russian() -> None:
    assert scripts.dominant("Компания Airbus поставит самолёты в Алматы") == "Cyrl"


@pytest.mark.parametrize(
    ("text", "script"), [("中国与哈萨克斯坦签署协议", "Hans"), ("中國與哈薩克簽署協議", "Hant"), ("", "Hans")]
)
def test_chinese_letters_tell_their_own_orthography(text: str, script: str) -> None:
    assert scripts.chinese(text) == script
