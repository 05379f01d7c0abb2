"""Templates escape every value and every text, whatever the file is called."""

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from service.render.catalogue import speak
from service.render.templates import render_markup, render_text
from tests.render.test_catalogue import a_catalogue

SCRIPT = "<script>alert(1)</script>"
SAY = {
    "title": "Title",
    "house": "EurasiaTimes",
    "home": "/fr/",
    "near": str,
    "accent": type("Accent", (), {"name": "asia"})(),
    "canonical": "",
    "description": "",
    "page_language": "fr",
    "languages": [],
    "feeds": [],
    "paragraphs": [],
    "button": "",
    "act": "",
    "action": "",
}


def test_a_value_is_escaped_in_markup_and_left_alone_in_plain_text() -> None:
    assert "&lt;script&gt;" in render_markup("pages/say.html", speak("fr"), **{**SAY, "title": SCRIPT})
    assert SCRIPT not in render_markup("pages/say.html", speak("fr"), **{**SAY, "title": SCRIPT})
    assert SCRIPT in render_text("pages/say.html", speak("fr"), **{**SAY, "title": SCRIPT})


def test_markup_in_a_catalogue_is_shown_as_text(tmp_path: Path) -> None:
    speech = a_catalogue(tmp_path, {"To the start page": "<img src=x onerror=1>"})
    page = render_markup("pages/say.html", speech, **SAY)
    assert "&lt;img src=x onerror=1&gt;" in page
    assert "<img" not in page


def test_a_value_is_never_read_as_a_template() -> None:
    asked = "{{ cycler.__init__.__globals__ }}"
    assert asked in render_markup("pages/say.html", speak("fr"), **{**SAY, "title": asked})


def test_a_name_that_a_template_lacks_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(UndefinedError, match="title"):
        render_markup("pages/say.html", speak("fr"), **{name: SAY[name] for name in SAY if name != "title"})
