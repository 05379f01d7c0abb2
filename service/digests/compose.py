"""Compose a run: load what is new, group its readers by what they are to get, set, and freeze in the ledger.

Everything is set once per variant, never per reader. Setting happens before the transaction; the run's
items, its mailing and its state are then saved together, by whoever comes first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from service.audience.speaking import spoken
from service.delivery.audience import Audience, variants
from service.delivery.plan import Draft, freeze
from service.digests import words
from service.digests.letter import Paper, draft, paper_for
from service.digests.models import Edition, EditionItem, Run, Told
from service.digests.offers import offers_for
from service.digests.policies import policy_of
from service.digests.ranking import Offer, ranked
from service.digests.readers import Cohort, audience, run_label
from service.digests.selection import Policy, Selection, awaited, chosen
from service.errors import GiveUp
from service.house.models import House, set_aside, settle

LOOK_AGAIN = timedelta(minutes=1)
"""How often an edition that waits for translations looks whether they came."""
HAD = "its readers had it before, or get it in another list"


@dataclass(frozen=True, slots=True)
class Composed:
    """What came of a run. `batches` are ids of the ledger's batches, due at once; `again_at` is when one that
    still waits is looked at again."""

    batches: list[int]
    recipients: int
    excluded: int
    state: str
    again_at: datetime | None = None


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


Selected = dict[Variant, Selection]


def compose(run: Run, house: House, now: datetime) -> Composed:
    """Compose `run` (with its edition, digest and desk) and plan its mailing; nothing new is state EMPTY.

    A run that was composed before is left as it is; one that waits, for an editor or for translations, stays
    PLANNED and is looked at again. A variant that cannot be set is set aside with its reason, and its readers
    get nothing; the others go out.
    """
    if run.state != Run.State.PLANNED:
        return Composed([], run.recipients, 0, run.state)
    if held := _held(run, now):
        return held
    policy = policy_of(run.edition.digest, house)
    said = words.words_of(run.edition.digest, run.edition.date)
    offers = ranked(offers_for(run, now), now, said)
    if len(offers) < run.edition.digest.minimum:
        offers = []
    cohort = audience(run, offers, house.mails_a_day)
    sizes = variants(cohort.people)
    called = {name: _variant(cohort, name, house) for name in sizes}
    selected = {variant: _select(offers, variant, policy, now) for variant in set(called.values())}
    if _waits(run, offers, selected, policy, now):
        return Composed([], 0, 0, run.state, min(now + LOOK_AGAIN, run.instant + policy.wait))
    stories = {choice.story for selection in selected.values() for choice in selection.taken}
    paper = paper_for(run.edition, house, offers, stories, said.introductions)
    letters: dict[Variant, Draft] = {}
    for variant in sorted(selected, key=lambda variant: variant.label):
        letter = _letter(run, paper, variant, selected[variant], now)
        if letter:
            letters[variant] = letter
    by_name = {name: letters[variant] for name, variant in called.items() if variant in letters}
    telling = {letter.label: selected[variant] for variant, letter in letters.items()}
    return _freeze(run, by_name, cohort.people, sizes, _Standing(offers, telling), now)


def _held(run: Run, now: datetime) -> Composed | None:
    """What becomes of a run that may not go now; None if it may."""
    place, until = f"digest {run}: approval", words.deadline(run)
    verdict = words.leave(run, now)
    if verdict is words.Leave.WAIT and until is not None:
        otherwise = "goes out" if run.edition.digest.unapproved == "send" else "does not go out"
        what = (
            f"waits for an editor until {until:%H:%MZ}: approve or refuse it; without a word it {otherwise}"
        )
        set_aside(place, what, now)
        return Composed([], 0, 0, run.state, until)
    settle(place, now)
    if verdict is words.Leave.FALL:
        Run.objects.filter(pk=run.pk, state=Run.State.PLANNED).update(state=Run.State.REFUSED)
        return Composed([], 0, 0, Run.State.REFUSED)
    return None


def _variant(cohort: Cohort, name: str, house: House) -> Variant:
    """The variant that the readers called `name` by their query get."""
    reading, dropped = cohort.read(name)
    return Variant(spoken(reading, house.languages), reading, dropped)


def _select(offers: Iterable[Offer], variant: Variant, policy: Policy, now: datetime) -> Selection:
    return chosen(offers, variant.reading, policy, now, dict.fromkeys(variant.dropped, HAD))


def _waits(
    run: Run, offers: Sequence[Offer], selected: Selected, policy: Policy, now: datetime
) -> frozenset[int]:
    """The stories for whose translations the run still waits."""
    if now >= run.instant + policy.wait:
        return frozenset()
    hopes = (
        awaited(offers, variant.reading, selection, policy, now) for variant, selection in selected.items()
    )
    return frozenset().union(*hopes)


def _letter(run: Run, paper: Paper, variant: Variant, selection: Selection, now: datetime) -> Draft | None:
    """The variant's message; None where there is nothing to send, or it cannot be set."""
    place = f"digest {run}: {variant.label}"
    if not selection.taken:
        return None
    try:
        label = run_label(run) + variant.label
        message = draft(paper, variant.locale, variant.reading, label, selection.taken)
    except GiveUp as error:
        set_aside(place, f"was not sent: {error}", now)
        return None
    settle(place, now)
    return message


@dataclass(frozen=True, slots=True)
class _Standing:
    """What stands in a run: its ranking, and what each message (by its label) takes of it."""

    offers: Sequence[Offer]
    telling: Mapping[str, Selection]

    def items(self, run: Run) -> list[EditionItem]:
        """A row for each story that stands in any variant, in the run's own order."""
        because: dict[int, str] = {}
        for selection in self.telling.values():
            for choice in selection.taken:
                because.setdefault(choice.story, choice.because)
        standing = [offer.story for offer in self.offers if offer.story in because]
        return [
            EditionItem(run=run, story_id=story, position=place, because=because[story][:300])
            for place, story in enumerate(standing, 1)
        ]

    def told(self, items: Iterable[EditionItem], messages: Mapping[str, int]) -> list[Told]:
        """A row for each version in each of the `messages`, ids by label."""
        by_story = {item.story_id: item for item in items}
        return [
            Told(
                item=by_story[choice.story],
                message_id=messages[label],
                version_id=choice.version,
                place=place,
                because=choice.because[:300],
            )
            for label, selection in self.telling.items()
            for place, choice in enumerate(selection.taken, 1)
        ]


def _freeze(
    run: Run,
    letters: dict[str, Draft],
    people: Audience,
    sizes: Mapping[str, int],
    standing: _Standing,
    now: datetime,
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
        planned = freeze(run.edition.key, letters, people, now, sizes)
        items = EditionItem.objects.bulk_create(standing.items(run))
        messages = dict(planned.mailing.messages.values_list("label", "pk"))
        Told.objects.bulk_create(standing.told(items, messages), batch_size=500)
        Edition.objects.filter(pk=run.edition_id).update(mailing=planned.mailing)
        Run.objects.filter(pk=run.pk).update(recipients=planned.planned)
    return Composed(planned.batches, planned.planned, planned.excluded, state)
