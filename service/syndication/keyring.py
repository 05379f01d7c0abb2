"""A partner's keys are made, told apart, and ended. The key itself is told once, when it is made.

A rotation leaves no gap: the new key works at once, and the one it replaces for as long as is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import Q, QuerySet

from service.errors import NoSuchPartner
from service.syndication.keys import key_digest
from service.syndication.models import Partner, PartnerKey

BYTES = 32
"""Of randomness: nobody finds such a key by trying."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new key is to be. `replaces` names the key that it takes over from."""

    name: str
    days: int | None = None
    networks: Sequence[str] = ()
    replaces: str = ""
    overlap_days: int = 7


def find(slug: str) -> Partner:
    """The partner of this slug. Raises NoSuchPartner."""
    partner = Partner.objects.filter(slug=slug).first()
    if partner is None:
        known = ", ".join(Partner.objects.order_by("slug").values_list("slug", flat=True)) or "none"
        raise NoSuchPartner(f"there is no partner {slug!r}; known are: {known}")
    return partner


def make(partner: Partner, wanted: Wanted, now: datetime) -> str:
    """A new key of `partner`: the only time that anybody sees it.

    Raises NoSuchPartner if a key of that name works already, or the one to replace does not.
    """
    if _working(partner, now).filter(name=wanted.name).exists():
        raise NoSuchPartner(f"{partner} has a key named {wanted.name!r} already: take another name")
    key = f"dw_{token_urlsafe(BYTES)}"
    ends_at = now + timedelta(days=wanted.days) if wanted.days else None
    with transaction.atomic():
        if wanted.replaces:
            end(partner, wanted.replaces, now, now + timedelta(days=wanted.overlap_days))
        PartnerKey.objects.create(
            partner=partner,
            name=wanted.name,
            sha256=key_digest(key),
            since=now,
            ends_at=ends_at,
            networks=list(wanted.networks),
        )
    return key


def end(partner: Partner, name: str, now: datetime, at: datetime) -> None:
    """End the key called `name` at that moment, or before if it ends before. Raises NoSuchPartner."""
    working = _working(partner, now).filter(name=name)
    if not working.exists():
        raise NoSuchPartner(f"{partner} has no key named {name!r} that works")
    working.filter(Q(ends_at=None) | Q(ends_at__gt=at)).update(ends_at=at)


def _working(partner: Partner, now: datetime) -> QuerySet[PartnerKey]:
    return PartnerKey.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), partner=partner)
