"""Workers are killed and Redis is emptied in the middle of a sending: everyone gets one mail."""

from pathlib import Path

import pytest

from tests.app.crash import play

pytestmark = [pytest.mark.redis]


def test_nobody_is_lost_and_nobody_gets_two(tmp_path: Path) -> None:
    tale = play(tmp_path, recipients=500, kills=2)
    assert len(tale.killed_at) == 2
    assert all(0 < mails < 500 for mails in tale.killed_at)
    assert tale.states == {"accepted": 500}
    assert tale.mails == tale.reached == 500
