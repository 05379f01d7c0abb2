"""Pieces set once, and put into their places."""

from dataclasses import replace

from service.render.catalogue import speak
from service.render.galley import filled, mark, set_item
from service.render.mail import set_letter
from tests.render.copies import a_digest, a_piece


def test_a_piece_is_set_once_for_a_language_and_anew_for_another() -> None:
    piece, french = a_piece("fr", id="tag:galley.example,2026:once"), speak("fr")
    assert set_item(piece, french) is set_item(a_piece("fr", id=piece.id), french)
    assert set_item(piece, speak("kk")).markup != set_item(piece, french).markup


def test_a_corrected_piece_is_set_anew() -> None:
    piece, french = a_piece("fr"), speak("fr")
    assert "Kazakhstan, corrigé" in set_item(replace(piece, title="Kazakhstan, corrigé"), french).markup


def test_filling_replaces_the_marks_it_knows_once_and_leaves_delivery_its_own() -> None:
    letter = f"{mark('lead')} · {mark('unsubscribe')}"
    assert filled(letter, {mark("lead"): mark("lead")}) == f"{mark('lead')} · {mark('unsubscribe')}"


def test_a_letter_has_no_mark_left_but_those_of_its_reader() -> None:
    letter = set_letter(a_digest("fr"))
    assert set(part.partition("\u27e7")[0] for part in letter.html.split("\u27e6")[1:]) == {
        "unsubscribe",
        "view",
    }
    assert "\u27e6" not in letter.view


def test_at_most_three_other_languages_are_offered_with_a_piece() -> None:
    letter = set_letter(a_digest("fr", sections=(), lead=a_piece("fr")))
    assert letter.html.count("hreflang=") == 3
