"""Who a run goes out to, what else they get, and what they have had."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat

from service.audience.models import Reader, Subscription
from service.delivery.audience import Audience
from service.delivery.models import Delivery
from service.desks.models import Desk
from service.digests.calendar import alert, strike, zone_of
from service.digests.models import Digest, Run, Told
from service.digests.ranking import Offer
from service.digests.selection import Wanted, elsewhere

NOT_HAD = (Delivery.State.EXCLUDED, Delivery.State.FAILED)
"""Deliveries that did not reach anybody. An uncertain one counts as had: better missed than twice."""


def subscribers(digest: Digest) -> QuerySet[Subscription]:
    """The subscriptions that `digest` goes out to, of readers who get mail."""
    return Subscription.objects.filter(
        desk=digest.desk_id,
        cadence=digest.cadence,
        ended_at__isnull=True,
        reader__state=Reader.State.ACTIVE,
    )


def cohort(run: Run) -> QuerySet[Subscription]:
    """The subscriptions of the readers for whom the hour of `run` strikes at its instant."""
    digest = run.edition.digest
    return subscribers(digest).filter(reader__timezone__in=zones(run)).select_related("reader")


def zones(run: Run) -> list[str]:
    """The names of the readers' time zones that `run` is for."""
    names = subscribers(run.edition.digest).values_list("reader__timezone", flat=True).distinct().order_by()
    return [name for name in names if strikes_with(run, name)]


def strikes_with(run: Run, name: str) -> bool:
    """Whether the hour of the run's edition strikes at its instant in the time zone called `name`."""
    zone, edition = zone_of(name), run.edition
    if zone is None:
        return False
    if edition.struck_at is not None:
        return alert(edition.struck_at, edition.digest.quiet, zone) == run.instant
    return strike(edition.date, edition.digest.hour, zone) == run.instant


def wanted(digest: Digest) -> Wanted:
    """`digest` as the choice of stories sees it."""
    return Wanted(digest.desk_id, digest.desk.slug, _depth(digest.desk), digest.cadence)


def _digests(beside: str) -> Iterable[Digest]:
    """The digests that go out beside one of the cadence `beside`: alerts and digests do not wait for each
    other."""
    alerts = Q(cadence=Digest.Cadence.BREAKING)
    kind = alerts if beside == Digest.Cadence.BREAKING else ~alerts
    return Digest.objects.filter(kind, paused=False).select_related("desk__parent__parent__parent")


def _depth(desk: Desk) -> int:
    return 0 if desk.parent is None else 1 + _depth(desk.parent)


@dataclass(frozen=True, slots=True)
class Cohort:
    """The readers of a run as the ledger will freeze them."""

    people: Audience
    dropped: Sequence[frozenset[int]]
    """For each mark of a variant: the stories that its readers do not get again."""

    def read(self, variant: str) -> tuple[tuple[str, ...], frozenset[int]]:
        """The chain of languages of a variant's readers, and the stories they had or get elsewhere."""
        marks, _, languages = variant.partition(" ")
        gone = (stories for mark, stories in zip(marks, self.dropped, strict=True) if mark == "1")
        return tuple(json.loads(languages)), frozenset().union(*gone)


def audience(run: Run, offers: Sequence[Offer], most_a_day: int) -> Cohort:
    """The readers of `run`, not read yet, with what makes one's edition differ from another's."""
    here = wanted(run.edition.digest)
    others = [(other, elsewhere(offers, here, [other])) for other in _others(here)]
    nearer = [(other, gone) for other, gone in others if gone]
    before = _before(run, [offer.story for offer in offers])
    marks = [_mark(_takes(other)) for other, _ in nearer] + [
        _mark(_got(mailing, messages)) for mailing, messages, _ in before
    ]
    rows = (
        cohort(run)
        .order_by()
        .values(
            recipient=F("reader__public_id"),
            address=F("reader__address"),
            subject=F("public_id"),
            place=F("pk"),
            variant=Concat(
                *marks, Value(" "), Cast("reader__languages", TextField()), output_field=TextField()
            ),
        )
    )
    dropped = [gone for _, gone in nearer] + [stories for _, _, stories in before]
    return Cohort(Audience(rows, run.edition.digest.scope, most_a_day), dropped)


def _others(here: Wanted) -> list[Wanted]:
    return [other for other in map(wanted, _digests(here.cadence)) if other != here]


def _takes(other: Wanted) -> QuerySet[Subscription]:
    """Whether the reader gets the list `other` too."""
    return Subscription.objects.filter(
        reader=OuterRef("reader"), desk=other.desk, cadence=other.cadence, ended_at__isnull=True
    )


def _got(mailing: int, messages: Collection[int]) -> QuerySet[Delivery]:
    """Whether the reader got one of `messages`."""
    of_it = Q(mailing=mailing, batch__message__in=messages)
    return Delivery.objects.filter(of_it, recipient=OuterRef("reader__public_id")).exclude(state__in=NOT_HAD)


def _mark(rows: QuerySet[Any]) -> Case:
    return Case(When(Exists(rows), then=Value("1")), default=Value("0"), output_field=TextField())


def _before(run: Run, stories: Collection[int]) -> list[tuple[int, list[int], frozenset[int]]]:
    """What was told of `stories` in other editions: the mailing, messages of it, and which stories they held.

    The messages of a mailing that held the same of these stories stand together.
    """
    told = Told.objects.filter(item__story__in=stories).exclude(item__run__edition=run.edition_id)
    rows = told.order_by("message", "item__story").values_list("message__mailing", "message", "item__story")
    held: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for mailing, message, story in rows:
        held[mailing, message].add(story)
    alike: defaultdict[tuple[int, frozenset[int]], list[int]] = defaultdict(list)
    for (mailing, message), sent in held.items():
        alike[mailing, frozenset(sent)].append(message)
    return [(mailing, messages, sent) for (mailing, sent), messages in alike.items()]


def run_label(run: Run) -> str:
    """How the labels of a run's messages begin."""
    return f"{run.instant:%Y-%m-%dT%H:%MZ} "
