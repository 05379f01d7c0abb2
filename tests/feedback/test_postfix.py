"""Four readers and a real Postfix in between, followed to the end."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from pytest_django import Settings

from service import clock
from tests.feedback.postfix import is_here
from tests.feedback.postfix_run import DAYS, story


@pytest.fixture
def other_days(settings: Settings) -> Iterator[None]:
    """The clock is moved on in the story, and set right again after it."""
    present = settings.CLOCK_OFFSET
    yield
    clock.move_to(clock.now())
    settings.CLOCK_OFFSET = present


@pytest.mark.skipif(not is_here(), reason="needs Postfix, and the rights to start it")
@pytest.mark.django_db(transaction=True)
def test_a_good_a_full_an_unknown_and_a_greylisted_mailbox(other_days: None) -> None:
    assert settings.SMTP_URL == ""
    told = story()
    first, second, third = told["days"]
    assert first["suppressed"] == {}
    assert second["suppressed"] == {"unknown@reader.example": "bounced: invalid-address"}
    assert third["excluded"] == [("unknown@reader.example", "bounced: invalid-address")]
    assert third["suppressed"] == second["suppressed"]
    assert [day["account"].accepted for day in told["days"]] == [4, 4, 3]
    assert told["taken"] == {"good@reader.example": DAYS, "greylisted@reader.example": DAYS}
    assert set(told["copies"]) == {1}
    log = told["log"]
    assert (log["first"].settled, log["state"]) == (1, "accepted")
    assert (log["again"].events, log["again"].settled) == (0, 0)
    assert log["events"]["good@reader.example", "delivered", "unknown"] == DAYS
    assert log["events"]["greylisted@reader.example", "deferred", "throttled"] >= 1
    assert log["events"]["unknown@reader.example", "bounced", "invalid-address"] == 2
    assert log["events"]["full@reader.example", "bounced", "full"] == DAYS
