"""The crash harness in its short form: everything is killed once or twice in the middle of a sending."""

import os
from pathlib import Path

import pytest

from tests.app.crash.play import play

pytestmark = [pytest.mark.redis]


@pytest.mark.parametrize("postgres", [False, pytest.param(True, marks=pytest.mark.postgres)])
def test_nobody_is_lost_and_nobody_gets_two(tmp_path: Path, postgres: bool) -> None:
    if postgres and "DESKWIRE_TEST_POSTGRES" not in os.environ:
        pytest.skip("needs PostgreSQL: it starts a server of its own, and kills it")
    tale = play(tmp_path, recipients=1500, kills=2, around=1, postgres=postgres, rate=0.004)

    assert tale.faults == []
    assert tale.kills == 2
    assert tale.wrong.total() > 0
    assert tale.twice == tale.lost == tale.residuals == 0
    assert tale.states["excluded"] == 2
