"""Pages that say one thing: leaving a list, taking it back, and what cannot be shown."""

import pytest
from lxml import html

from service.render.pages import notice_page, unsubscribe_page
from service.render.values import NoticeCopy, UnsubscribeCopy
from tests.render.copies import LANGUAGES, a_frame

ACTION = "/unsubscribe/token/"


def the_page(
    state: str, language: str = "fr", action: str = ACTION, cadence: str = "daily"
) -> html.HtmlElement:
    copy = UnsubscribeCopy(
        frame=a_frame(language, "unsubscribe/token/"),
        state=state,
        desk_name="Asie",
        cadence=cadence,
        address="c***@reader.example",
        action=action,
    )
    return html.document_fromstring(unsubscribe_page(copy))


@pytest.mark.parametrize(
    ("state", "act", "button"),
    [
        ("ask", "leave", "Se désabonner"),
        ("done", "undo", "Se réabonner"),
        ("undone", "leave", "Se désabonner"),
    ],
)
def test_one_button_posts_what_it_says(state: str, act: str, button: str) -> None:
    page = the_page(state)
    assert [form.get("method") for form in page.forms] == ["post"]
    assert page.forms[0].action == ACTION
    pressed = page.xpath("//button")
    assert [(each.get("name"), each.get("value"), each.text) for each in pressed] == [("action", act, button)]


@pytest.mark.parametrize("state", ["ask", "done", "undone"])
def test_the_list_is_named_and_the_address_stays_masked(state: str) -> None:
    text = the_page(state).text_content()
    assert "Asie" in text
    assert "c***@reader.example" in text


def test_an_unknown_link_says_what_to_do_and_has_no_button() -> None:
    page = the_page("unknown", action="")
    assert page.forms == []
    assert "notre dernier envoi" in page.text_content()


@pytest.mark.parametrize(
    ("cadence", "question"),
    [
        ("daily", "Arrêter la lettre quotidienne\u202f?"),
        ("weekly", "Arrêter la lettre hebdomadaire\u202f?"),
        ("breaking", "Arrêter les alertes\u202f?"),
    ],
)
def test_the_question_names_what_would_stop(cadence: str, question: str) -> None:
    assert the_page("ask", cadence=cadence).xpath("//h1/text()") == [question]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["ask", "done", "undone", "unknown"])
def test_every_state_is_said_in_every_language(state: str, language: str) -> None:
    english = the_page(state, "en").xpath("//h1/text()")
    assert (the_page(state, language).xpath("//h1/text()") == english) == (language == "en")


@pytest.mark.parametrize(
    ("code", "title"),
    [
        (404, "Il n’y a rien ici"),
        (410, "Cet article a été retiré"),
        (503, "Affichage impossible pour l’instant"),
    ],
)
def test_a_notice_says_what_happened(code: int, title: str) -> None:
    page = html.document_fromstring(notice_page(NoticeCopy(a_frame("fr", "nowhere/"), code)))
    assert page.xpath("//h1/text()") == [title]
    assert page.xpath("//main//a/@href") == ["/fr/"]
