"""Whatever stands around a slot and whatever is put in it: the reader's program reads what was meant."""

import binascii
import quopri

from hypothesis import given
from hypothesis import strategies as st

from service.delivery.encoding import Base64, Encoded, QuotedPrintable, encode

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=150)
VALUES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=90)


def lines_of(coded: Encoded, values: list[str]) -> list[bytes]:
    """The lines, which are all whole."""
    *lines, rest = b"".join(coded.filled(values)).split(b"\r\n")
    assert rest == b""
    return lines


def look(lines: list[bytes]) -> None:
    """What RFC 2045 and SMTP ask of every line."""
    for line in lines:
        assert len(line) <= 76
        assert not line.startswith(b".")
        assert b"\r" not in line
        assert b"\n" not in line
        assert line.isascii()


@given(st.lists(st.tuples(TEXTS, VALUES), max_size=4), TEXTS)
def test_base64_says_the_text_with_its_values(pairs: list[tuple[str, str]], last: str) -> None:
    coded = Base64([*(text.encode() for text, _ in pairs), last.encode()])
    meant = "".join(text.replace("\n", "\r\n") + value for text, value in pairs) + last.replace("\n", "\r\n")
    for _ in range(2):
        lines = lines_of(coded, [value for _, value in pairs])
        look(lines)
        assert b"".join(binascii.a2b_base64(line, strict_mode=True) for line in lines).decode() == meant
        assert not any(line.endswith(b"=") for line in lines[:-1])


@given(st.lists(st.tuples(TEXTS, VALUES), max_size=4), TEXTS)
def test_quoted_printable_says_the_text_with_its_values(pairs: list[tuple[str, str]], last: str) -> None:
    coded = QuotedPrintable([*(text.encode() for text, _ in pairs), last.encode()])
    lines = lines_of(coded, [value for _, value in pairs])
    look(lines)
    assert not any(line.endswith((b" ", b"\t")) for line in lines)
    said = quopri.decodestring(b"\r\n".join(lines)).replace(b"\r\n", b"\n").decode()
    assert said == "".join(text + value for text, value in pairs) + last


def test_dots_at_the_beginning_of_lines_are_said_otherwise() -> None:
    text = "." * 200 + "\n.\n..x\n" + "a" * 75 + ".b"
    lines = lines_of(QuotedPrintable([text.encode()]), [])
    look(lines)
    assert quopri.decodestring(b"\r\n".join(lines)).replace(b"\r\n", b"\n").decode() == text


def test_only_the_lines_of_a_value_differ() -> None:
    coded = Base64(["صباح الخير ".encode() * 50, "مساء الخير ".encode() * 50])
    first, second = (set(lines_of(coded, [value])) for value in ("token-of-aigerim", "token-of-camille"))
    assert len(first - second) == 1


def test_each_script_gets_the_shorter_encoding() -> None:
    assert encode(["Bonjour à tous"]).name == b"quoted-printable"
    assert encode(["صباح الخير"]).name == b"base64"
