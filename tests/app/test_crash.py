"""The crash harness in its short form: everything is killed once or twice in the middle of a sending."""

import os
from pathlib import Path

import pytest

from tests.app.crash.play import play

pytestmark = [pytest.mark.redis]


def test_nobody_is_lost_and_nobody_gets_two(tmp_path: Path) -> None:
    tale = play(tmp_path, recipients=600, kills=2, rate=0.004)

    assert tale.faults == []
    assert tale.kills == 2
    assert tale.twice == tale.lost == tale.residuals == 0
    assert tale.states["excluded"] == 1


@pytest.mark.postgres
@pytest.mark.skipif(
    "DESKWIRE_TEST_CRASH" not in os.environ, reason="takes minutes, and PostgreSQL's programs"
)
def test_on_postgresql_with_everything_around_the_workers_killed_too(tmp_path: Path) -> None:
    tale = play(tmp_path, recipients=800, kills=2, around=1, postgres=True, rate=0.002)

    assert tale.faults == []
    assert tale.troubles["database server"] == tale.troubles["FLUSHALL"] == 1
