"""Claimed rows become calls of a round."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings

from service.delivery.push import LivePusher, Pusher
from service.feeds.hub import deliver, verify
from service.feeds.hub.round import Job
from service.feeds.hub.tables import HubRequest, HubSubscription
from service.house.models import House
from service.ingest.fetch import introduction

Clock = Callable[[], datetime]


def live(house: House) -> Pusher:
    """The outside world. What sources may be fetched from inside our networks is not open to strangers."""
    return LivePusher(introduction(house.address), settings.PRIVATE_SUBSCRIBERS)


def verification(request: HubRequest, house: House, pusher: Pusher, clock: Clock) -> Job:
    """The callback of `request` is asked whether it meant it."""
    asked = verify.question(request, house)
    return Job(partial(asked.call, pusher), lambda said: verify.conclude(request, said, clock()))


def delivery(row: HubSubscription, house: House, pusher: Pusher, clock: Clock) -> Job | None:
    """What waits for `row` is handed over; None, and the row is done, where nothing is to be said."""
    began = clock()
    call = deliver.prepared(row, house, began)
    if call is None:
        deliver.conclude(row, None, None, began, clock())
        return None
    return Job(
        partial(call.make, pusher), lambda outcome: deliver.conclude(row, call, outcome, began, clock())
    )


JOBS: Mapping[str, Callable[[Any, House, Pusher, Clock], Job | None]] = {
    "announce": delivery,
    "insist": delivery,
    "verify": verification,
}
"""By the step's name."""
