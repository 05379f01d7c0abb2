"""/metrics: the ledger's counters for Prometheus. Sums of the batches' counters, never of rows.

Only who asks this process directly, from this machine or its private network, is answered: nginx hides the
address, and a request that came through any proxy is not answered whatever it says about itself.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum
from django.http import HttpRequest, HttpResponse
from prometheus_client.core import CollectorRegistry, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from service import clock
from service.delivery.account import COUNTERS
from service.delivery.models import Batch, Mailing
from service.house.models import Problem

RECENT = timedelta(days=7)
"""Mailings opened within this time are counted."""
OF_MAILINGS = {
    "under way": Q(closed_at__isnull=True),
    "paused": Q(paused_at__isnull=False),
    "complete": Q(closed_at__isnull=False),
    "cancelled": Q(cancelled_at__isnull=False),
}
Family = GaugeMetricFamily


def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers of this moment, in Prometheus' text format; 404 for strangers."""
    if "X-Forwarded-For" in request.headers or not _near(request.META.get("REMOTE_ADDR", "")):
        return HttpResponse(status=404)
    registry = CollectorRegistry()
    registry.register(Ledger(clock.now()))
    return HttpResponse(generate_latest(registry), CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _near(peer: str) -> bool:
    try:
        return ip_address(peer).is_private
    except ValueError:
        return False


class Ledger(Collector):
    """The ledger at `now`."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterator[Family]:
        """What operators watch."""
        batches = Batch.objects.filter(message__mailing__opened_at__gt=self._now - RECENT)
        yield self._recipients(batches)
        yield self._residual(batches)
        yield self._mailings()
        yield from self._lanes()
        yield self._problems()

    def _recipients(self, batches: Any) -> Family:
        family = Family(
            "deskwire_recipients", "Recipients of the last week, by what became of them",
            labels=("lane", "language", "state"),
        )  # fmt: skip
        places = ("message__mailing__lane", "message__language")
        for row in batches.values(*places).annotate(**_sums()).order_by(*places):
            for state in COUNTERS:
                family.add_metric([row[places[0]], row[places[1]], state], row[f"sum_{state}"])
        return family

    def _residual(self, batches: Any) -> Family:
        family = Family("deskwire_residual", "Recipients that the equation leaves over: 0, or call somebody")
        sums = batches.aggregate(**_sums())
        family.add_metric([], 2 * sums["sum_recipients"] - sum(sums.values()))
        return family

    def _mailings(self) -> Family:
        family = Family("deskwire_mailings", "Mailings of the last week", labels=("standing",))
        recent = Mailing.objects.filter(opened_at__gt=self._now - RECENT)
        counts = recent.aggregate(
            **{name.replace(" ", "_"): Count("pk", filter=q) for name, q in OF_MAILINGS.items()}
        )
        for name in OF_MAILINGS:
            family.add_metric([name], counts[name.replace(" ", "_")])
        return family

    def _lanes(self) -> Iterable[Family]:
        due = Family("deskwire_batches_due", "Batches that could be sent now", labels=("lane",))
        oldest = Family(
            "deskwire_oldest_due_seconds", "How long the oldest of them has waited", labels=("lane",)
        )
        moved = Family("deskwire_lane_still_seconds", "Since the last outcome was written", labels=("lane",))
        for lane in Mailing.Lane.values:
            batches = Batch.objects.filter(message__mailing__lane=lane)
            ready = batches.filter(due_at__lte=self._now, message__mailing__paused_at__isnull=True)
            counted = ready.aggregate(number=Count("pk"), first=Min("due_at"))
            due.add_metric([lane], counted["number"])
            oldest.add_metric([lane], self._seconds_since(counted["first"]))
            recent = batches.filter(message__mailing__opened_at__gt=self._now - RECENT)
            moved.add_metric([lane], self._seconds_since(recent.aggregate(last=Max("moved_at"))["last"]))
        return due, oldest, moved

    def _problems(self) -> Family:
        family = Family("deskwire_problems", "Things set aside that are not mended")
        family.add_metric([], Problem.objects.filter(closed_at__isnull=True).count())
        return family

    def _seconds_since(self, moment: datetime | None) -> float:
        return max(0.0, (self._now - moment).total_seconds()) if moment else 0.0


def _sums() -> dict[str, Sum]:
    return {f"sum_{name}": Sum(name, default=0) for name in COUNTERS}
