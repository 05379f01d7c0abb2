"""Many calls at once: a slow one keeps nobody waiting, a failure nobody foresaw loses no outcome."""

import threading
from collections.abc import Iterable

import pytest

from service.feeds.hub.round import WIDTH, Job, run


def test_what_is_quick_is_noted_while_a_slow_one_is_under_way() -> None:
    noted: list[str] = []
    last = threading.Event()

    def slow() -> str:
        assert last.wait(30)
        return "slow"

    def note(said: str) -> None:
        noted.append(said)
        if said == "quick 99":
            last.set()

    jobs = [Job(slow, note)] + [Job(lambda n=n: f"quick {n}", note) for n in range(100)]  # type: ignore[misc]

    def take(room: int) -> Iterable[Job]:
        assert 0 <= room <= WIDTH
        given = jobs[:room]
        del jobs[:room]
        return given

    run(take)
    assert noted[-1] == "slow"
    assert len(noted) == 101


def test_work_that_comes_meanwhile_is_begun() -> None:
    came = threading.Event()
    waiting = [[Job(lambda: came.wait(30), lambda said: None)], [Job(came.set, lambda said: None)]]
    run(lambda room: waiting.pop(0) if waiting and room else [])
    assert came.is_set()


def test_a_failure_nobody_foresaw_is_raised_when_all_others_are_noted() -> None:
    noted: list[int] = []
    jobs = [Job(lambda: 1 // 0, noted.append), Job(lambda: 1, noted.append)]
    waiting = [jobs]
    with pytest.raises(ZeroDivisionError):
        run(lambda room: waiting.pop() if waiting else [])
    assert noted == [1]
