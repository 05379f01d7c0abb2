"""What reaches mjml-python, and what never does."""

import pytest

from service.errors import NotPublishable
from service.render.press import DEEPEST, LARGEST, press


def mjml(inside: str) -> str:
    return (
        '<mjml lang="fr" dir="ltr"><mj-body><mj-section><mj-column><mj-text>'
        f"{inside}</mj-text></mj-column></mj-section></mj-body></mjml>"
    )


def test_mjml_becomes_a_whole_html_document() -> None:
    html = press(mjml("<p>Bonjour</p>"), "letter.mjml")
    assert html.startswith("<!doctype html>")
    assert "<p>Bonjour</p>" in html


def test_no_font_and_nothing_else_is_loaded_from_anywhere() -> None:
    html = press(mjml("<p>Bonjour</p>"), "letter.mjml")
    assert "@import" not in html
    assert "<link" not in html


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<mj-raw><script>alert(1)</script></mj-raw>", "<mj-raw>"),
        ('<mj-include path="/etc/hostname" type="css"/>', "<mj-include>"),
        ("<script>alert(1)</script>", "<script>"),
        ('<p onclick="x()">a</p>', "onclick"),
        ('<a href="javascript:alert(1)">a</a>', "javascript:alert"),
        ("<!-- a comment -->", "comment"),
        ("<b>bold</i>", "not well-formed"),
        ("1 < 2", "not well-formed"),
        ("<a href=x>a</a>", "not well-formed"),
        ("a\x0bb", "not well-formed"),
        ("&secret;", "not well-formed"),
    ],
)
def test_what_templates_do_not_use_never_reaches_the_compiler(inside: str, what: str) -> None:
    with pytest.raises(NotPublishable, match=r"^letter\.mjml: ") as refused:
        press(mjml(inside), "letter.mjml")
    assert what in str(refused.value)


def test_an_attribute_that_would_be_dropped_in_silence_is_an_error_with_its_line() -> None:
    source = mjml("a").replace("<mj-text>", '\n<mj-text dir="rtl">')
    with pytest.raises(NotPublishable, match=r"line 2: <mj-text> has no attribute dir"):
        press(source, "letter.mjml")


def test_nesting_that_would_kill_the_process_is_refused() -> None:
    deep = "<div>" * 20_000 + "</div>" * 20_000
    with pytest.raises(NotPublishable):
        press(mjml(deep), "letter.mjml")
    with pytest.raises(NotPublishable, match="too deeply"):
        press(mjml("<div>" * DEEPEST + "</div>" * DEEPEST), "letter.mjml")


def test_a_letter_too_large_to_read_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(NotPublishable, match="characters of MJML"):
        press(mjml("x" * LARGEST), "letter.mjml")


def test_a_document_type_brings_no_file_in() -> None:
    source = '<!DOCTYPE mjml [<!ENTITY secret SYSTEM "file:///etc/hostname">]>' + mjml("&secret;")
    with pytest.raises(NotPublishable):
        press(source, "letter.mjml")


def test_what_the_compiler_itself_refuses_names_the_template() -> None:
    with pytest.raises(NotPublishable, match=r"letter\.mjml: MJML cannot be compiled"):
        press("<mjml><mj-section></mj-section></mjml>", "letter.mjml")
