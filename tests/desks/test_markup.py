"""The HTML of a body and its plain text."""

from hypothesis import given
from hypothesis import strategies as st

from service.desks import markup
from service.desks.markup import Mark

BODY = "<p>Un mot. <em>A word</em> here.</p><ul><li>Second</li><li>Third</li></ul>"


def test_blocks_are_lines() -> None:
    assert markup.plain(BODY) == "Un mot. A word here.\nSecond\nThird"


def test_a_line_break_is_a_line_too_and_space_between_blocks_is_none() -> None:
    assert markup.plain("<p>Un<br>deux</p>\n\n  <p>trois</p>\n") == "Un\ndeux\ntrois"


def test_text_without_any_block_is_a_line() -> None:
    assert markup.plain("juste <b>du</b> texte") == "juste du texte"


def test_an_empty_body_is_no_text() -> None:
    assert markup.plain("") == ""
    assert markup.plain("<p></p>") == ""


def test_a_passage_inside_a_paragraph_is_set_in_spans() -> None:
    start = markup.plain(BODY).index("A word")
    assert markup.mark(BODY, [Mark(start, start + 12, "en")]).startswith(
        '<p>Un mot. <em><span lang="en" dir="ltr">A word</span></em><span lang="en" dir="ltr"> here.</span>'
    )


def test_a_passage_that_is_a_whole_block_is_marked_on_the_block() -> None:
    text = markup.plain(BODY)
    marked = markup.mark(BODY, [Mark(text.index("Second"), len(text), "ar")])
    assert '<ul><li lang="ar" dir="rtl">Second</li><li lang="ar" dir="rtl">Third</li></ul>' in marked


def test_a_block_counts_as_whole_without_its_signs() -> None:
    marked = markup.mark("<p>« A word here. »</p>", [Mark(2, 14, "en")])
    assert marked == '<p lang="en" dir="ltr">« A word here. »</p>'


def test_text_without_a_block_is_set_in_a_span() -> None:
    assert markup.mark("A word", [Mark(0, 6, "en")]) == '<span lang="en" dir="ltr">A word</span>'


def test_what_the_source_marked_itself_is_left_alone() -> None:
    body = '<p>Un mot, <em lang="en">a word</em>.</p>'
    assert markup.mark(body, [Mark(8, 14, "en")]) == body


def test_without_marks_nothing_is_touched() -> None:
    odd = "<p>Un<br/>deux &nbsp; trois"
    assert markup.mark(odd, []) == odd


def test_a_block_is_taken_out_with_its_empty_shell() -> None:
    body = "<div><p>Vie de l’auteur.</p></div><p>Le texte.</p>"
    assert markup.without(body, (0, 16)) == "<p>Le texte.</p>"


def test_a_picture_stays_when_the_text_beside_it_goes() -> None:
    body = '<p><img src="https://a.example/x.jpg">Vie.</p><p>Le texte.</p>'
    assert markup.without(body, (0, 4)) == '<p><img src="https://a.example/x.jpg"></p><p>Le texte.</p>'


BODIES = st.lists(
    st.tuples(st.sampled_from(["p", "li", "h2", "em", "b"]), st.text(alphabet="aé 中\n<&", max_size=8)),
    max_size=6,
).map(
    lambda parts: "".join(
        f"<{tag}>{text.replace('&', '&amp;').replace('<', '&lt;')}</{tag}>" for tag, text in parts
    )
)


@given(BODIES, st.integers(0, 40), st.integers(1, 20))
def test_marking_changes_no_letter(body: str, start: int, length: int) -> None:
    marked = markup.mark(body, [Mark(start, start + length, "en")])
    assert markup.plain(marked) == markup.plain(body)


@given(BODIES)
def test_marking_all_of_it_marks_every_letter(body: str) -> None:
    text = markup.plain(body)
    marked = markup.Page(markup.mark(body, [Mark(0, len(text), "en")]))
    for run in marked.runs:
        assert not run.text.strip() or run.element.xpath("ancestor-or-self::*[@lang='en']") or run.tail


@given(BODIES, st.integers(0, 40), st.integers(1, 20))
def test_what_is_taken_out_is_gone_and_the_rest_stays(body: str, start: int, length: int) -> None:
    text = markup.plain(body)
    left = markup.plain(markup.without(body, (start, start + length)))
    assert "".join(left.split()) == "".join((text[:start] + text[start + length :]).split())
