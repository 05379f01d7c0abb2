"""Which revision may be shown, to the second."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.ingest.embargo import Opening, Taken, opening
from tests.cast import NOON

SECOND = timedelta(seconds=1)


def at(hours: float) -> datetime:
    """That many hours after noon."""
    return NOON + timedelta(hours=hours)


def test_without_an_embargo_the_latest_stands() -> None:
    assert opening([Taken(1, at(0), None), Taken(2, at(1), None)], at(1)) == Opening(2, None)


def test_an_embargo_ends_to_the_second() -> None:
    held = [Taken(1, at(0), at(2))]
    assert opening(held, at(2) - SECOND) == Opening(None, at(2))
    assert opening(held, at(2)) == Opening(1, None)


def test_what_was_out_stays_until_the_new_text_may_follow() -> None:
    held = [Taken(1, at(0), None), Taken(2, at(1), at(3))]
    assert opening(held, at(3) - SECOND) == Opening(1, at(3))
    assert opening(held, at(3)) == Opening(2, None)


def test_an_embargo_moved_back_does_not_let_the_first_text_out_at_the_first_hour() -> None:
    held = [Taken(1, at(0), at(2)), Taken(2, at(1), at(4))]
    assert opening(held, at(3)) == Opening(None, at(4))


def test_an_embargo_that_had_ended_is_not_undone() -> None:
    held = [Taken(1, at(0), at(2)), Taken(2, at(3), at(5))]
    assert opening(held, at(4)) == Opening(1, at(5))


def test_an_embargo_that_is_lifted_opens_at_once() -> None:
    assert opening([Taken(1, at(0), at(9)), Taken(2, at(1), None)], at(1)) == Opening(2, None)


def test_a_revision_that_never_opened_stays_shut_under_two_later_ones() -> None:
    held = [Taken(1, at(0), at(5)), Taken(2, at(1), at(6)), Taken(3, at(2), at(7))]
    assert opening(held, at(6.5)) == Opening(None, at(7))


hours = st.integers(0, 12).map(at)
revisions = st.lists(st.tuples(hours, st.none() | hours), min_size=1, max_size=5).map(
    lambda rows: [
        Taken(number, taken, embargo)
        for number, (taken, embargo) in enumerate(sorted(rows, key=lambda row: row[0]), 1)
    ]
)


@given(revisions, hours)
def test_nothing_is_shown_before_its_embargo(held: list[Taken], now: datetime) -> None:
    number, opens_at = opening(held, now)
    if number is not None:
        embargo = held[number - 1].embargo_until
        assert embargo is None or embargo <= now
    assert opens_at is None or opens_at > now


@given(revisions, hours, hours)
def test_a_shown_text_never_gives_way_to_an_older_one(
    held: list[Taken], one: datetime, other: datetime
) -> None:
    earlier, later = (opening(held, moment).number or 0 for moment in sorted((one, other)))
    assert earlier <= later


@given(revisions)
def test_in_the_end_the_latest_is_shown(held: list[Taken]) -> None:
    assert opening(held, at(99)) == Opening(held[-1].number, None)
