"""What the editors' words come to."""

from service.desks.flags import Flag
from service.desks.rules import Pin
from service.desks.rulings import Word, Words, stands
from tests.cast import NOON


def word(
    kind: str, desk: int | None = None, revision: int = 1, codes: tuple[str, ...] = (), note: str = ""
) -> Word:
    return Word(kind, desk, revision, codes, note, "mei", NOON)


def test_nothing_was_said() -> None:
    assert stands([], 1) == Words()


def test_the_last_word_on_each_desk_counts_in_the_order_they_were_said() -> None:
    said = [word("pin", 1), word("bar", 2), word("bar", 1, note="it is about Belgium")]
    assert stands(said, 1).pins == (
        Pin(2, False, "barred by mei on 2026-11-23"),
        Pin(1, False, "barred by mei on 2026-11-23: it is about Belgium"),
    )


def test_a_desk_may_be_left_to_the_rules_again() -> None:
    assert stands([word("pin", 1), word("leave", 1)], 1).pins == ()


def test_a_word_on_a_desk_outlasts_revisions() -> None:
    assert len(stands([word("pin", 1, revision=1)], 7).pins) == 1


def test_a_release_is_for_the_revision_that_was_seen() -> None:
    said = [word("release", revision=2, codes=("too-short",))]
    assert stands(said, 2).released == {"too-short"}
    assert stands(said, 3).released == frozenset()


def test_an_editors_hold_outlasts_revisions_and_ends_with_a_release() -> None:
    hold = word("hold", note="legal reads it")
    assert stands([hold], 5).flags == (Flag("held-by-editor", "held by mei on 2026-11-23: legal reads it"),)
    assert stands([hold, word("release")], 5).flags == ()


def test_a_hold_takes_an_earlier_release_back() -> None:
    said = [word("release", codes=("too-short",)), word("hold"), word("release", codes=("no-desk",))]
    assert stands(said[:2], 1).released == frozenset()
    assert stands(said, 1).released == {"no-desk"}
