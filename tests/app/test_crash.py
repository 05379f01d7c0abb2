"""Workers are killed and Redis is emptied in the middle of a sending: everyone gets one mail."""

import os
from pathlib import Path

import pytest

from tests.app.crash import play
from tests.app.crash_stage import Sink

pytestmark = [pytest.mark.redis]


def test_nobody_is_lost_and_nobody_gets_two(tmp_path: Path) -> None:
    tale = play(tmp_path, recipients=500, kills=2)
    assert len(tale.killed_at) == 2
    assert all(0 < mails < 500 for mails in tale.killed_at)
    assert tale.states == {"accepted": 500}
    assert tale.mails == tale.reached == 500


def test_a_mail_server_gets_no_mail_twice_and_what_nobody_knows_is_called_uncertain(tmp_path: Path) -> None:
    sink = Sink()
    try:
        tale = play(tmp_path, recipients=300, kills=2, sink=sink)
    finally:
        sink.controller.stop()
    assert tale.twice == tale.lost == 0
    assert tale.states.get("accepted", 0) + tale.states.get("uncertain", 0) == 300
    in_flight = 2 * len(tale.killed_at)
    assert tale.states.get("uncertain", 0) <= in_flight, "two processes, one mail each, for every kill"


@pytest.mark.postgres
@pytest.mark.skipif("DESKWIRE_TEST_POSTGRES" not in os.environ, reason="needs DESKWIRE_TEST_POSTGRES")
def test_on_postgresql_too_and_with_the_redis_server_killed(tmp_path: Path) -> None:
    server = os.environ["DESKWIRE_TEST_POSTGRES"]
    tale = play(tmp_path, recipients=300, kills=2, database=server, lose_redis=True)
    assert tale.redis_lost_at is not None
    assert tale.killed_at[0] < tale.redis_lost_at < tale.killed_at[1]
    assert tale.states == {"accepted": 300}
    assert tale.mails == tale.reached == 300
