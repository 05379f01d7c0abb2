"""The gate: what is left out, and what is refused as a whole."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from service.errors import NotPublishable
from service.press.gate import relative_address, sifted, through, unfit
from service.render.feeds import DRAW, atom
from service.render.values import Image
from tests.render.feed_copies import METRO, NOON, a_copy, a_piece

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"id": "https://eurasiatimes.example/1"}, "not a tag"),
        ({"title": " \x08\u200f"}, "nothing to see"),
        ({"language": "ru"}, "it is in ru, the feed in fr"),
        ({"updated": NOON + MINUTE}, "in the future"),
        ({"updated": METRO.published - MINUTE}, "changed before it was published"),
        ({"url": "/metro"}, "not an absolute"),
        ({"image": Image("metro.jpg")}, "picture's address"),
        ({"body": '<p><a href="/x">x</a></p>'}, "relative address '/x'"),
    ],
)
def test_a_piece_at_fault_is_left_out_with_its_reason(changes: dict[str, Any], why: str) -> None:
    good, bad = a_piece(1), a_piece(**changes)
    passed = through(a_copy(good, bad), atom, "atom.xml", NOON)
    assert why in passed.left_out[bad.id]
    assert [piece.id for piece in passed.copy.pieces] == [good.id]
    assert passed.copy.updated == good.updated


def test_a_good_piece_is_fit() -> None:
    assert unfit(METRO, "fr", NOON) == ""


def test_the_second_of_two_with_one_id_is_left_out() -> None:
    copy, left_out = sifted(a_copy(METRO, a_piece(title="Encore")), NOON)
    assert copy.pieces == (METRO,)
    assert "twice" in left_out[METRO.id]


def test_a_feed_of_which_nothing_is_left_is_an_empty_feed() -> None:
    late = a_piece(updated=NOON + MINUTE)
    passed = through(a_copy(late), atom, "atom.xml", NOON)
    assert passed.copy.pieces == ()
    assert passed.copy.updated <= NOON


@pytest.mark.parametrize("name", sorted(DRAW))
def test_a_document_that_lost_an_entry_is_refused(name: str) -> None:
    copy = a_copy(METRO, a_piece(1), name=name)
    with pytest.raises(NotPublishable, match="entries are not those"):
        through(copy, lambda fit: DRAW[name](replace(fit, pieces=fit.pieces[:1])), name, NOON)


@pytest.mark.parametrize("name", sorted(DRAW))
@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"language": "ar"}, "its language is 'ar'"),
        ({"updated": NOON + MINUTE}, "its date is"),
        ({"self_url": "https://elsewhere.example/feed"}, "its own address is"),
        ({"pieces": (a_piece(title="Autre"),)}, "came out as"),
        ({"pieces": (a_piece(url="https://elsewhere.example/"),)}, "came out as"),
    ],
)
def test_a_document_that_says_something_else_is_refused(name: str, wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(NotPublishable, match=why):
        through(a_copy(METRO, name=name), lambda fit: DRAW[name](replace(fit, **wrong)), name, NOON)


@pytest.mark.parametrize("name", sorted(DRAW))
@pytest.mark.parametrize("body", [b"", b"<feed>", b"<rss><channel/></rss>", b"{}", b"[1]", b"\xff"])
def test_a_document_no_reader_can_read_is_refused(name: str, body: bytes) -> None:
    with pytest.raises(NotPublishable, match="could not read"):
        through(a_copy(METRO, name=name), lambda fit: body, name, NOON)


def test_a_control_character_in_the_document_is_found() -> None:
    with pytest.raises(NotPublishable, match=r"U\+0085"):
        through(a_copy(METRO), lambda fit: atom(fit).replace(b"stations", "\x85".encode()), "atom.xml", NOON)


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ('<p><a href="https://a.example/">a</a><img src="HTTPS://a.example/b"></p>', None),
        ('<p><a href="mailto:desk@a.example">a</a> <a href="#note">1</a></p>', None),
        ('<img src="b.png">', "b.png"),
        ('<img srcset="b.png 2x" src="https://a.example/b">', "b.png 2x"),
        ('<a href="">a</a>', ""),
        ("href=", None),
        ("<p>nothing</p>", None),
    ],
)
def test_relative_addresses(markup: str, address: str | None) -> None:
    assert relative_address(markup) == address
