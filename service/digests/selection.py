"""Which stories an edition holds, and in what order. Pure.

An offer is a story that is new to a run's readers. Offers are ranked once for the run; each variant of the
edition then takes from the top what its readers have not had and do not get from a nearer desk, in the
version that its chain of languages prefers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.audience.negotiation import nearest

HALF_LIFE = timedelta(hours=12)
"""A story of this age counts half as fresh as a new one, of twice this age a third, and so on."""
SOONEST = {"breaking": 0, "daily": 1, "weekly": 2}


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of a reader's lists, as this choice sees it. `depth` is 0 for a desk without a parent."""

    desk: int
    slug: str
    depth: int
    cadence: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A story at its place in an edition, in one version, with the reason for its place."""

    story: int
    version: int
    language: str
    because: str


def ranked(offers: Iterable[Offer], now: datetime) -> list[Offer]:
    """`offers`, best first: freshness, times how much of the story is about the desk.

    The story that is most about the desk counts fully, one that touches it by the way at least half. Equal
    scores go by date, then by age in the tables, so that the same offers always come in the same order.
    """
    offers = list(offers)
    most = max((offer.weight for offer in offers), default=0) or 1

    def place(offer: Offer) -> tuple[float, float, int]:
        score = freshness(offer, now) * (0.5 + 0.5 * offer.weight / most)
        return -score, -offer.published.timestamp(), offer.story

    return sorted(offers, key=place)


def freshness(offer: Offer, now: datetime) -> float:
    """1 for a story of this moment, falling towards 0 with its age."""
    age = max(now - offer.published, timedelta(0))
    return 1 / (1 + age / HALF_LIFE)


def chosen(
    offers: Iterable[Offer], reading: Sequence[str], house: Sequence[str], maximum: int, now: datetime
) -> list[Choice]:
    """The first `maximum` of the ranked `offers`, each in the version for a reader of `reading`.

    `reading` is the reader's chain, best first; `house` the house's languages, its own first: what none of
    the reader's languages is near to comes in the first of those that it is in.
    """
    choices: list[Choice] = []
    for offer in offers:
        if len(choices) == maximum:
            break
        language = nearest(reading, in_house_order(offer.versions, house))
        because = f"{_age(now - offer.published)} old, weight {offer.weight}, in {language}"
        choices.append(Choice(offer.story, offer.versions[language], language, because))
    return choices


def in_house_order(languages: Iterable[str], house: Sequence[str]) -> list[str]:
    """`languages` in the order of the house's list, then those not on it by name."""
    place = {language: number for number, language in enumerate(house)}
    return sorted(languages, key=lambda language: (place.get(language, len(place)), language))


def elsewhere(offers: Iterable[Offer], here: Wanted, lists: Iterable[Wanted]) -> frozenset[int]:
    """Stories that a reader of `lists` gets in another list than `here`.

    A story that stands on several of a reader's desks comes with the most specific one, the deepest; with
    the soonest cadence of that desk; and by name where desks are equally deep.
    """
    lists = {here, *lists}
    gone = set()
    for offer in offers:
        holding = [wanted for wanted in lists if wanted.desk in offer.desks]
        if holding and min(holding, key=_nearness) != here:
            gone.add(offer.story)
    return frozenset(gone)


def _nearness(wanted: Wanted) -> tuple[int, int, str]:
    return -wanted.depth, SOONEST.get(wanted.cadence, len(SOONEST)), wanted.slug


def _age(age: timedelta) -> str:
    hours = max(0, int(age / timedelta(hours=1)))
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"
