"""Entries are written once for each value of their piece; a document is joined of them."""

from service.render.feeds import DRAW
from service.render.feeds_kept import Shelf
from service.render.values import Piece
from tests.render.feed_copies import METRO, a_copy, a_piece


def test_a_piece_is_written_once_and_once_again_when_it_changed() -> None:
    written: list[Piece] = []

    def write(piece: Piece) -> bytes:
        written.append(piece)
        return piece.title.encode()

    once = Shelf().kept("title", write)
    changed = a_piece(title="Corrigé")
    assert [once(piece) for piece in (METRO, a_piece(), changed, METRO)] == [
        METRO.title.encode(),
        METRO.title.encode(),
        "Corrigé".encode(),
        METRO.title.encode(),
    ]
    assert written == [METRO, changed]


def test_an_entry_is_the_same_bytes_in_whatever_feed_it_stands() -> None:
    for name, draw in DRAW.items():
        alone = draw(a_copy(METRO, name=name))
        among = draw(a_copy(a_piece(1), METRO, a_piece(2), name=name, hub="https://hub.example/"))
        marks = {"atom.xml": (b"<entry", b"</entry>"), "rss.xml": (b"<item", b"</item>")}
        begins, ends = marks.get(name, (b'  {\n   "id"', b"\n  }\n"))
        entry = alone[alone.index(begins) : alone.rindex(ends) + len(ends.rstrip())]
        assert METRO.title.encode() in entry
        assert entry in among


def test_a_change_that_leaves_the_dates_alone_is_seen() -> None:
    for draw in DRAW.values():
        before = draw(a_copy(a_piece()))
        assert draw(a_copy(a_piece(body="<p>Neuf stations.</p>"))) != before
        assert draw(a_copy(a_piece())) == before


def test_no_more_is_kept_than_there_is_room_for() -> None:
    shelf = Shelf(at_most=25)
    written: list[str] = []

    def write(piece: Piece) -> bytes:
        written.append(piece.id)
        return b"ten bytes."

    once = shelf.kept("ten", write)
    first, second, third = (a_piece(number) for number in range(3))
    for piece in (first, second, first, third, first, second):
        once(piece)
    assert written == [first.id, second.id, third.id, second.id]
    assert shelf.size == 20
