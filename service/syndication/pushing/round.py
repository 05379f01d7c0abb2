"""One destination's turn: what waits for it is handed over, one after the other, the gravest first.

A destination is one worker's at a time, so that nothing overtakes on the way, and has its own row, so that
one that is slow or away keeps nobody else waiting. A round is short; what is left is due at once again,
behind the others that are due.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import structlog
from django.db.models import QuerySet

from service import lease
from service.errors import GiveUp, Gone, NotPublishable, NotTaken, NotYet, TryAgain
from service.house.models import House, set_aside, settle
from service.syndication.pushing.carriers import Opening, opened
from service.syndication.pushing.decide import again_at, is_notice, stale
from service.syndication.pushing.packing import packed
from service.syndication.pushing.parcels import Carrier
from service.syndication.pushing.tables import Destination, Push

ROUND = timedelta(seconds=30)
"""After this no further push is begun."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ended:
    """How a round ended: when the next one is due, None for never, and what the row is to hold."""

    again_at: datetime | None
    values: dict[str, Any]
    handed: int = 0


def serve(
    destination: Destination, house: House, clock: Callable[[], datetime], opening: Opening = opened
) -> Ended:
    """Hand over what waits for the claimed `destination`. Its row is not written: `Ended` says how."""
    place = f"destination {destination}"
    handed = 0
    try:
        with closing(opening(destination, house)) as carrier:
            for taken in _each(destination, house, carrier, clock):
                handed += taken
    except Gone as error:
        set_aside(place, f"{error}. Nothing is pushed there any more; the feed goes on", clock())
        return Ended(None, {"active": False, "closed_because": str(error)[:300]})
    except (TryAgain, GiveUp) as error:
        return _away(destination, place, error, 0 if handed else destination.failures, clock())
    settle(place, clock())
    said = {"failures": 0, "failing_since": None} if handed else {}
    return Ended(_next(destination), said, handed)


def _each(
    destination: Destination, house: House, carrier: Carrier, clock: Callable[[], datetime]
) -> Iterator[bool]:
    """Hand over push after push until none is left or the time is up: whether each was taken."""
    began = clock()
    while clock() - began < ROUND and lease.holds(destination, destination.claimed_by):
        push = _first(destination, clock())
        if push is None:
            return
        yield _one(push, house, carrier, clock())


def _one(push: Push, house: House, carrier: Carrier, now: datetime) -> bool:
    """Hand over one push. Raises what speaks about the destination; what speaks about the push ends it."""
    if stale(push.rank, push.made_at, now):
        _ended(push, Push.State.REFUSED, "it waited too long to be news; the feed has it", now)
        return False
    try:
        said = carrier.hand(packed(push, house, now), now)
    except NotYet as error:
        wait = timedelta(seconds=error.after or 1)
        _waiting(push).update(next_at=now + wait, reply=str(error)[:300], changed_at=now)
        return False
    except (NotTaken, NotPublishable) as error:
        set_aside(f"push {push}", f"{error}. It is not pushed again", now)
        _ended(push, Push.State.REFUSED, str(error), now)
        return False
    except (TryAgain, GiveUp) as error:
        _waiting(push).update(tries=push.tries + 1, reply=str(error)[:300], changed_at=now)
        raise
    log.info("push.handed", push=push.pk, destination=str(push.destination), said=said)
    _ended(push, Push.State.HANDED, said, now)
    return True


def _first(destination: Destination, now: datetime) -> Push | None:
    """Asked anew before each push: a kill that was planned a moment ago goes before all that waits."""
    rows = Push.objects.filter(destination=destination, state=Push.State.WAITING, next_at__lte=now)
    related = ("offer__entitlement__partner", "offer__entitlement__desk", "article", "destination__partner")
    return rows.select_related(*related).order_by("rank", "pk").first()


def _waiting(push: Push) -> QuerySet[Push]:
    return Push.objects.filter(pk=push.pk, state=Push.State.WAITING)


def _ended(push: Push, state: Push.State, said: str, now: datetime) -> None:
    """Note the push's end. One that was overtaken while it was on its way was handed over all the same."""
    Push.objects.filter(pk=push.pk).update(
        state=state, tries=push.tries + 1, reply=said[:300], changed_at=now
    )


def _next(destination: Destination) -> datetime | None:
    rows = Push.objects.filter(destination=destination, state=Push.State.WAITING)
    return rows.order_by("next_at").values_list("next_at", flat=True).first()


def _away(
    destination: Destination, place: str, error: TryAgain | GiveUp, before: int, now: datetime
) -> Ended:
    """The other side was not to be had: how long to leave it alone."""
    waiting = Push.objects.filter(destination=destination, state=Push.State.WAITING)
    first = waiting.order_by("rank").values_list("rank", flat=True).first()
    failures = before + 1
    share = Random(f"{destination.pk} {failures}").random()  # noqa: S311 - spreads, hides nothing
    wish = error.after if isinstance(error, TryAgain) else None
    later = again_at(failures, wish, first is not None and is_notice(first), share, now)
    if failures >= lease.TRIES_BEFORE_ALARM:
        set_aside(place, f"{error}. {failures} rounds failed; next at {later:%H:%M} UTC", now)
    values = {
        "failures": failures,
        "failing_since": (destination.failing_since if before else None) or now,
        "last_said": str(error)[:300],
    }
    return Ended(later if waiting.exists() else None, values)
