"""Four readers and a real Postfix in between, followed to the end."""

import json
import subprocess
import sys

import pytest

from tests.feedback.postfix import is_here
from tests.feedback.postfix_run import DAYS


@pytest.mark.skipif(not is_here(), reason="needs Postfix, and the rights to start it")
def test_a_good_a_full_an_unknown_and_a_greylisted_mailbox() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.feedback.postfix_run", "--json"], capture_output=True, check=True
    )
    told = json.loads(run.stdout.splitlines()[-1])
    first, second, third = told["days"]
    assert first["suppressed"] == {}
    assert second["suppressed"] == {"unknown@reader.example": "bounced: invalid-address"}
    assert third["excluded"] == [["unknown@reader.example", "bounced: invalid-address"]]
    assert third["suppressed"] == second["suppressed"]
    assert [day["account"]["accepted"] for day in told["days"]] == [4, 4, 3]
    assert told["taken"] == {"good@reader.example": DAYS, "greylisted@reader.example": DAYS}
    assert set(told["copies"]) == {1}
    log, events = told["log"], told["log"]["events"]
    assert (log["first"]["settled"], log["state"]) == (1, "accepted")
    assert log["again"] == {"events": 0, "settled": 0, "absent": 0}
    assert events["good@reader.example delivered unknown"] == DAYS
    assert events["greylisted@reader.example deferred throttled"] >= 1
    assert events["greylisted@reader.example delivered unknown"] == DAYS
    assert events["unknown@reader.example bounced invalid-address"] == 2
    assert events["full@reader.example bounced full"] == DAYS
