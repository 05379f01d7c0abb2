"""The watch over mailings: asks for alarms, calls the operators, pauses what must not go on."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Min, Sum

from service.delivery.models import Batch, Mailing
from service.feedback.alarms import Standing, alarms
from service.feedback.models import Event, Watched
from service.house.models import Problem, set_aside, settle

WATCHED = timedelta(days=3)
NAMES = ("twice", "too many", "still", "in doubt")


def watch(now: datetime) -> list[str]:
    """Look over the mailings of the last days; the names of the alarms that are on, mailing by mailing."""
    on = []
    for standing, mailing in standings(now):
        told = {alarm.name: alarm for alarm in alarms(standing, now)}
        for name in NAMES:
            place = f"mailing {mailing.key}: {name}"
            if name in told:
                set_aside(place, told[name].what, now)
                on.append(place)
            elif Problem.objects.filter(place=place, closed_at__isnull=True).exists():
                settle(place, now)
        if any(alarm.stops for alarm in told.values()) and mailing.paused_at is None:
            Mailing.objects.filter(pk=mailing.pk, paused_at__isnull=True).update(
                paused_at=now, paused_because=next(alarm.what for alarm in told.values() if alarm.stops)[:300]
            )
    return on


def standings(now: datetime) -> Iterable[tuple[Standing, Mailing]]:
    """The mailings of the last days as they stand: counters of batches, never rows of the ledger."""
    for mailing in Mailing.objects.filter(opened_at__gt=now - WATCHED, cancelled_at__isnull=True):
        counted = Batch.objects.filter(message__mailing=mailing).aggregate(
            recipients=Sum("recipients", default=0),
            to_do=Sum("planned", default=0) + Sum("deferred", default=0),
            uncertain=Sum("uncertain", default=0),
            due=Min("due_at"),
        )
        delivered, twice = _deliveries(mailing)
        yield (
            Standing(
                mailing=mailing.key,
                recipients=counted["recipients"],
                to_do=counted["to_do"],
                uncertain=counted["uncertain"],
                moved_at=_moved(mailing, counted["to_do"], now),
                paused=mailing.paused_at is not None,
                delivered=delivered,
                delivered_twice=twice,
                next_due_at=counted["due"],
            ),
            mailing,
        )


def _deliveries(mailing: Mailing) -> tuple[int, int]:
    """How many deliveries are reported, and how many recipients with more than one copy.

    Each way news comes is counted by itself: a log and a provider name the same copy differently.
    """
    told = Event.objects.filter(mailing=mailing.pk, kind=Event.Kind.DELIVERED)
    by_way = told.values("how").annotate(events=Count("pk")).order_by().values_list("events", flat=True)
    copies = told.exclude(mark="").values("delivery", "how").annotate(copies=Count("mark", distinct=True))
    return max(by_way, default=0), copies.filter(copies__gt=1).values("delivery").distinct().count()


def _moved(mailing: Mailing, to_do: int, now: datetime) -> datetime:
    """When `mailing` last moved, as far as this watch has seen; deferring and trying again is no movement."""
    row, new = Watched.objects.get_or_create(mailing=mailing.pk, defaults={"to_do": to_do, "moved_at": now})
    if not new and row.to_do != to_do:
        row.to_do, row.moved_at = to_do, now
        row.save(update_fields=["to_do", "moved_at"])
    return row.moved_at
