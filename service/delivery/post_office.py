"""What this process keeps between rounds: ways out, whose connections stay open, and the formes in use."""

from collections import OrderedDict
from functools import cache

from django.conf import settings

from service import clock
from service.delivery.account import accepted_since
from service.delivery.carriers import Wishes, carrier
from service.delivery.dkim import Signer
from service.delivery.mime import Forme
from service.delivery.models import Message
from service.delivery.send import frame_of
from service.delivery.transport import Transport

MOST_FORMES = 16
_WAYS_OUT: dict[tuple[str, Wishes], Transport] = {}
_FORMES: OrderedDict[str, Forme] = OrderedDict()
"""Of the messages sent last, by their keys."""


def way_out(lane: str) -> Transport:
    """The one transport of this process for `lane`, as the settings wish it."""
    wishes = Wishes(
        smtp_url=settings.SMTP_URL,
        mail_root=settings.MAIL_ROOT,
        redis_url=settings.REDIS_PLACE,
        redis_master=settings.REDIS_SENTINEL_MASTER,
        pace=settings.MAIL_PACE,
        warmup=settings.MAIL_WARMUP,
        provider=settings.MAIL_PROVIDER,
    )
    if (lane, wishes) not in _WAYS_OUT:
        _WAYS_OUT[lane, wishes] = carrier(wishes, lane, clock.now, _sent_today)
    return _WAYS_OUT[lane, wishes]


def forme(message: Message) -> Forme:
    """`message` ready for copies; made once while its batches follow each other."""
    found = _FORMES.pop(message.key, None)
    if found is None:
        found = Forme(frame_of(message), settings.SECRET_KEY.encode(), _signer())
    _FORMES[message.key] = found
    if len(_FORMES) > MOST_FORMES:
        _FORMES.popitem(last=False)
    return found


def close() -> None:
    """Take leave of the servers that this process has connections to."""
    while _WAYS_OUT:
        _WAYS_OUT.popitem()[1].close()


@cache
def _signer() -> Signer | None:
    """Who signs with DKIM here; None where the mail server does."""
    if not settings.DKIM_KEY:
        return None
    return Signer.from_pem(settings.DKIM_DOMAIN, settings.DKIM_SELECTOR, settings.DKIM_KEY)


def _sent_today() -> int:
    return accepted_since(clock.now().replace(hour=0, minute=0, second=0))
