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

from service.audience.links import unsubscribe_token
from service.audience.models import Subscription
from service.audience.speaking import spoken
from service.delivery.plan import Draft, Recipient, plan
from service.desks.models import Desk, Version
from service.digests.letter import Paper, draft
from service.digests.models import Edition, EditionItem, Run
from service.digests.offers import offers_for
from service.digests.readers import cohort, had, lists_of, run_label, wanted
from service.digests.selection import Choice, Offer, chosen, elsewhere, ranked
from service.errors import GiveUp
from service.house.models import House, set_aside, settle

Letters = list[tuple[Draft, list[Recipient]]]


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
    selected = {
        variant: (readers, chosen(_left(offers, variant), variant.reading, house.languages, _most(run), now))
        for variant, readers in _variants(run, offers, house).items()
    }
    choices = [choice for _, picked in selected.values() for choice in picked]
    paper = _paper(run, house, offers, {choice.story for choice in choices})
    letters = []
    for variant in sorted(selected, key=lambda variant: variant.label):
        readers, picked = selected[variant]
        letters += _letters(run, paper, variant, readers, picked, now)
    return _freeze(run, letters, _items(run, offers, choices), now)


def _most(run: Run) -> int:
    return run.edition.digest.maximum


def _left(offers: Iterable[Offer], variant: Variant) -> Iterable[Offer]:
    return (offer for offer in offers if offer.story not in variant.dropped)


def _variants(run: Run, offers: Sequence[Offer], house: House) -> dict[Variant, list[Subscription]]:
    """The run's readers by variant."""
    subscriptions = cohort(run)
    lists, here = lists_of(subscriptions), wanted(run.edition.digest)
    before = had(run, subscriptions, {offer.story for offer in offers})
    gone = {several: elsewhere(offers, here, several) for several in {frozenset(), *lists.values()}}
    grouped: defaultdict[Variant, list[Subscription]] = defaultdict(list)
    for subscription in subscriptions.order_by("pk"):
        reader = subscription.reader
        several = lists.get(reader.pk, frozenset())
        dropped = gone[several] | before.get(reader.public_id, set())
        reading = tuple(reader.languages)
        grouped[Variant(spoken(reading, house.languages), reading, dropped)].append(subscription)
    return grouped


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


def _letters(
    run: Run,
    paper: Paper,
    variant: Variant,
    readers: Iterable[Subscription],
    choices: Sequence[Choice],
    now: datetime,
) -> Letters:
    """The variant's message with its recipients; none where there is nothing to send, or it cannot be set."""
    place = f"digest {run}: {variant.label}"
    if not choices:
        return []
    try:
        message = draft(paper, variant.locale, run_label(run) + variant.label, choices)
    except GiveUp as error:
        set_aside(place, f"was not sent: {error}", now)
        return []
    settle(place, now)
    scope = run.edition.digest.scope
    return [(message, [_recipient(subscription, scope) for subscription in readers])]


def _recipient(subscription: Subscription, scope: str) -> Recipient:
    return Recipient(
        recipient=subscription.reader.public_id,
        address=subscription.reader.address,
        scope=scope,
        slots={"unsubscribe": unsubscribe_token(subscription)},
    )


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


def _freeze(run: Run, letters: Letters, items: list[EditionItem], now: datetime) -> Composed:
    """Save all of it in one transaction, unless somebody else did; the run's lease is the caller's."""
    state = Run.State.SENT if letters else Run.State.EMPTY
    with transaction.atomic():
        mine = Run.objects.filter(pk=run.pk, state=Run.State.PLANNED).update(state=state, until=now)
        if not mine:
            run.refresh_from_db(fields=["state", "recipients"])
            return Composed([], run.recipients, 0, run.state)
        if not letters:
            return Composed([], 0, 0, state)
        planned = plan(f"digest/{run.edition.digest.scope}/{run.edition.date}", letters, now)
        EditionItem.objects.bulk_create(items)
        Edition.objects.filter(pk=run.edition_id).update(mailing=planned.mailing)
        Run.objects.filter(pk=run.pk).update(recipients=planned.planned)
    return Composed(planned.batches, planned.planned, planned.excluded, state)
