"""A file's text becomes HTML, with the headline and head it carries."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Unreadable
from service.ingest import head, manuscript
from service.ingest.clean import clean


def test_each_line_of_a_plain_text_is_a_paragraph() -> None:
    draft = manuscript.read("\nUn < deux\n\n  Trois\r\n", ".txt")
    assert draft.body == "<p>Un &lt; deux</p>\n<p>Trois</p>"
    assert draft.title == ""


def test_the_first_heading_of_markdown_is_the_headline() -> None:
    draft = manuscript.read("\n# The *new* line #\n\nEight stations.\n\n# More\n", ".md")
    assert draft.title == "The <em>new</em> line"
    assert draft.body == "<p>Eight stations.</p>\n<h1>More</h1>\n"


@pytest.mark.parametrize(
    ("line", "title"),
    [("# C#", "C#"), ("# A # B ##", "A # B"), ("# ##", ""), ("# a" + " " * 200_000 + "x", "a x")],
)
def test_a_heading_may_be_closed_and_may_hold_number_signs(line: str, title: str) -> None:
    assert " ".join(manuscript.read(f"{line}\n\ntext", ".md").title.split()) == title


@pytest.mark.parametrize("text", ["## Second order\n\nx", "Text\n\n# Later\n", "#no space\n"])
def test_other_headings_are_none(text: str) -> None:
    assert manuscript.read(text, ".md").title == ""


def test_a_page_gives_its_article_heading_and_language() -> None:
    draft = manuscript.read(
        "<html lang='kk'><head><title>Site</title></head><body><nav>Menu</nav>"
        "<article><h1>Метро</h1><p>Сегіз бекет.</p></article></body></html>",
        ".html",
    )
    assert (draft.title, draft.language) == ("Метро", "kk")
    assert clean(draft.body) == "<div><p>Сегіз бекет.</p></div>"


def test_a_fragment_of_html_has_no_headline() -> None:
    draft = manuscript.read("<p>Eight stations.</p>", ".htm")
    assert (draft.title, clean(draft.body)) == ("", "<p>Eight stations.</p>")


@pytest.mark.parametrize(("text", "reason"), [(" \n ", "holds no text"), ("x" * 2_000_000, "are the most")])
def test_nothing_and_too_much_are_refused(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        manuscript.read(text, ".txt")


@given(st.text(), st.sampled_from([".txt", ".md", ".html"]))
def test_any_text_becomes_html_or_says_why_not(text: str, suffix: str) -> None:
    with suppress(Unreadable):
        once = clean(manuscript.read(text, suffix).body)
        assert clean(once) == once


def test_a_head_is_read_and_taken_off() -> None:
    top, text = head.split(
        "---\nTitle: La ligne\nauthors: [Mei-Ling Tan, Omar]\ntopics: metro, Almaty\nlanguage: fr\n"
        "date: 2026-11-20\nurl: https://a.example/ligne\nimage: /m.jpg\nimage_alt: Une rame\n"
        "other: {a: 1}\n---\nTexte"
    )
    assert text.strip() == "Texte"
    assert top.text("title") == "La ligne"
    assert top.texts("authors", "author") == ["Mei-Ling Tan", "Omar"]
    assert top.texts("topics") == ["metro", "Almaty"]
    assert top.language() == "fr"
    assert top.moment("published", "date") == datetime(2026, 11, 20, tzinfo=UTC)
    picture = top.picture(top.address("url"))
    assert picture is not None
    assert (picture.url, picture.alt) == ("https://a.example/m.jpg", "Une rame")
    assert top.notes == []


def test_a_text_without_a_head_is_whole() -> None:
    assert head.split("Texte\n---\nplus")[1] == "Texte\n---\nplus"


def test_values_that_cannot_be_used_are_left_out_with_a_note() -> None:
    top, _ = head.split("---\nlanguage: frankish\ndate: soon\nurl: javascript:x\nimage: m.jpg\n---\nx")
    found = (top.language(), top.moment("date"), top.address("url"), top.picture(""))
    assert found == ("", None, "", None)
    assert [note.split(":")[0] for note in top.notes] == [
        f"its head says {key}" for key in ("language", "date", "url", "image")
    ]


@pytest.mark.parametrize(
    ("top", "reason"),
    [
        ("---\ntitle: x\n", "never closes it"),
        ("---\ntitle: [x\n---\n", "not YAML"),
        ("---\njust words\n---\n", "no list of keys"),
        ("---\na: &a [x]\nb: *a\n---\n", "aliases"),
        ("---\nx: !!python/object/apply:os.getcwd []\n---\n", "not YAML"),
        ("---\nx: " + "y" * 20_000 + "\n---\n", "are the most"),
        ("---\nx: " + "[" * 9000 + "\n---\n", "deep"),
        ("---\n" + "- " * 4000 + "\n---\n", "deep"),
    ],
)
def test_a_head_that_cannot_be_read_says_why(top: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        head.split(top + "text")


def test_an_empty_head_is_a_head() -> None:
    top, text = head.split("---\n---\ntext")
    assert (dict(top.values), text.strip()) == ({}, "text")
