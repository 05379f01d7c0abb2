"""A partner outlet for the tests: Almaty Courier, with a trial key and an entitlement."""

from datetime import timedelta

from service.desks.models import Desk
from service.syndication.keys import key_digest
from service.syndication.models import Entitlement, Partner, PartnerKey
from tests.cast import NOON

KEY = "a-secret-for-trials"


def an_outlet(slug: str = "courier", key: str = KEY) -> Partner:
    """A partner with one key."""
    partner = Partner.objects.create(slug=slug, name=slug.capitalize())
    PartnerKey.objects.create(partner=partner, sha256=key_digest(key), since=NOON - timedelta(days=9))
    return partner


def an_entitlement(partner: Partner, desk: Desk, language: str = "fr") -> Entitlement:
    """The partner may have the desk's articles in the language; its feed is due."""
    return Entitlement.objects.create(partner=partner, desk=desk, language=language, due_at=NOON)
