"""Leases, back-off, what an answer means."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.feeds.hub.decide import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    LONGEST_WISH,
    Meaning,
    again_at,
    meaning,
    stale,
)
from tests.cast import NOON


@pytest.mark.parametrize(
    ("status", "means"),
    [
        (200, Meaning.TAKEN),
        (204, Meaning.TAKEN),
        (410, Meaning.GONE),
        (301, Meaning.LATER),
        (404, Meaning.LATER),
        (503, Meaning.LATER),
    ],
)
def test_what_an_answer_means(status: int, means: Meaning) -> None:
    assert meaning(status) is means


@given(st.integers(0, 40_000), st.floats(0, 1), st.floats(0, 1))
def test_the_pause_grows_to_an_hour_and_no_further(failures: int, share: float, more: float) -> None:
    pause = again_at(failures, None, share, NOON) - NOON
    assert FIRST_PAUSE * 3 / 4 <= pause <= LONGEST_PAUSE
    assert again_at(failures + 1, None, share, NOON) - NOON >= pause


def test_a_wish_is_heeded_within_reason() -> None:
    assert again_at(1, 7200, 0, NOON) == NOON + timedelta(hours=2)
    assert again_at(1, 1e300, 0, NOON) == NOON + LONGEST_WISH
    assert again_at(1, 0, 1, NOON) == NOON + FIRST_PAUSE


def test_what_waited_for_two_days_is_no_news() -> None:
    assert stale(NOON, NOON + timedelta(hours=49))
    assert not stale(NOON, NOON + timedelta(hours=47))
