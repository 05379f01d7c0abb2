"""Copies leave at the pace that the rules allow, and nobody waits for the sake of another destination."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest

from service.delivery.pace.bucket import Grant
from service.delivery.pace.gate import ROOM, Gate, Paced
from service.delivery.pace.limits import Limit, limits
from service.delivery.pace.pacer import Pacer
from service.delivery.pace.throttle import Hold
from service.delivery.pace.tokens import LocalTokens
from service.delivery.pace.warmup import warmup
from service.delivery.transport import Copy, Outbox
from service.errors import HeldBack, Refused4xx, Refused5xx, TryAgain, Unreachable
from tests.cast import NOON
from tests.delivery.recorder import Recorder, a_copy


class Time:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds)


def pacer(time: Time, rules: str, tokens: LocalTokens | None = None, schedule: str = "") -> Pacer:
    tokens = tokens or LocalTokens(time)
    return Pacer("bulk", limits(rules), tokens, time.now, warmup(schedule), lambda: 0)


def mails(*domains: str) -> Iterator[Copy]:
    return (a_copy(f"reader{number}@{domain}", number) for number, domain in enumerate(domains))


def left(gate: Gate) -> list[str]:
    """The domains of those that may go now."""
    gone = []
    for copy in gate:
        if copy is None:
            break
        gone.append(copy.recipient.partition("@")[2])
    return gone


def test_a_slow_destination_does_not_hold_up_the_others() -> None:
    time = Time()
    gate = Gate(
        mails(*["slow.example", "fast.example"] * 3), Recorder(), pacer(time, "slow.example: 1/second"), time
    )
    assert left(gate) == ["slow.example", "fast.example", "slow.example", "fast.example", "fast.example"]
    assert left(gate) == []
    time.seconds += 1.01
    assert left(gate) == ["slow.example"]
    with pytest.raises(StopIteration):
        next(gate)


def test_everything_together_has_its_limit_too() -> None:
    time = Time()
    gate = Gate(mails(*[f"d{n}.example" for n in range(60)]), Recorder(), pacer(time, "all: 10/second"), time)
    count = len(left(gate))
    assert count == 20
    for _ in range(40):
        time.seconds += 0.1
        count += len(left(gate))
    assert count == 60


def test_who_would_wait_long_is_due_again_later_and_was_not_tried() -> None:
    time, notes = Time(), Recorder()
    list(Gate(mails(*["slow.example"] * 4), notes, pacer(time, "slow.example: 3/minute"), time))
    assert len(notes.words) == 3
    assert notes.submitted == []
    error = notes.errors["reader1@slow.example"]
    assert isinstance(error, HeldBack)
    assert error.after == pytest.approx(20)


def test_not_everything_is_held_in_memory() -> None:
    time, notes = Time(), Recorder()
    source = mails(*["slow.example"] * (ROOM * 3))
    gate = Gate(source, notes, pacer(time, "slow.example: 1/second"), time)
    left(gate)
    assert next(source).number == ROOM + 2


def test_tokens_are_asked_for_in_lots() -> None:
    time = Time()
    tokens = LocalTokens(time)
    gate = Gate(mails(*["fast.example"] * 400), Recorder(), pacer(time, "*: 400/second", tokens), time)
    assert len(left(gate)) == 400
    assert tokens.asked <= 5


def test_a_destination_that_asks_for_patience_gets_it_and_loses_nobody() -> None:
    time, notes = Time(), Recorder()
    replies = {"reader0@qq.example": Refused5xx("550 Connection frequency limited", "rcpt")}

    def answer(copy: Copy) -> str:
        if copy.recipient in replies:
            raise replies[copy.recipient]
        return "250 ok"

    paced = Paced(Outbox(answer), pacer(time, ""), time)
    paced.send(mails("qq.example", "qq.example", "fast.example"), notes)
    assert type(notes.errors["reader0@qq.example"]) is TryAgain
    assert isinstance(notes.errors["reader1@qq.example"], HeldBack)
    assert notes.of("reader2@fast.example") == "accepted 250 ok"


def test_other_workers_hear_of_it() -> None:
    time = Time()
    tokens = LocalTokens(time)
    pacer(time, "", tokens).throttled("qq.example")
    assert pacer(time, "", tokens).wait("qq.example") > 5
    assert pacer(time, "", tokens).wait("fast.example") == 0


def test_other_refusals_are_passed_on_as_they_are() -> None:
    error = Refused4xx("451 4.7.1 Greylisted", "rcpt")

    def answer(copy: Copy) -> str:
        raise error

    notes = Recorder()
    Paced(Outbox(answer), pacer(Time(), "")).send(mails("grey.example"), notes)
    assert notes.errors["reader0@grey.example"] is error


def test_a_new_sender_stops_when_its_day_is_spent() -> None:
    time, notes = Time(), Recorder()
    day = time.now().date().isoformat()
    list(Gate(mails(*["x.example"] * 10), notes, pacer(time, "", schedule=f"{day} 4 1000 30"), time))
    assert len(notes.errors) == 6
    time.seconds += 86400
    assert pacer(time, "", schedule=f"{day} 4 1000 30").wait("x.example") == 0


class Away(LocalTokens):
    """A Redis that does not answer."""

    def holds(self) -> dict[str, Hold]:
        raise Unreachable("no Redis")

    def draw(self, limits: Sequence[Limit], want: int) -> Grant:
        raise Unreachable("no Redis")


def test_without_redis_nothing_leaves_faster_than_its_rule_and_the_rest_goes_on() -> None:
    time, notes = Time(), Recorder()
    away = pacer(time, "slow.example: 1/second", Away(time))
    gate = Gate(mails("slow.example", "x.example"), notes, away, time)
    assert left(gate) == ["x.example"]
    assert isinstance(notes.errors["reader0@slow.example"], HeldBack)
