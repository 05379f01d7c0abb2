"""Bytes become text by one decision, and never with a hole in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Unreadable
from service.ingest.decoding import HOLE, declared_charsets, decode, document

TEXT = "Алматы — 阿拉木图"


@given(st.text())
def test_utf8_comes_back_whatever_was_declared(text: str) -> None:
    if not text.startswith("\ufeff") and "\x1b" not in text:
        assert decode(text.encode(), ["windows-1251", "gbk"]) == text


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(charset: str) -> None:
    assert decode(TEXT.encode(charset), ["iso-8859-1"]) == TEXT


def test_a_declared_charset_serves_where_it_is_not_utf8() -> None:
    assert decode("Алматы".encode("koi8-r"), ["no-such-charset", "koi8-r"]) == "Алматы"
    assert decode("上海".encode("iso2022_jp"), ["iso-2022-jp"]) == "上海"


def test_bytes_that_fit_nothing_are_refused_with_their_place() -> None:
    with pytest.raises(Unreadable, match="0xe9 at position 3"):
        decode("café".encode("latin-1"))
    with pytest.raises(Unreadable, match="UTF-16"):
        decode(b"\xff\xfea")


def test_a_charset_that_is_no_charset_opens_no_door() -> None:
    with pytest.raises(Unreadable):
        decode(b"\xe9", ["zlib_codec", "rot13", "../x"])


def test_what_an_xml_document_declares() -> None:
    data = b"<?xml version='1.0' encoding='koi8-r'?><rss/>"
    assert declared_charsets(data, 'text/xml; charset="GBK"') == ["GBK", "koi8-r"]
    assert declared_charsets(b"<rss/>", "text/xml") == []


ARTICLE = {
    "ru": "Министерство транспорта сообщило, что новая линия метро откроется в Алматы этой осенью.",
    "fr": "Le ministère a annoncé que la nouvelle ligne de métro serait prête cet été, à temps pour la fête.",
    "pl": "Władze ogłosiły, że nowa linia metra zostanie otwarta jesienią, choć część stacji zamknięto.",
    "ar": "أعلنت وزارة النقل أن خط المترو الجديد سيفتتح في ألماتي هذا الخريف بعد سنوات من العمل.",
    "zh": "交通部宣布，阿拉木图的新地铁线路将于今年秋天开通，沿线共设八个车站。",
    "ja": "交通省は、アルマトイの新しい地下鉄路線がこの秋に開業すると発表した。",
    "ko": "교통부는 알마티의 새 지하철 노선이 올가을 개통될 것이라고 발표했다.",
}
FOUND = [
    ("ru", "cp1251"), ("ru", "koi8-r"), ("fr", "cp1252"), ("pl", "cp1250"), ("ar", "cp1256"),
    ("zh", "gb18030"), ("ja", "shift_jis"), ("ja", "euc_jp"), ("ko", "cp949"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "charset"), FOUND)
def test_a_feed_that_does_not_say_its_charset_is_read_and_that_is_told(language: str, charset: str) -> None:
    text = f"<rss><channel><item><title>{ARTICLE[language]}</title></item></channel></rss>"
    read = document(text.encode(charset), "text/xml", language)
    assert read.data.decode() == text
    assert read.note.startswith("does not say which charset it is in: it is read as ")


def test_a_feed_that_lies_about_its_charset_is_read_and_that_is_told() -> None:
    data = f"<?xml version='1.0' encoding='utf-8'?><rss>{ARTICLE['ru']}</rss>".encode("cp1251")
    read, note = document(data, "text/xml; charset=utf-8")
    assert ARTICLE["ru"] in read.decode()
    assert note.startswith("says it is utf-8 and is not")


@pytest.mark.parametrize(
    ("label", "meant", "letter"),
    [
        ("iso-8859-1", "cp1252", "’"),
        ("gb2312", "gb18030", "镕"),
        ("KS_C_5601-1987", "cp949", "똠"),
        ("Shift_JIS", "cp932", "①"),
    ],
)
def test_names_that_are_used_for_more_than_they_stand_for(label: str, meant: str, letter: str) -> None:
    assert decode(letter.encode(meant), [label]) == letter


def test_a_letter_cut_in_two_costs_a_hole_and_not_the_text() -> None:
    data = f"<p>{ARTICLE['fr']}</p>".encode() * 3 + b"<p>Cut \xc3</p>"
    read, note = document(data, "text/xml; charset=utf-8")
    text = read.decode()
    assert (text.count(HOLE), text.count(ARTICLE["fr"]), note) == (1, 3, "")


def test_bytes_that_are_no_text_make_sense_in_no_charset() -> None:
    for data in (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe\x00", bytes(range(256))):
        with pytest.raises(Unreadable):
            document(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_text_or_refused(data: bytes) -> None:
    try:
        read, _ = document(data)
    except Unreadable:
        return
    assert read.decode().count(HOLE) <= len(data) / 5


def test_a_page_says_its_charset_in_its_head() -> None:
    data = "<html><head><meta charset='windows-1251'></head>Алматы</html>".encode("cp1251")
    assert "Алматы" in decode(data, declared_charsets(data, ""))
