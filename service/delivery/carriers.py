"""Which transport the settings name, and at what pace it works."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from service.delivery.maildir import Maildir
from service.delivery.pace.gate import Paced
from service.delivery.pace.limits import limits
from service.delivery.pace.pacer import Pacer
from service.delivery.pace.tokens import RedisTokens
from service.delivery.pace.warmup import warmup
from service.delivery.providers import Provider
from service.delivery.smtp.engine import Smtp
from service.delivery.transport import Transport


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the settings say of the way out."""

    smtp_url: str
    """Empty: mails become files under `mail_root`."""
    mail_root: Path
    redis_url: str
    redis_master: str = ""
    pace: str = ""
    warmup: str = ""
    provider: str = ""
    """An e-mail provider's API, before any server."""


def carrier(wishes: Wishes, lane: str, clock: Callable[[], datetime], spent: Callable[[], int]) -> Transport:
    """The transport for `lane`; `spent` says how many mails went out today, if Redis has forgotten it."""
    if not (wishes.smtp_url or wishes.provider):
        return Maildir(wishes.mail_root)
    tokens = RedisTokens(wishes.redis_url, wishes.redis_master)
    pacer = Pacer(lane, limits(wishes.pace), tokens, clock, warmup(wishes.warmup), spent)
    if wishes.provider:
        return Paced(Provider.from_text(wishes.provider), pacer)
    return Paced(Smtp.from_url(wishes.smtp_url), pacer)
