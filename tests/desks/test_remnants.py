"""What of a text's making was left standing in it."""

import pytest

from service.desks.remnants import find

PLAIN = "La ligne traverse le pays. Elle a ouvert mardi dans la capitale. " * 10


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Elle a <b>ouvert mardi.", "a tag stands in the text: <b>"),
        ("Elle a ouvert</p> mardi.", "a tag stands in the text: </p>"),
        (
            '[caption id="a" width="3"]Une gare.',
            'a short code stands in the text: [caption id="a" width="3"]',
        ),
        ("Elle&nbsp;a ouvert.", "an escape stands in the text: &nbsp;"),
        ("Elle a **ouvert** mardi.", "a mark of Markdown stands in the text: **ouvert**"),
        (
            "Voir [ici](https://a.example/x).",
            "a link of Markdown stands in the text: [ici](https://a.example/x)",
        ),
        ("Bonjour {{ reader.name }}.", "a placeholder stands in the text: {{ reader.name }}"),
    ],
)
def test_what_readers_should_not_see_is_found(text: str, why: str) -> None:
    assert find(f"<p>{text}</p>", text) == why


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2 < 3 et 5 > 4, R&D & co.; a*b*c; snake_case_name; [sic] (voir p. 3)",
        "Il pèse < 3 kg ** à peu près ** et [1] (2).",
        PLAIN,
    ],
)
def test_what_may_stand_in_a_text_is_left_alone(text: str) -> None:
    assert find(f"<p>{text}</p>", text) == ""


def test_emphasis_that_was_never_closed_runs_through_every_block() -> None:
    body = f"<p>La ligne <b>ouvre.</b></p><p><b>{PLAIN}</b></p><p><b>Fin.</b></p>"
    assert find(body, "La ligne ouvre.\n" + PLAIN + "\nFin.").endswith(
        "stands in <b>: it was opened and not closed"
    )


def test_a_link_that_was_never_closed_is_one_and_many_links_are_not() -> None:
    assert "stands in <a>" in find(f'<p><a href="/x">{PLAIN}</a></p>', PLAIN)
    links = "".join(
        f'<p><a href="/{number}">La ligne a ouvert mardi dans la capitale</a></p>' for number in range(30)
    )
    assert find(links, "La ligne a ouvert mardi dans la capitale\n" * 30) == ""


def test_emphasis_here_and_there_is_emphasis() -> None:
    assert find(f"<p><b>La ligne.</b> {PLAIN}</p>", "La ligne. " + PLAIN) == ""
