"""What an edition would be, or was, for a reader of some languages: nothing is saved, nothing is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.audience.speaking import spoken
from service.delivery.plan import Draft
from service.desks.models import Version
from service.digests import words
from service.digests.calendar import strike, zone_of
from service.digests.due import schedule_of
from service.digests.letter import draft, paper_for
from service.digests.models import Digest, Edition, Run
from service.digests.offers import offers_for
from service.digests.policies import policy_of
from service.digests.ranking import Offer, Words, ranked
from service.digests.selection import Choice, awaited, chosen
from service.errors import NoEdition
from service.house.models import House

DROPPED = "an editor dropped it"
FAR = 8
"""Days in which the next edition is looked for: a weekly digest has one in them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A story in a preview: its headline in the version that was taken, or in any; and why."""

    story: int
    language: str
    title: str
    because: str


@dataclass(frozen=True, slots=True)
class Preview:
    """An edition as readers of one chain of languages would get it."""

    scope: str
    day: date
    reading: tuple[str, ...]
    letter: Draft | None
    """None where nothing would be sent."""
    taken: tuple[Line, ...]
    left: tuple[Line, ...]
    remark: str = ""
    """What may still change or stop it."""


def preview(
    digest: Digest,
    house: House,
    reading: Sequence[str],
    now: datetime,
    day: date | None = None,
    zone: str = "UTC",
) -> Preview:
    """The edition of `digest` on `day` for readers of `reading` (BCP 47, best first) in the time zone `zone`.

    Without `day`, the next edition, with what is there by now. One whose hour has struck is made of what was
    there then, as far as it still stands; mails that some readers had before are not looked at. Raises
    NoEdition for an alert, for a time zone that is none, and for a date that has no edition.
    """
    run = _run(digest, now, day, zone)
    moment = min(now, run.instant)
    said = words.words_of(digest, run.edition.date)
    found = offers_for(run, moment, [zone])
    offers = ranked(found, moment, said)
    policy = policy_of(digest, house)
    few = len(offers) < digest.minimum
    selection = chosen([] if few else offers, reading, policy, moment, {})
    hoped = awaited(offers, reading, selection, policy, moment)
    left = [(offer.story, f"the edition needs {digest.minimum} stories") for offer in offers if few]
    left += [*selection.left, *((offer.story, DROPPED) for offer in found if offer.story in said.dropped)]
    return Preview(
        digest.scope,
        run.edition.date,
        tuple(reading),
        _letter(run, house, reading, selection.taken, _Ranking(offers, said)),
        tuple(_lines([(choice.story, choice.because) for choice in selection.taken], selection.taken)),
        tuple(_lines(left, ())),
        _remark(run, moment, len(hoped)),
    )


def _run(digest: Digest, now: datetime, day: date | None, zone: str) -> Run:
    clock, schedule = zone_of(zone), schedule_of(digest)
    if digest.cadence == Digest.Cadence.BREAKING:
        raise NoEdition(f"{digest} has no editions ahead: an alert is made of one story when it breaks")
    if clock is None:
        raise NoEdition(f"no IANA time zone is called {zone!r}")
    today = now.astimezone(clock).date()
    for each in [day] if day else [today + timedelta(days=ahead) for ahead in range(FAR)]:
        instant = strike(each, digest.hour, clock) if schedule.on(each) else None
        if instant is not None and (day or instant > now):
            return Run(edition=Edition(digest=digest, date=each), instant=instant)
    when = day or "any of the next days"
    raise NoEdition(f"{digest} has no edition on {when}: see its weekday and holidays")


@dataclass(frozen=True, slots=True)
class _Ranking:
    offers: Sequence[Offer]
    said: Words


def _letter(
    run: Run, house: House, reading: Sequence[str], taken: Sequence[Choice], ranking: _Ranking
) -> Draft | None:
    if not taken:
        return None
    stories = {choice.story for choice in taken}
    paper = paper_for(run.edition, house, ranking.offers, stories, ranking.said.introductions)
    return draft(paper, spoken(reading, house.languages), reading, "", taken)


def _lines(reasons: Sequence[tuple[int, str]], taken: Sequence[Choice]) -> list[Line]:
    """A line for each story and its reason, in their order."""
    used = {choice.story: choice.version for choice in taken}
    stories = [story for story, _ in reasons]
    told: dict[int, Version] = {}
    for version in Version.objects.filter(story__in=stories).order_by("published_at", "pk"):
        if version.pk == used.get(version.story_id) or version.story_id not in used:
            told.setdefault(version.story_id, version)
    return [Line(story, told[story].language, told[story].title, why) for story, why in reasons]


def _remark(run: Run, moment: datetime, hoped: int) -> str:
    said = []
    if hoped and moment < run.instant + timedelta(minutes=run.edition.digest.wait_minutes):
        said.append(f"waits for translations of {hoped} stories until the digest's wait is over")
    verdict, until = words.leave(run, moment), words.deadline(run)
    if verdict is words.Leave.WAIT and until is not None:
        said.append(f"waits for an editor's approval until {until:%Y-%m-%d %H:%MZ}")
    elif verdict is words.Leave.FALL:
        said.append("does not go out: an editor refused it, or nobody approved it in time")
    if run.edition.digest.paused:
        said.append("does not go out: the digest is paused")
    return "; ".join(said)


def headers_of(letter: Draft) -> Mapping[str, str]:
    """The headers of its mails; what differs by reader stands as a slot."""
    return {"From": f"{letter.sender_name} <{letter.sender}>", "Subject": letter.subject, **letter.headers}
