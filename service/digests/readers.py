"""Who a run goes out to, what else they get, and what they have had."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from service.audience.models import Reader, Subscription
from service.delivery.models import Delivery
from service.desks.models import Desk
from service.digests.calendar import strike, zone_of
from service.digests.models import Digest, EditionItem, Run
from service.digests.selection import Wanted

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
    zone = zone_of(name)
    return zone is not None and strike(run.edition.date, run.edition.digest.hour, zone) == run.instant


def lists_of(subscriptions: QuerySet[Subscription]) -> dict[int, frozenset[Wanted]]:
    """All lists of the readers of `subscriptions`, by reader, that have a digest which is not paused."""
    active = {(digest.desk_id, digest.cadence): wanted(digest) for digest in _digests()}
    rows = Subscription.objects.filter(ended_at__isnull=True, reader__in=subscriptions.values("reader"))
    found: defaultdict[int, set[Wanted]] = defaultdict(set)
    for reader, desk, cadence in rows.values_list("reader", "desk", "cadence"):
        if (desk, cadence) in active:
            found[reader].add(active[desk, cadence])
    return {reader: frozenset(lists) for reader, lists in found.items()}


def wanted(digest: Digest) -> Wanted:
    """`digest` as the choice of stories sees it."""
    return Wanted(digest.desk_id, digest.desk.slug, _depth(digest.desk), digest.cadence)


def _digests() -> Iterable[Digest]:
    """The digests that go out."""
    running = Digest.objects.filter(paused=False).exclude(cadence=Digest.Cadence.BREAKING)
    return running.select_related("desk__parent__parent__parent")


def _depth(desk: Desk) -> int:
    return 0 if desk.parent is None else 1 + _depth(desk.parent)


def had(run: Run, subscriptions: QuerySet[Subscription], stories: Collection[int]) -> dict[str, set[int]]:
    """Which of `stories` the readers of `subscriptions` were sent in other editions, by public id."""
    items = EditionItem.objects.filter(story__in=stories, run__state=Run.State.SENT)
    items = items.exclude(run__edition=run.edition_id).select_related("run__edition")
    held: defaultdict[Run, set[int]] = defaultdict(set)
    for item in items:
        held[item.run].add(item.story_id)
    found: defaultdict[str, set[int]] = defaultdict(set)
    for other, sent in held.items():
        for recipient in _recipients(other, subscriptions):
            found[recipient] |= sent
    return found


def _recipients(run: Run, among: QuerySet[Subscription]) -> Iterable[str]:
    """The public ids of the readers of the subscriptions `among` that got a message of `run`."""
    of_run = Q(mailing=run.edition.mailing_id, batch__message__label__startswith=run_label(run))
    got = Delivery.objects.filter(of_run, recipient__in=among.values("reader__public_id"))
    return got.exclude(state__in=NOT_HAD).values_list("recipient", flat=True)


def run_label(run: Run) -> str:
    """How the labels of a run's messages begin."""
    return f"{run.instant:%Y-%m-%dT%H:%MZ} "
