"""Which replies ask for patience, and how much they get."""

import pytest

from service.delivery.pace.throttle import FORGOTTEN, LONGEST, Hold, held, is_throttle


@pytest.mark.parametrize(
    "reply",
    [
        "421 4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address.",
        "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume",
        "454 4.7.0 Throttling failure: Maximum sending rate exceeded.",
        "550 Connection frequency limited http://service.mail.qq.com/cgi-bin/help?subtype=1",
        "451 4.7.500 Server busy. Too many connections from your host, slow down",
        "450 4.2.1 The user you are trying to contact is receiving mail at a rate that exceeds the limit: "
        "rate limited",
        "452 4.3.2 Please try again later",
    ],
)
def test_slower(reply: str) -> None:
    assert is_throttle(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "451 4.7.1 Greylisted, please try again later",
        "452 4.2.2 The email account that you tried to reach is over quota",
        "552 5.2.2 Mailbox full: quota exceeded",
        "550 5.1.1 No such user",
        "550 Mailbox not found",
        "554 5.7.1 Spam message rejected",
        "554 5.4.6 Too many hops",
        "250 2.0.0 rate limited is a fine name for a band",
    ],
)
def test_no_question_of_pace(reply: str) -> None:
    assert not is_throttle(reply)


def test_it_waits_twice_as_long_with_each_strike_up_to_an_end() -> None:
    hold, now, pauses = None, 0.0, []
    for _ in range(12):
        hold = held(hold, now, chance=0.5)
        pauses.append(hold.until - now)
        now = hold.until
    assert pauses[:4] == [10, 20, 40, 80]
    assert pauses[-1] == LONGEST


def test_many_mails_throttled_at_once_are_one_strike() -> None:
    first = held(None, 0.0, 0.5)
    assert held(first, 5.0, 0.5) == first


def test_an_hour_of_peace_is_forgotten_strikes() -> None:
    assert held(Hold(100.0, 7, 0.0), 101 + FORGOTTEN, 0.5).strikes == 1


@pytest.mark.parametrize(("chance", "pause"), [(0.0, 7.5), (1.0, 12.5)])
def test_chance_keeps_workers_apart(chance: float, pause: float) -> None:
    assert held(None, 0.0, chance).until == pause
