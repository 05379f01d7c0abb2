"""A source that fails is asked less often, never less than once a day, and later if it says so."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.ingest.backoff import LONGEST, LONGEST_ASKED, next_pull, retry_after
from tests.cast import NOON

QUARTER = timedelta(minutes=15)


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 15), (1, 30), (2, 60), (5, 480), (7, 1440), (900, 1440)]
)
def test_each_failure_doubles_the_wait_up_to_a_day(failures: int, minutes: int) -> None:
    assert next_pull(NOON, QUARTER, failures) == NOON + timedelta(minutes=minutes)


def test_a_source_pulled_weekly_is_not_pulled_more_often_for_failing() -> None:
    assert next_pull(NOON, timedelta(days=7), 3) == NOON + timedelta(days=7)


@given(st.integers(0, 10_000), st.none() | st.floats(0, 1e15))
def test_the_wait_is_never_shorter_than_usual_nor_endless(failures: int, asked: float | None) -> None:
    again = next_pull(NOON, QUARTER, failures, asked)
    assert NOON + QUARTER <= again <= NOON + max(LONGEST, LONGEST_ASKED)


def test_what_the_source_asks_for_is_honoured() -> None:
    assert next_pull(NOON, QUARTER, 1, 7200) == NOON + timedelta(hours=2)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Mon, 23 Nov 2026 12:10:00 GMT", 600.0),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0.0),
        ("9" * 5000, 999_999_999_999.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("٣", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(header: str, seconds: float | None) -> None:
    assert retry_after(header, NOON) == seconds
