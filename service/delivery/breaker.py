"""A mailing of which too many fail is paused, and the editors are called: something is wrong with all of it.

A list that was bought, a domain on a block list, a broken template: whatever it is, going on would spend the
house's good name. An outage of a server is none of this: what it refuses for now is deferred and counts as
nothing here.
"""

from datetime import datetime

from service.delivery.account import Account, account
from service.delivery.controls import pause
from service.delivery.models import Mailing
from service.house.models import Problem, set_aside

LEAST = 50
"""Fewer failures prove nothing."""
SHARE = 0.1
"""Of those that have a last word."""


def too_many(counts: Account) -> bool:
    """Whether so many of `counts` failed that the rest should wait for a person."""
    settled = counts.accepted + counts.failed + counts.uncertain
    return counts.failed >= LEAST and counts.failed > SHARE * settled


def watch(mailing: Mailing, now: datetime) -> bool:
    """Pause `mailing` if too many of it failed; whether this call did.

    Once: whoever lets it go on has seen the refusals.
    """
    counts, place = account([mailing]), f"refusals of mailing {mailing.key}"
    if not too_many(counts) or Problem.objects.filter(place=place).exists():
        return False
    said = f"{counts.failed} of {counts.accepted + counts.failed} mails were refused for ever"
    if not pause(mailing, said, now):
        return False
    what = (
        f"{said}, so it is paused: read the replies in the admin, mend their cause, then resume or cancel it"
    )
    set_aside(place, what, now)
    return True
