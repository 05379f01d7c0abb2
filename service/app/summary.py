"""What a run came to, read from the tables: the same numbers for people (a table) and programs (JSON)."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q

from service.delivery.account import summed
from service.delivery.models import Batch, Delivery, Message
from service.desks.models import Version
from service.feeds.models import FeedDocument
from service.house.models import Problem
from service.ingest.models import Source
from service.syndication.models import Entitlement

State = Delivery.State
UNSENT = (State.DEFERRED, State.FAILED, State.UNCERTAIN)
MOST_ANSWERS = 20
Counts = dict[str, int]
SEEN = ("new", "updated", "withdrawn", "unchanged", "failed")
"""What a pull counts."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of one run; `problems` are those seen in it."""

    articles: Counts
    feeds: Counts
    editions: int
    mailings: Counts
    partners: Counts
    problems: list[dict[str, str]]

    @property
    def clean(self) -> bool:
        """Whether nothing failed, waits for another attempt, or was set aside."""
        bad = self.articles["failed"] + self.feeds["refused"] + self.partners["refused"]
        unsent = sum(self.mailings[name] for name in UNSENT)
        return not (bad or unsent or self.problems)

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)


def summed_up(began: datetime) -> Summary:
    """What happened since `began`."""
    return Summary(
        articles=_articles(began),
        feeds=_documents(FeedDocument.objects.values_list("outcome", "built_at", "written_at"), began),
        editions=Message.objects.filter(made_at__gte=began).values("mailing").distinct().count(),
        mailings=_mailings(began),
        partners=_documents(Entitlement.standing().values_list("outcome", "built_at", "written_at"), began),
        problems=set_aside_since(began) + unsent_since(began),
    )


def set_aside_since(began: datetime) -> list[dict[str, str]]:
    """What was set aside since `began` and still is: where and what, by place."""
    seen = Problem.objects.filter(seen_at__gte=began, closed_at__isnull=True).order_by("place")
    return [{"where": problem.place, "what": problem.what} for problem in seen]


def unsent_since(began: datetime) -> list[dict[str, str]]:
    """Why mails did not go out: one line for each answer of the other side, with one of those it concerns."""
    bad = Q(deferred__gt=0) | Q(failed__gt=0) | Q(uncertain__gt=0)
    rows = Delivery.objects.filter(
        batch__in=Batch.objects.filter(bad), changed_at__gte=began, state__in=UNSENT
    )
    answers = rows.values("state", "reply").annotate(mails=Count("pk"), one=Min("address"))
    return [
        {
            "where": f"mail to {answer['one']}"
            + (f" and {more} more" if (more := answer["mails"] - 1) else ""),
            "what": f"{State(answer['state']).label}: {answer['reply']}",
        }
        for answer in answers.order_by("-mails", "state", "reply")[:MOST_ANSWERS]
    ]


def _articles(began: datetime) -> Counts:
    pulls = list(Source.objects.filter(pulled_at__gte=began).values_list("last_pull", flat=True))
    counted = {name: sum(pull.get(name, 0) for pull in pulls) for name in SEEN}
    return {
        "pulled": counted["new"] + counted["updated"] + counted["unchanged"],
        "new": counted["new"],
        "updated": counted["updated"],
        "withdrawn": counted["withdrawn"],
        "held": Version.objects.filter(state=Version.State.HELD).count(),
        "failed": counted["failed"],
    }


def _documents(rows: Any, began: datetime) -> Counts:
    counts = {"written": 0, "unchanged": 0, "refused": 0}
    for outcome, built_at, written_at in rows:
        if written_at and written_at >= began:
            counts["written"] += 1
        elif outcome == "refused" and built_at and built_at >= began:
            counts["refused"] += 1
        else:
            counts["unchanged"] += 1
    return counts


def _mailings(began: datetime) -> Counts:
    """Of what was frozen in this run, from the batches' counters."""
    counts = asdict(summed(Batch.objects.filter(message__made_at__gte=began)))
    del counts["to_do"]  # of a run that came to its end, nothing is
    del counts["because"]
    return counts
