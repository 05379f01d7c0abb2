"""Which desks an article stands on, and why: what the desks ask for, rules, and the editors' own rulings.

Pure. Strongest first:

    an editor's ruling    the last word on the desk counts: pinned on it, or barred from it
    a rule that keeps off  its desk, and the desks below it
    the desk itself, or a rule that places

A desk holds what the desks below it hold. So whatever is barred or kept off a desk is so from the desks
below it as well, unless an editor pinned it there later.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.desks import topics
from service.desks.territories import lies_in
from service.desks.topics import Subject, folded
from service.desks.weights import Region, heavy

BECAUSE = 300
"""Characters of a reason at most."""
QUOTED = 3
"""How many regions or topics a reason names at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """What a desk or a rule asks of an article: any value of each kind, and all the kinds that it names.

    Regions are UN M.49 or ISO 3166 codes, topics IPTC codes, each with all that lies below; sources are
    names; tags are a source's own words, compared folded; languages are BCP 47, `zh` meaning `zh-Hans` too.
    """

    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.regions, self.topics, self.sources, self.tags, self.languages))


@dataclass(frozen=True, slots=True)
class DeskRule:
    """A desk, as far as placing needs it. `parent` is the id of the desk above; one that asks nothing takes
    nothing by itself."""

    id: int
    slug: str
    asks: Asks = Asks()
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What asks for more than a desk itself, or keeps off: `places` says which."""

    name: str
    desk: int
    places: bool
    asks: Asks


@dataclass(frozen=True, slots=True)
class Pin:
    """An editor's word on an article and a desk: pinned on it, or barred from it."""

    desk: int
    on: bool
    because: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What of an article rules may ask for. `tags` are folded."""

    regions: Sequence[Region]
    subjects: Sequence[Subject]
    source: str
    tags: frozenset[str]
    language: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A desk that an article stands on, why, how heavily (the weight of the desk's regions in it, or of all
    where it is not regions that decide), and whether an editor said so."""

    desk: int
    slug: str
    because: str
    weight: int
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A desk that an article would stand on, were it not kept off, and why it is."""

    desk: int
    slug: str
    because: str


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an article stands, and what it is kept off."""

    on: tuple[Standing, ...] = ()
    off: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class _Match:
    because: str
    weight: int


def stand(
    facts: Facts, desks: Sequence[DeskRule], rules: Sequence[Rule] = (), pins: Sequence[Pin] = ()
) -> Stand:
    """Where the article of `facts` stands, in the desks' order. `pins` are in the order they were said."""
    parents = {desk.id: desk.parent for desk in desks}
    slugs = {desk.id: desk.slug for desk in desks}
    keeping = [(rule, met) for rule in rules if not rule.places and (met := _match(rule.asks, facts))]
    placing = [(rule, met) for rule in rules if rule.places and (met := _match(rule.asks, facts))]
    on, off = [], []
    for desk in desks:
        line = _line(desk.id, parents)
        word = next(
            (pin for pin in reversed(pins) if pin.desk == desk.id or (not pin.on and pin.desk in line)), None
        )
        if word and word.on:
            on.append(Standing(desk.id, desk.slug, word.because[:BECAUSE], _whole(facts), pinned=True))
            continue
        standing = _by_rules(desk, facts, placing)
        if standing is None:
            continue
        against = _ruled_out(word, desk, slugs) if word else _kept_off(desk, line, keeping, slugs)
        if against:
            off.append(Kept(desk.id, desk.slug, against[:BECAUSE]))
        else:
            on.append(standing)
    return Stand(tuple(on), tuple(off))


def _by_rules(desk: DeskRule, facts: Facts, placing: Sequence[tuple[Rule, _Match]]) -> Standing | None:
    own = _match(desk.asks, facts)
    found = [own] if own else []
    found += [
        _Match(f"rule {rule.name}: {met.because}", met.weight)
        for rule, met in placing
        if rule.desk == desk.id
    ]
    if not found:
        return None
    because = "; ".join(one.because for one in found)
    return Standing(desk.id, desk.slug, because[:BECAUSE], max(one.weight for one in found))


def _ruled_out(word: Pin, desk: DeskRule, slugs: Mapping[int, str]) -> str:
    return word.because if word.desk == desk.id else f"{slugs[word.desk]}, which is above it: {word.because}"


def _kept_off(
    desk: DeskRule, line: Sequence[int], keeping: Sequence[tuple[Rule, _Match]], slugs: Mapping[int, str]
) -> str:
    for rule, met in keeping:
        if rule.desk in line:
            above = "" if rule.desk == desk.id else f" keeps it off {slugs[rule.desk]}, which is above"
            return f"rule {rule.name}{above}: {met.because}"
    return ""


def _line(desk: int, parents: Mapping[int, int | None]) -> list[int]:
    """`desk` and the desks above it. A circle of parents ends where it began."""
    found: list[int] = []
    at: int | None = desk
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return found


def _match(asks: Asks, facts: Facts) -> _Match | None:
    """Why `facts` are what is asked for; None if they are not, or nothing is asked."""
    if not asks:
        return None
    reasons: list[str] = []
    weight = _whole(facts)
    if asks.regions:
        mine = [
            one for one in heavy(facts.regions) if any(lies_in(one.code, region) for region in asks.regions)
        ]
        reasons.append("; ".join(f"{one.code} {one.because}" for one in mine[:QUOTED]))
        weight = sum(one.weight for one in mine)
    if asks.topics:
        reasons.append(_topics(asks.topics, facts.subjects))
    if asks.sources:
        reasons.append(f"source {facts.source}" if facts.source in asks.sources else "")
    if asks.tags:
        tagged = [tag for tag in asks.tags if folded(tag) in facts.tags]
        reasons.append("tagged " + ", ".join(f"“{tag}”" for tag in tagged[:QUOTED]) if tagged else "")
    if asks.languages:
        spoken = any(speaks(facts.language, language) for language in asks.languages)
        reasons.append(f"written in {facts.language}" if spoken else "")
    return _Match(" and ".join(reasons), weight) if all(reasons) else None


def _topics(asked: Sequence[str], subjects: Sequence[Subject]) -> str:
    met = [one for one in subjects if any(topics.lies_in(one.code, topic) for topic in asked)]
    return "; ".join(f"topic {one.code} {topics.name(one.code)}: {one.because}" for one in met[:QUOTED])


def speaks(tag: str, wanted: str) -> bool:
    """Whether a text in `tag` is one in the language `wanted` (RFC 4647, section 3.3.1, basic filtering)."""
    return f"{tag.lower()}-".startswith(f"{wanted.lower()}-")


def _whole(facts: Facts) -> int:
    """The weight of all that the article names, at least one."""
    return max(1, sum(region.weight for region in facts.regions))


def tagged(words: Iterable[str]) -> frozenset[str]:
    """A source's categories as rules compare them."""
    return frozenset(folded(word) for word in words)
