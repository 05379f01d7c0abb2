"""When an address is written to no more, and for how long: stated here, decided from its events alone.

1. A complaint stops an address at once, and for good.
2. A bounce counts only for a reason that condemns the address: it does not exist, its domain does not, or it
   is shut. Full mailboxes, policy, authentication, content, throttling and networks never count: they are
   about us, the mail or the day.
3. An invalid address or domain weighs 2 points, a shut mailbox 1. A day counts once, with its heaviest
   bounce; so does a mail, however many servers report on it. Points lose half their weight in 30 days.
4. With 3 points the address is stopped: an invalid address after bounces on two days of the same month, a
   shut one after four.
5. A mail that was delivered wipes out all bounces before it.
6. A report that names somebody else (a mailbox ours forwards to) counts half.
7. Of a storm nothing counts: when more than 5 % of a domain's readers in one mailing, and at least 20, are
   called invalid, it is the provider that is ill.
8. Shut mailboxes and lost domains come back: after 90 days one is tried again. An invalid one is not.

The verdict is a function of the set of events, so it does not matter in which order they came in.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.feedback.reading.report import CONDEMNING, Kind, Reason

STOP = 3.0
HALF_LIFE = timedelta(days=30)
WEIGHTS = {Reason.INVALID_ADDRESS: 2.0, Reason.BAD_DOMAIN: 2.0, Reason.INACTIVE: 1.0}
MEMORY = timedelta(days=365)
"""Events older than this are not asked."""
STAYS = {Reason.INACTIVE: timedelta(days=90), Reason.BAD_DOMAIN: timedelta(days=90)}
"""How long an address stays stopped; for good where nothing is said."""
STORM_SHARE, STORM_LEAST = 0.05, 20


@dataclass(frozen=True, slots=True)
class Past:
    """An event of one address, as far as this policy asks."""

    kind: str
    reason: str
    at: datetime
    delivery: int | None
    disputed: bool = False
    in_storm: bool = False


def verdict(history: Iterable[Past], now: datetime) -> Reason | None:
    """Why the address is to be stopped: the heaviest of its reasons; None if it is not. Complaints aside."""
    past = sorted(history, key=lambda event: (event.at, event.reason))
    wiped = max((event.at for event in past if event.kind == Kind.DELIVERED), default=None)
    counting = [event for event in past if _counts(event, wiped, now)]
    days = _heaviest_by(counting, lambda event: event.at.date())
    mails = _heaviest_by(days, lambda event: event.delivery)
    if sum(_weight(event) * _left(now - event.at) for event in mails) < STOP:
        return None
    return Reason(max(mails, key=_weight).reason)


def is_storm(condemned: int, readers: int) -> bool:
    """Whether so many of a domain's `readers` in a mailing were called invalid that nobody believes it."""
    return condemned >= STORM_LEAST and condemned > readers * STORM_SHARE


def returns(reason: str, since: datetime, now: datetime) -> bool:
    """Whether an address that was stopped for `reason` may be tried again."""
    stays = STAYS.get(Reason(reason)) if reason in set(Reason) else None
    return stays is not None and now - since >= stays


def _counts(event: Past, wiped: datetime | None, now: datetime) -> bool:
    return (
        event.kind == Kind.BOUNCED
        and event.reason in CONDEMNING
        and not event.in_storm
        and now - event.at < MEMORY
        and (wiped is None or event.at > wiped)
    )


def _weight(event: Past) -> float:
    return WEIGHTS[Reason(event.reason)] * (0.5 if event.disputed else 1.0)


def _left(age: timedelta) -> float:
    return float(0.5 ** (max(age, timedelta(0)) / HALF_LIFE))


def _heaviest_by(events: Iterable[Past], of: Callable[[Past], object]) -> list[Past]:
    """One event for each value of `of`: the heaviest, the first of equals."""
    best: dict[object, Past] = {}
    for event in events:
        name = of(event)
        if name not in best or _weight(event) > _weight(best[name]):
            best[name] = event
    return list(best.values())
