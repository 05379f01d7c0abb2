"""Compose a run: load what is new, group its readers by what they are to get, set, and freeze in the ledger.

Everything is set once per variant, never per reader. Setting happens before the transaction; the run's
items, its mailing and its state are then saved together, by whoever comes first.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from service.audience.speaking import spoken
from service.delivery.audience import Audience, variants
from service.delivery.plan import Draft, freeze
from service.desks.models import Desk, Version
from service.digests.letter import Paper, draft
from service.digests.models import Edition, EditionItem, Run
from service.digests.offers import offers_for
from service.digests.readers import Cohort, audience, run_label
from service.digests.selection import Choice, Offer, chosen, ranked
from service.errors import GiveUp
from service.house.models import House, set_aside, settle


@dataclass(frozen=True, slots=True)
class Composed:
    """What came of a run. `batches` are ids of the ledger's batches, due at once."""

    batches: list[int]
    recipients: int
    excluded: int
    state: str


@dataclass(frozen=True, slots=True)
class Variant:
    """All that makes one reader's edition differ from another's."""

    locale: str
    reading: tuple[str, ...]
    dropped: frozenset[int]
    """Stories of the run that its readers had before or get in another list."""

    @property
    def label(self) -> str:
        """Its name in the ledger: short, and the same whenever it is composed."""
        chain = ">".join(self.reading)
        whole = f"{chain} {sorted(self.dropped)}"
        return f"{self.locale} {chain[:100]} {sha256(whole.encode()).hexdigest()[:8]}"


def compose(run: Run, house: House, now: datetime) -> Composed:
    """Compose `run` (with its edition, digest and desk) and plan its mailing; nothing new is state EMPTY.

    A run that was composed before is left as it is. A variant that cannot be set is set aside with its
    reason, and its readers get nothing; the others go out.
    """
    if run.state != Run.State.PLANNED:
        return Composed([], run.recipients, 0, run.state)
    offers = ranked(offers_for(run, now), now)
    cohort = audience(run, offers, house.mails_a_day)
    called = {name: _variant(cohort, name, house) for name in variants(cohort.people)}
    selected = {
        variant: chosen(_left(offers, variant), variant.reading, house.languages, _most(run), now)
        for variant in set(called.values())
    }
    choices = [choice for picked in selected.values() for choice in picked]
    paper = _paper(run, house, offers, {choice.story for choice in choices})
    letters: dict[Variant, Draft] = {}
    for variant in sorted(selected, key=lambda variant: variant.label):
        letter = _letter(run, paper, variant, selected[variant], now)
        if letter:
            letters[variant] = letter
    by_name = {name: letters[variant] for name, variant in called.items() if variant in letters}
    return _freeze(run, by_name, cohort.people, _items(run, offers, choices), now)


def _variant(cohort: Cohort, name: str, house: House) -> Variant:
    """The variant that the readers called `name` by their query get."""
    reading, dropped = cohort.read(name)
    return Variant(spoken(reading, house.languages), reading, dropped)


def _most(run: Run) -> int:
    return run.edition.digest.maximum


def _left(offers: Iterable[Offer], variant: Variant) -> Iterable[Offer]:
    return (offer for offer in offers if offer.story not in variant.dropped)


def _paper(run: Run, house: House, offers: Iterable[Offer], stories: Collection[int]) -> Paper:
    versions = Version.objects.filter(story__in=stories, state=Version.State.PUBLISHED)
    by_story: defaultdict[int, list[Version]] = defaultdict(list)
    for version in versions.select_related("article__source").order_by("language", "published_at", "pk"):
        by_story[version.story_id].append(version)
    children = [
        (desk, frozenset(offer.story for offer in offers if desk.pk in offer.desks))
        for desk in Desk.objects.filter(parent=run.edition.digest.desk_id)
    ]
    return Paper(house, run.edition, children, by_story)


def _letter(
    run: Run, paper: Paper, variant: Variant, choices: Sequence[Choice], now: datetime
) -> Draft | None:
    """The variant's message; None where there is nothing to send, or it cannot be set."""
    place = f"digest {run}: {variant.label}"
    if not choices:
        return None
    try:
        message = draft(paper, variant.locale, run_label(run) + variant.label, choices)
    except GiveUp as error:
        set_aside(place, f"was not sent: {error}", now)
        return None
    settle(place, now)
    return message


def _items(run: Run, offers: Sequence[Offer], choices: Iterable[Choice]) -> list[EditionItem]:
    """A row for each story that stands in any variant, in the run's own order."""
    because: dict[int, str] = {}
    for choice in choices:
        because.setdefault(choice.story, choice.because)
    standing = [offer.story for offer in offers if offer.story in because]
    return [
        EditionItem(run=run, story_id=story, position=place, because=because[story])
        for place, story in enumerate(standing, 1)
    ]


def _freeze(
    run: Run, letters: dict[str, Draft], people: Audience, items: list[EditionItem], now: datetime
) -> Composed:
    """Save all of it in one transaction, unless somebody else did; the run's lease is the caller's."""
    state = Run.State.SENT if letters else Run.State.EMPTY
    with transaction.atomic():
        mine = Run.objects.filter(pk=run.pk, state=Run.State.PLANNED).update(state=state, until=now)
        if not mine:
            run.refresh_from_db(fields=["state", "recipients"])
            return Composed([], run.recipients, 0, run.state)
        if not letters:
            return Composed([], 0, 0, state)
        planned = freeze(f"digest/{run.edition.digest.scope}/{run.edition.date}", letters, people, now)
        EditionItem.objects.bulk_create(items)
        Edition.objects.filter(pk=run.edition_id).update(mailing=planned.mailing)
        Run.objects.filter(pk=run.pk).update(recipients=planned.planned)
    return Composed(planned.batches, planned.planned, planned.excluded, state)
