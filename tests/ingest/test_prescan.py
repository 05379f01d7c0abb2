"""What could harm a parser is refused or cut before it sees it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Unreadable, Unsafe
from service.ingest import decoding, prescan
from service.ingest.fields import LONGEST_BYLINE

RSS = "<rss version='2.0'><channel>%s</channel></rss>"


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<?xml version="1.0"?>\n<!-- > --><!-- [ -->\n<!doctype rss SYSTEM "x.dtd" [<!ENTITY a "b">]>',
        "<!DOCTYPE rss\n[\n]>",
    ],
)
def test_a_document_that_declares_entities_is_refused(prolog: str) -> None:
    with pytest.raises(Unsafe, match="declares entities"):
        prescan.refuse_declarations((prolog + RSS % "").encode())


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://a.example/rss.dtd"><rss/>',
        RSS % "<item><description><![CDATA[<!DOCTYPE html [ x ]>]]></description></item>",
        "<!-- <!DOCTYPE rss [ -->" + RSS % "",
    ],
)
def test_a_plain_doctype_and_one_that_is_talked_about_pass(text: str) -> None:
    prescan.refuse_declarations(text.encode())


def test_prologs_made_to_confuse_take_no_time() -> None:
    prescan.refuse_declarations(b"<!-- x -->" * 100_000 + b"<?x ?>" * 100_000)
    prescan.refuse_declarations(b"<!--" * 100_000)


def test_deep_nesting_and_giant_tags_are_refused() -> None:
    with pytest.raises(Unreadable, match="deep"):
        prescan.scan((RSS % ("<a>" * 200_000)).encode())
    with pytest.raises(Unreadable, match="tag longer"):
        prescan.scan((RSS % ("<item " + "".join(f'a{n}="" ' for n in range(20_000)) + "/>")).encode())


def test_wide_documents_are_not_deep() -> None:
    item = "<item><link title='a > b'/><br/><!-- <a><b> --><d><![CDATA[<div><div>]]></d></item>"
    prescan.scan((RSS % (item * 3000)).encode())


def test_a_long_byline_is_cut_to_one_that_is_just_too_long() -> None:
    long = "a@" + "a." * 32_000
    out = prescan.cut_bylines(RSS % f"<item><dc:creator>{long}</dc:creator><AUTHOR>Mei</AUTHOR></item>")
    assert (
        out == RSS % f"<item><dc:creator>{'x' * (LONGEST_BYLINE + 1)}</dc:creator><AUTHOR>Mei</AUTHOR></item>"
    )


def test_bylines_in_pieces_are_cut_as_well() -> None:
    pieces = "<![CDATA[a@a.]]><b/>" * 2000
    assert "CDATA" not in prescan.cut_bylines(RSS % f"<author>{pieces}</author>")


def test_a_byline_that_never_ends_is_refused() -> None:
    with pytest.raises(Unreadable, match="<author> and never closes it"):
        prescan.cut_bylines("<author>" * 50_000)


def test_control_characters_go_raw_and_as_references() -> None:
    dirty = "a\x0bb&#29;c&#x1F;d&#x0;e&#10;f&#9731;\uffff\u269b"
    assert prescan.legal(dirty.encode()) == "abcde&#10;f&#9731;\u269b".encode()


def test_what_is_clean_is_not_copied() -> None:
    data = (RSS % "<item><title>Жаңа желі</title></item>").encode()
    assert prescan.legal(data) is data
    assert decoding.document(data).data is data


def test_white_space_of_any_kind_hides_no_declaration() -> None:
    with pytest.raises(Unsafe):
        prescan.refuse_declarations("\u3000\u00a0\u2009<!DOCTYPE rss [<!ENTITY a 'b'>]>".encode())


@given(st.text(alphabet="<>/!-[]CDATA author\"'x=", max_size=200))
def test_any_text_is_looked_over_or_refused(text: str) -> None:
    with suppress(Unreadable, Unsafe):
        prescan.refuse_declarations(text.encode())
        prescan.scan(text.encode())
        assert prescan.cut_bylines(text) == text
