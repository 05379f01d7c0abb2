"""How often a partner asks, hour by hour; and how many wrong keys one address may try.

The first is counted in a table, because several processes serve. The second is counted by each process for
itself and forgotten with it: a key has 256 bits, so nobody finds one by trying; whoever tries shall only not
keep the database busy.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.db import IntegrityError, transaction
from django.db.models import F

from service.syndication.models import Partner, Usage

WRONG_KEYS = 20
"""Keys that do not work, from one address within an hour."""
ADDRESSES = 10_000
"""Addresses that a process remembers, the latest ones."""


def spend(partner: Partner, now: datetime) -> int:
    """Count one request of `partner`; 0 if it may have it, else the seconds until it may ask again."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    rows = Usage.objects.filter(partner=partner, hour=hour)
    within = rows.filter(requests__lt=partner.quota) if partner.quota else rows
    if within.update(requests=F("requests") + 1):
        return 0
    if rows.update(refused=F("refused") + 1):
        return seconds_left(now)
    try:
        with transaction.atomic():
            Usage.objects.create(partner=partner, hour=hour, requests=1)
    except IntegrityError:  # another process was first
        return spend(partner, now)
    return 0


def seconds_left(now: datetime) -> int:
    """Until the next full hour."""
    return 3600 - (now.minute * 60 + now.second)


@dataclass
class Guesses:
    """Wrong keys by address, within the present hour."""

    tried: OrderedDict[str, tuple[datetime, int]] = field(default_factory=OrderedDict)

    def note(self, caller: str, now: datetime) -> None:
        """A key from `caller` did not work."""
        whence = neighbourhood(caller)
        since, times = self._of(whence, now)
        self.tried[whence] = (since, times + 1)
        self.tried.move_to_end(whence)
        while len(self.tried) > ADDRESSES:
            self.tried.popitem(last=False)

    def wait(self, caller: str, now: datetime) -> int:
        """Seconds until `caller` may try again; 0 if it may now."""
        since, times = self._of(neighbourhood(caller), now)
        return 0 if times < WRONG_KEYS else max(1, int((since + timedelta(hours=1) - now).total_seconds()))

    def _of(self, whence: str, now: datetime) -> tuple[datetime, int]:
        since, times = self.tried.get(whence, (now, 0))
        return (since, times) if since <= now < since + timedelta(hours=1) else (now, 0)


def neighbourhood(caller: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 that one IPv6 customer has at least."""
    try:
        address = ip_address(caller)
    except ValueError:
        return caller[:100]
    if address.version == 4:
        return str(address)
    return str(ip_network((address, 64), strict=False))
