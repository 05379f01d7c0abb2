"""A new sender grows from day to day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from service.delivery.pace.warmup import warmup
from service.errors import SettingsError

BEGAN = date(2026, 11, 1)


def test_from_two_hundred_to_two_hundred_thousand_in_six_weeks() -> None:
    schedule = warmup("2026-11-01 200 200000 42")
    assert schedule is not None
    days = [schedule.allowance(BEGAN + timedelta(days=n)) for n in range(42)]
    assert (days[0], days[-1]) == (200, 200_000)
    assert all(1.15 < after / before < 1.21 for before, after in pairwise(days) if before and after)
    assert schedule.allowance(BEGAN - timedelta(days=3)) == 200
    assert schedule.allowance(BEGAN + timedelta(days=42)) is None


def test_none() -> None:
    assert warmup("  ") is None


@pytest.mark.parametrize("text", ["2026-11-01", "2026-13-01 1 2 3", "2026-11-01 5 2 3", "2026-11-01 0 2 3"])
def test_what_is_no_schedule(text: str) -> None:
    with pytest.raises(SettingsError, match="MAIL_WARMUP"):
        warmup(text)
