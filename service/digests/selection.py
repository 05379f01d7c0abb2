"""Which stories an edition holds, in which of their versions. Pure.

Offers are ranked once for a run (`ranking`); each variant of the edition then takes from the top what its
readers have not had and do not get from a nearer desk, in the version that their chain of languages finds
(`chain`). Whatever is left aside is left for a reason.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from service.digests.chain import Chain, Found, found
from service.digests.ranking import Offer, told

SOONEST = {"breaking": 0, "daily": 1, "weekly": 2}
NO_LANGUAGE = "in none of the reader's languages, and the chain ends there: only in "
LATE = "was told when it was new, in "


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of a reader's lists, as this choice sees it. `depth` is 0 for a desk without a parent."""

    desk: int
    slug: str
    depth: int
    cadence: str


@dataclass(frozen=True, slots=True)
class Policy:
    """How a digest chooses. `outdated` says whether translations older than their corrected original may
    stand in it, labelled."""

    chain: Chain
    maximum: int
    outdated: bool = False
    wait: timedelta = timedelta(0)
    """How long an edition waits for translations after its hour."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A story at its place in an edition, in one version, with the reason for its place."""

    story: int
    version: int
    language: str
    because: str
    outdated: bool = False
    """Its original was corrected after it was translated."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a variant holds, and why it holds no more."""

    taken: tuple[Choice, ...] = ()
    left: tuple[tuple[int, str], ...] = ()
    """Stories and reasons, in the order of the ranking."""


@dataclass(slots=True)
class _Choosing:
    """One variant, being chosen."""

    reading: Sequence[str]
    policy: Policy
    gone: Mapping[int, str]
    now: datetime
    taken: list[Choice] = field(default_factory=list)
    left: list[tuple[int, str]] = field(default_factory=list)

    def look_at(self, offer: Offer) -> None:
        """Take `offer`, or leave it with its reason."""
        near = self.found(offer)
        reason = self.objection(offer, near)
        if reason or near is None:
            self.left.append((offer.story, reason))
            return
        outdated = near.language in offer.stale
        why = [offer.because or told(offer, self.now), f"in {near.language}"]
        if near.because:
            why[-1] += f" ({near.because})"
        if outdated:
            why.append("translated before its original was corrected, labelled")
        version = offer.versions[near.language]
        self.taken.append(Choice(offer.story, version, near.language, ", ".join(why), outdated))

    def found(self, offer: Offer) -> Found | None:
        return found(self.reading, usable(offer, self.policy), self.policy.chain)

    def objection(self, offer: Offer, near: Found | None) -> str:
        if offer.story in self.gone:
            return self.gone[offer.story]
        if near is None:
            outdated = sorted(offer.stale & set(offer.versions))
            aside = f"; out of date in {', '.join(outdated)}" if outdated and not self.policy.outdated else ""
            return f"{NO_LANGUAGE}{', '.join(sorted(usable(offer, self.policy))) or 'none'}{aside}"
        earlier = found(self.reading, offer.before, self.policy.chain) if offer.before else None
        if earlier is not None:
            return f"{LATE}{earlier.language}"
        return "" if len(self.taken) < self.policy.maximum else f"the edition holds {self.policy.maximum}"


def usable(offer: Offer, policy: Policy) -> list[str]:
    """The languages in which `offer` may stand in an edition."""
    return [language for language in offer.versions if policy.outdated or language not in offer.stale]


def chosen(
    offers: Iterable[Offer], reading: Sequence[str], policy: Policy, now: datetime, gone: Mapping[int, str]
) -> Selection:
    """What a reader of `reading` (best first) gets of the ranked `offers`, without those that are `gone`."""
    choosing = _Choosing(reading, policy, gone, now)
    for offer in offers:
        choosing.look_at(offer)
    return Selection(tuple(choosing.taken), tuple(choosing.left))


def awaited(
    offers: Iterable[Offer], reading: Sequence[str], selection: Selection, policy: Policy, now: datetime
) -> frozenset[int]:
    """Stories of `selection` whose version in the reader's first language may still come in time.

    One is awaited while its version is on its way, or while the story itself is younger than the wait. Only a
    language of the house is awaited: nothing tells that others ever come.
    """
    first = reading[0] if reading else ""
    if first not in policy.chain.house:
        return frozenset()
    standing = {choice.story for choice in selection.taken if choice.language != first or choice.outdated}
    silent = {story for story, why in selection.left if why.startswith(NO_LANGUAGE)}
    hoped = (offer for offer in offers if offer.story in standing | silent)
    return frozenset(offer.story for offer in hoped if _may_come(offer, first, policy, now))


def _may_come(offer: Offer, language: str, policy: Policy, now: datetime) -> bool:
    young = offer.mailable is not None and now - offer.mailable < policy.wait
    return language in offer.coming or young


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
