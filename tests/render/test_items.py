"""A piece on its way into a letter or a page: labelled, cut, and linked only where a link is safe."""

import pytest

from service.render.catalogue import speak
from service.render.items import item_of, picture, web
from service.render.values import Image, Passage, Sibling
from tests.render.copies import PICTURE, TREATY, a_piece


def test_a_piece_in_the_readers_language_bears_no_label() -> None:
    item = item_of(a_piece("kk"), speak("kk"))
    assert (item.label, item.language, item.direction) == ("", "kk", "ltr")


@pytest.mark.parametrize(
    ("reader", "label"),
    [
        ("fr", "en russe"),
        ("en", "in Russian"),
        ("kk", "орыс тілінде"),
        ("zh-Hans", "俄语报道"),
        ("ar", "باللغة الروسية"),
    ],
)
def test_a_piece_in_another_language_says_so_in_the_readers(reader: str, label: str) -> None:
    assert item_of(a_piece("ru"), speak(reader)).label == label


def test_a_lead_has_two_sentences_and_an_item_one() -> None:
    one = item_of(a_piece("fr"), speak("fr")).summary_text
    two = item_of(a_piece("fr"), speak("fr"), sentences=2).summary_text
    assert one.endswith("la première depuis onze ans.")
    assert two.endswith("quatre cent mille habitants.")


def test_each_foreign_language_is_noted_once() -> None:
    piece = a_piece("fr", passages=(TREATY, Passage("en", "More."), Passage("ar", "نص")))
    notes = item_of(piece, speak("fr")).notes
    assert [(note.language, note.direction) for note in notes] == [("en", "ltr"), ("ar", "rtl")]
    assert notes[0].label == "Avec un passage en anglais\u00a0:"


def test_siblings_are_called_in_their_own_language_and_never_include_the_piece() -> None:
    piece = a_piece("fr", siblings=(Sibling("fr", "https://a.example/"), Sibling("ar", "https://b.example/")))
    assert [also.name for also in item_of(piece, speak("fr")).also] == ["العربية"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//evil.example/",
        "https:evil",
        "https://a@evil.example/",
        "https://evil.example\\@good.example/",
        'https://good.example/"><script>',
        "https://[broken/",
        "",
    ],
)
def test_a_link_that_is_not_plain_http_is_no_link(url: str) -> None:
    assert web(url) == ""
    assert item_of(a_piece(url=url), speak("fr")).url == ""


def test_a_plain_link_stays_as_it_is() -> None:
    assert web("https://eurasiatimes.example/статья?a=1&b=2") == "https://eurasiatimes.example/статья?a=1&b=2"


@pytest.mark.parametrize(
    "image",
    [
        None,
        Image("https://t.example/p.gif", width=1, height=1),
        Image("https://t.example/p.gif?reader=1"),
        Image("http://t.example/p.jpg"),
        Image("javascript:alert(1)"),
    ],
)
def test_pictures_that_count_or_follow_readers_are_not_shown(image: Image | None) -> None:
    assert picture(image) is None


def test_a_picture_is_shown_with_its_credit() -> None:
    assert picture(PICTURE) == PICTURE


def test_a_title_of_four_thousand_characters_is_cut() -> None:
    assert len(item_of(a_piece(title="mot " * 1000), speak("fr")).title) <= 300
