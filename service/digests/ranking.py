"""In which order stories stand in an edition. Pure.

A story's score is

    freshness  x  about  x  variety

freshness: 1 for a story of this moment, a half at HALF_LIFE, a third at twice that, and so on;
about: 1 for the story that is most about the desk's regions, at least a half for one that touches them;
variety: VARIETY for each story of the same source that stands before it in the edition.

Editors go before the score: what they pin stands at the place they said, what they drop stands nowhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

HALF_LIFE = timedelta(hours=12)
"""A story of this age counts half as fresh as a new one, of twice this age a third, and so on."""
VARIETY = 0.85
"""What each earlier story of the same source leaves of a story's score."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A story that may stand in an edition."""

    story: int
    published: datetime
    """Of its first version."""
    weight: int
    """How much of it is about the desk's regions."""
    desks: frozenset[int]
    """All desks that hold it, with their ancestors."""
    versions: Mapping[str, int]
    """Ids of its versions by language."""
    source: str = ""
    """Of its first version."""
    stale: frozenset[str] = frozenset()
    """Languages whose version was translated before its original was corrected."""
    before: frozenset[str] = frozenset()
    """Languages it could be mailed in already when the readers' last edition was made."""
    mailable: datetime | None = None
    """When its first version could be mailed."""
    coming: frozenset[str] = frozenset()
    """Languages whose version may be mailed soon: it waits for the settle delay."""
    because: str = ""
    """Why it stands where it stands; `ranked` fills it in."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the editors said of an edition."""

    pins: Mapping[int, int] = field(default_factory=dict)
    """Stories and the places they are to have, counted from 1."""
    dropped: frozenset[int] = frozenset()
    introductions: Mapping[str, str] = field(default_factory=dict)
    """Plain text by language."""


def ranked(offers: Iterable[Offer], now: datetime, words: Words | None = None) -> list[Offer]:
    """`offers` that the editors did not drop, best first, each with its reason.

    Equal scores go by date, then by age in the tables, so that the same offers always come in the same order.
    """
    words = words or Words()
    left = [offer for offer in offers if offer.story not in words.dropped]
    most = max((offer.weight for offer in left), default=0) or 1
    pinned = [offer for offer in left if offer.story in words.pins]
    order = _varied([offer for offer in left if offer.story not in words.pins], most, now)
    for offer in sorted(pinned, key=lambda one: (words.pins[one.story], one.story)):
        place = words.pins[offer.story]
        order.insert(place - 1, replace(offer, because=f"pinned to place {place}, {told(offer, now)}"))
    return order


def _varied(offers: Sequence[Offer], most: int, now: datetime) -> list[Offer]:
    """By score, each source's best against the others' best."""
    queues: defaultdict[str, list[Offer]] = defaultdict(list)
    for offer in sorted(offers, key=lambda one: _key(one, score(one, most, now))):
        queues[offer.source].append(offer)
    taken: dict[str, int] = dict.fromkeys(queues, 0)

    def head(source: str) -> tuple[float, float, int, str]:
        offer, before = queues[source][taken[source]], taken[source]
        variety = VARIETY**before if source else 1
        return (*_key(offer, score(offer, most, now) * variety), source)

    heads = [head(source) for source in queues]
    heapify(heads)
    order = []
    while heads:
        *_, source = heappop(heads)
        order.append(_reasoned(queues[source][taken[source]], taken[source], now))
        taken[source] += 1
        if taken[source] < len(queues[source]):
            heappush(heads, head(source))
    return order


def score(offer: Offer, most: int, now: datetime) -> float:
    """Freshness, times how much of the story is about the desk; `most` is the greatest weight on offer."""
    return freshness(offer, now) * (0.5 + 0.5 * offer.weight / most)


def freshness(offer: Offer, now: datetime) -> float:
    """1 for a story of this moment, falling towards 0 with its age."""
    age = max(now - offer.published, timedelta(0))
    return 1 / (1 + age / HALF_LIFE)


def told(offer: Offer, now: datetime) -> str:
    """What its score is made of."""
    return f"{_age(now - offer.published)} old, weight {offer.weight}"


def _key(offer: Offer, worth: float) -> tuple[float, float, int]:
    return -worth, -offer.published.timestamp(), offer.story


def _reasoned(offer: Offer, earlier: int, now: datetime) -> Offer:
    after = f", after {earlier} of {offer.source}" if earlier and offer.source else ""
    return replace(offer, because=f"{told(offer, now)}{after}")


def _age(age: timedelta) -> str:
    hours = max(0, int(age / timedelta(hours=1)))
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"
