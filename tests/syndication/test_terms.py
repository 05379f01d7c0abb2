"""What a contract covers, and which offers stand where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.syndication.terms import (
    AT_MOST,
    SLICE,
    Last,
    Status,
    closed,
    covers,
    reaches_back_to,
    signal,
    verdict,
)

SCIENCE, ASTRONOMY, SPORT = "13000000", "20000735", "15000000"


@pytest.mark.parametrize(
    ("topics", "subjects", "covered"),
    [
        ([], [], True),
        ([], [SPORT], True),
        ([SCIENCE], [SCIENCE], True),
        ([SCIENCE], [ASTRONOMY], True),
        ([ASTRONOMY], [SCIENCE], False),
        ([SCIENCE], [SPORT], False),
        ([SCIENCE], [], False),
        ([SCIENCE, SPORT], [SPORT], True),
    ],
)
def test_topics_hold_what_lies_below_them(topics: list[str], subjects: list[str], covered: bool) -> None:
    assert covers(topics, subjects) is covered


def test_signals() -> None:
    last = Last(1, Status.USABLE, 1)
    assert [signal(None, True), signal(last, False), signal(last, True)] == ["", "update", "correction"]


@pytest.mark.parametrize(
    ("status", "killed", "said"),
    [
        (Status.USABLE, False, Status.WITHHELD),
        (Status.USABLE, True, Status.CANCELED),
        (Status.WITHHELD, False, None),
        (Status.WITHHELD, True, Status.CANCELED),
        (Status.CANCELED, True, None),
        (Status.CANCELED, False, None),
    ],
)
def test_what_was_said_is_not_said_again(status: Status, killed: bool, said: Status | None) -> None:
    assert verdict(Last(1, status, 1), killed) == said


@given(st.integers(1, 10**6), st.data())
def test_nothing_falls_between_the_standing_document_and_the_archives(
    newest: int, data: st.DataObject
) -> None:
    recent_from = data.draw(st.integers(1, newest))
    low = reaches_back_to(newest, recent_from)
    assert 0 <= low <= closed(newest) * SLICE
    assert newest - low <= AT_MOST
    assert newest - low >= min(newest, SLICE)
