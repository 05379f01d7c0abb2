"""May this request have this feed? Pure: what was shown and what is known, in; an answer, out.

401 means "show a key that works", 403 "this key works, but not here". Both say what to do, in a fixed text
that tells nothing about other partners, keys or desks.
"""

from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

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


@dataclass(frozen=True, slots=True)
class Answer:
    """Status 200, or the refusal with its sentence."""

    status: int
    says: str = ""


GRANTED = Answer(200)
SHOW_A_KEY = Answer(401, "Show your key: in an Authorization header, as Bearer or as the Basic password.\n")
NO_SUCH_KEY = Answer(401, "This key does not work. Check it, or ask the newsroom for a new one.\n")
KEY_ENDED = Answer(401, "This key is not valid at this time. Ask the newsroom for a new one.\n")
SUSPENDED = Answer(403, "Your access is suspended. Ask the newsroom.\n")
NOT_YOURS = Answer(403, "Your contract does not cover this feed. Ask the newsroom if it should.\n")


def judged(slug: str, shown: Shown | None, known: Known | None, entitled: bool, now: datetime) -> Answer:
    """The answer to a request for a feed of the partner `slug`. `entitled`: the contract covers it."""
    if shown is None:
        return SHOW_A_KEY
    if known is None or not compare_digest(known.sha256, key_digest(shown.key)):
        return NO_SUCH_KEY
    if shown.user is not None and shown.user != known.partner:
        return NO_SUCH_KEY
    if now < known.since or (known.ends_at is not None and now >= known.ends_at):
        return KEY_ENDED
    if not known.active:
        return SUSPENDED
    return GRANTED if known.partner == slug and entitled else NOT_YOURS
