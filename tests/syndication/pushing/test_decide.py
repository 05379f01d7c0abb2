"""In which order pushes go, and when a destination is asked again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.syndication.pushing.decide import (
    LONGEST_PAUSE,
    LONGEST_WISH,
    LONGEST_WITH_NOTICE,
    Rank,
    again_at,
    is_notice,
    rank,
    stale,
)
from service.syndication.terms import Status
from tests.cast import NOON


def test_the_gravest_goes_first() -> None:
    said = [
        rank(Status.USABLE, ""),
        rank(Status.USABLE, "update"),
        rank(Status.USABLE, "correction"),
        rank(Status.WITHHELD, ""),
        rank(Status.CANCELED, ""),
    ]
    assert said == [Rank.NEWS, Rank.NEWS, Rank.CORRECTION, Rank.WITHDRAWAL, Rank.KILL]
    assert sorted(said, reverse=True) == said
    assert [is_notice(one) for one in said] == [False, False, False, True, True]


@given(st.integers(1, 500), st.floats(0, 1), st.booleans())
def test_pauses_grow_and_end(failures: int, share: float, urgent: bool) -> None:
    pause = again_at(failures, None, urgent, share, NOON) - NOON
    assert timedelta(seconds=20) < pause <= (LONGEST_WITH_NOTICE if urgent else LONGEST_PAUSE)
    assert again_at(failures + 1, None, urgent, share, NOON) - NOON >= pause


@pytest.mark.parametrize(
    ("wish", "urgent", "pause"),
    [
        (600.0, False, timedelta(minutes=10)),
        (1e12, False, LONGEST_WISH),
        (1e12, True, LONGEST_WITH_NOTICE),
    ],
)
def test_a_wish_to_be_left_alone_is_heard_within_reason(wish: float, urgent: bool, pause: timedelta) -> None:
    assert again_at(1, wish, urgent, 0.5, NOON) == NOON + pause


def test_news_grow_old_and_kills_hardly() -> None:
    then = NOON - timedelta(days=3)
    assert stale(Rank.NEWS, then, NOON)
    assert not stale(Rank.KILL, then, NOON)
    assert stale(Rank.KILL, NOON - timedelta(days=31), NOON)
