"""How heavy each named place is in an article, and which are heavy enough to decide a desk."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.desks.context import Mention

KIND = {"territory": 2, "people": 1, "city": 1, "part": 1, "weak": 1}
"""A country's own name says more than an adjective, one of its parts or one of its cities."""
PLACE = {"headline": 3, "lead": 2, "text": 1}
"""Where a name stands, weightiest first."""
TENTH = 0.1
"""The share of all weight from which on a region decides a desk without standing in the headline or lead."""
FORMS = 3
"""How many spellings a reason quotes at most."""
SEEN = 20
"""How many mentions of a region are kept with their places."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name as it was found, and where: headline, lead or text.

    `start` and `end` count characters of the headline, or of the body's plain text.
    """

    code: str
    kind: str
    words: str
    where: str
    start: int = 0
    end: int = 0

    @property
    def weight(self) -> int:
        """What this one mention adds."""
        return KIND[self.kind] * PLACE[self.where]


@dataclass(frozen=True, slots=True)
class Region:
    """A region or country that an article names (UN M.49 or ISO 3166), why, and how heavily.

    `prominent`: it stands in the headline or the lead. `seen`: the first of its mentions, in their order.
    """

    code: str
    because: str
    weight: int
    prominent: bool
    seen: tuple[Sighting, ...] = ()


def sightings(text: str, mentions: Iterable[Mention], where: str, before: int = 0) -> list[Sighting]:
    """The mentions found in `text`, which stands in the place `where`, behind `before` characters of it."""
    return [
        Sighting(
            one.name.code,
            one.name.kind,
            text[one.start : one.end],
            where,
            one.start + before,
            one.end + before,
        )
        for one in mentions
    ]


def weigh(found: Sequence[Sighting]) -> tuple[Region, ...]:
    """The regions that were found, heaviest first; codes decide among equals."""
    groups: dict[str, list[Sighting]] = {}
    for one in found:
        groups.setdefault(one.code, []).append(one)
    regions = [_region(code, group) for code, group in groups.items()]
    return tuple(sorted(regions, key=lambda region: (-region.weight, region.code)))


def _region(code: str, group: Sequence[Sighting]) -> Region:
    where = min((one.where for one in group), key=lambda place: -PLACE[place])
    forms = [form for form, _ in Counter(one.words for one in group).most_common(FORMS)]
    times = f"once, in the {where}" if len(group) == 1 else f"{len(group)} times, first in the {where}"
    because = f"named {times}: {', '.join(forms)}"
    order = sorted(group, key=lambda one: (one.where != "headline", one.start))
    weight = sum(one.weight for one in group)
    return Region(code, because[:300], weight, where != "text", tuple(order[:SEEN]))


def heavy(regions: Sequence[Region]) -> list[Region]:
    """Those that are heavy enough to decide a desk, heaviest first."""
    total = sum(region.weight for region in regions)
    return [region for region in regions if region.prominent or region.weight >= TENTH * total]
