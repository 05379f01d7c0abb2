"""Bytes become text by one decision, and never with a hole in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Unreadable
from service.ingest.decoding import declared_charsets, decode

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
    document = b"<?xml version='1.0' encoding='koi8-r'?><rss/>"
    assert declared_charsets(document, 'text/xml; charset="GBK"') == ["GBK", "koi8-r"]
    assert declared_charsets(b"<rss/>", "text/xml") == []
