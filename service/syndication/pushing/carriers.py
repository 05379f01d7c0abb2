"""The way to a destination, by its kind."""

from collections.abc import Callable

from django.conf import settings

from service.delivery.push import LivePusher
from service.errors import Unsafe
from service.house.models import House
from service.ingest.fetch import introduction
from service.ingest.sealing import unseal
from service.syndication.pushing.mail import Letter
from service.syndication.pushing.parcels import Carrier
from service.syndication.pushing.push import HttpPost
from service.syndication.pushing.sftp import SftpFolder
from service.syndication.pushing.tables import Destination

SECONDS = 20.0
"""For one POST: partners' machines may be slower than hubs' subscribers."""

Opening = Callable[[Destination, House], Carrier]


def opened(destination: Destination, house: House) -> Carrier:
    """The carrier for one round. Raises Unsafe or Unreadable where the destination is not in order."""
    secret = unseal(destination.sealed_secret)
    if destination.kind == Destination.Kind.MAIL:
        return Letter(destination.address, house)
    if not secret:
        raise Unsafe(f"{destination} has no secret: give it one in the newsroom file")
    if destination.kind == Destination.Kind.SFTP:
        return SftpFolder(destination.address, secret, destination.host_key, private=settings.PRIVATE_SOURCES)
    pusher = LivePusher(introduction(house.address), settings.PRIVATE_SOURCES, seconds=SECONDS)
    return HttpPost(destination.address, secret.split(), pusher)
