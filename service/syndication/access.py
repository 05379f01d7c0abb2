"""May this request have this document? Pure: what was shown and what is known, in; an answer, out.

401 means "show a key that works", 403 "this key works, but not here", 429 "not so often". Each says what to
do, in a fixed text that tells nothing about other partners, keys or desks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from ipaddress import ip_address, ip_network

from service.syndication.keys import Shown, key_digest


@dataclass(frozen=True, slots=True)
class Known:
    """What we know of the key that was shown."""

    sha256: str
    partner: str
    """Slug of the outlet it belongs to."""
    active: bool
    since: datetime
    ends_at: datetime | None
    networks: Sequence[str] = ()
    """Where it may be used from; empty: anywhere."""


@dataclass(frozen=True, slots=True)
class Right:
    """What the contract says of the document that is asked for."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    agreed: bool = True
    """The partner takes this format."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status 200, or the refusal with its sentence. `after`: seconds for Retry-After; 0: none."""

    status: int
    says: str = ""
    after: int = 0


GRANTED = Answer(200)
SHOW_A_KEY = Answer(401, "Show your key: in an Authorization header, as Bearer or as the Basic password.\n")
NO_SUCH_KEY = Answer(401, "This key does not work. Check it, or ask the newsroom for a new one.\n")
KEY_ENDED = Answer(401, "This key is not valid at this time. Ask the newsroom for a new one.\n")
SUSPENDED = Answer(403, "Your access is suspended. Ask the newsroom.\n")
WRONG_PLACE = Answer(
    403, "This key may not be used from your address. Ask the newsroom to add the address to it.\n"
)
NOT_YOURS = Answer(403, "Your contract does not cover this feed. Ask the newsroom if it should.\n")
NOT_BEGUN = Answer(403, "Your contract for this feed has not begun. Ask the newsroom for its date.\n")
ENDED = Answer(403, "Your contract for this feed has ended. Ask the newsroom to renew it.\n")
NOT_AGREED = Answer(403, "Your contract does not name this format. Ask the newsroom if it should.\n")


def judged(
    slug: str, shown: Shown | None, known: Known | None, right: Right | None, now: datetime, caller: str = ""
) -> Answer:
    """The answer to a request for a document of the partner `slug`.

    `right` is None where the contract does not cover it; `caller` is the address of whoever asks.
    """
    if refusal := _key_refused(shown, known, now):
        return refusal
    if known is None or not known.active:
        return SUSPENDED
    if not _from_there(known.networks, caller):
        return WRONG_PLACE
    if right is None or known.partner != slug:
        return NOT_YOURS
    if right.starts_at and now < right.starts_at:
        return NOT_BEGUN
    if right.ends_at and now >= right.ends_at:
        return ENDED
    return GRANTED if right.agreed else NOT_AGREED


def too_often(seconds_left: int) -> Answer:
    """The answer to a partner that used up its requests of this hour."""
    said = f"You asked more often than your contract allows. Come back in {seconds_left} seconds.\n"
    return Answer(429, said, seconds_left)


def too_many_guesses(seconds_left: int) -> Answer:
    """The answer to an address from which too many keys were tried that do not work."""
    return Answer(429, "Too many keys from your address did not work. Come back later.\n", seconds_left)


def _key_refused(shown: Shown | None, known: Known | None, now: datetime) -> Answer | None:
    if shown is None:
        return SHOW_A_KEY
    if known is None or not compare_digest(known.sha256, key_digest(shown.key)):
        return NO_SUCH_KEY
    if shown.user is not None and shown.user != known.partner:
        return NO_SUCH_KEY
    if now < known.since or (known.ends_at is not None and now >= known.ends_at):
        return KEY_ENDED
    return None


def _from_there(networks: Sequence[str], caller: str) -> bool:
    if not networks:
        return True
    try:
        address = ip_address(caller)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in ip_network(network) for network in networks)
