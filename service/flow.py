"""The life of an article, one function a step, in order.

    pull         a source is read: articles and revisions                 then place
    place        an article finds its language, regions and desks         then publish, syndicate
    publish      a feed document is built and put up                      then announce
    announce     those who asked to be told of a feed are told
    insist       the same for those who did not answer the last time
    verify       one who asks to be told is asked whether he meant it
    syndicate    a partner's documents are built and put up               then push
    push         a partner's destination is told: corrections, withdrawals and kills first
    compose      a run of an edition is composed and frozen in the ledger then deliver
    deliver      batches of deliveries go out
    confirm      the same for mails that somebody waits for
    heed         what came back is understood: bounces, complaints, readers who leave by mail
    sweep        rings again for whatever is due, whoever forgot it

Each step takes ids and the moment, claims those rows that are due and free, works, and writes down that it
is done. Doing a step twice, or with ids that somebody else has, changes nothing. A row whose work fails
in a way nobody foresaw stays claimed until its lease ends and is then tried again; after a few times it is
put off and shown as a problem, so that one poisonous row cannot occupy the workers.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import Any, TypeVar

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from service import lease
from service.audience.bars import unwanted
from service.audience.links import signed_links
from service.delivery import post_office, verp
from service.delivery.closing import close_all
from service.delivery.controls import LANES, standing
from service.delivery.forgetting import forget
from service.delivery.hand import Row as Addressed
from service.delivery.models import Batch, Mailing
from service.delivery.send import Round
from service.desks import place as placing
from service.desks.board import Board
from service.digests import compose as composing
from service.digests import due as calendar
from service.digests import errata, stops
from service.digests.models import Run
from service.doorbell import ring
from service.feedback import arrivals, rounds
from service.feedback.models import Arrival
from service.feeds import build as feeds
from service.feeds import documents
from service.feeds.hub import announce as announcing
from service.feeds.hub import calls
from service.feeds.hub import round as hub_round
from service.feeds.models import FeedDocument, HubRequest, HubSubscription
from service.house.models import House, set_aside
from service.ingest import pull as ingest
from service.ingest.models import Article, Source
from service.syndication import alarms, entitlements, holders
from service.syndication import build as syndication
from service.syndication.models import Entitlement
from service.syndication.pushing import plan as planning
from service.syndication.pushing.round import serve
from service.syndication.pushing.tables import Destination

log = structlog.get_logger()
Row = TypeVar("Row", bound=lease.Leased)

NOWHERE = "return.invalid"
"""Stands for a return domain where only the token of the return path counts: a provider carries it along."""

WORK: dict[str, Callable[[], QuerySet[Any]]] = {
    "pull": lambda: Source.objects.filter(state=Source.State.ACTIVE),
    "place": lambda: Article.objects.select_related("source"),
    "publish": lambda: FeedDocument.objects.select_related("desk"),
    "announce": HubSubscription.prompt,
    "insist": HubSubscription.laggard,
    "verify": lambda: HubRequest.objects.select_related("document__desk"),
    "syndicate": Entitlement.standing,
    "push": lambda: Destination.objects.filter(active=True).select_related("partner"),
    "compose": lambda: Run.objects.select_related("edition__digest__desk"),
    "deliver": lambda: standing(Mailing.Lane.BULK),
    "confirm": lambda: standing(Mailing.Lane.CONFIRM),
    "heed": Arrival.objects.all,
}
"""The rows each step works on, in the order the steps follow each other."""


def pull(ids: Iterable[int], now: datetime) -> None:
    """Read the sources `ids`; ring for the articles that are new or changed."""
    for source in _claimed("pull", ids, now):
        pulled = ingest.pull(source, now)
        changed = [*pulled.new, *pulled.updated, *pulled.withdrawn]
        counts = {
            name: len(value) if isinstance(value, list) else value for name, value in asdict(pulled).items()
        }
        counts.pop("again_at")
        lease.finish(source, now, pulled.again_at, pulled_at=now, last_pull=counts)
        log.info("source.pulled", source=source.name, **counts)
        ring("place", changed)


def place(ids: Iterable[int], now: datetime) -> None:
    """Place the articles `ids` on their desks; ring for the feeds that change by it."""
    house = House.get()

    def tell(article: Article, placed: placing.Placed) -> None:
        ring("publish", documents.mark_due(placed.desks, placed.languages, now))
        ring("syndicate", entitlements.mark_due(placed.desks, now))
        ring("place", lease.mark_due(Article.objects.filter(pk__in=placed.translations), now))
        if placed.desks or article.state != Article.State.PRESENT:
            ring("syndicate", holders.mark_due(article, now))
            ring("push", holders.tell_former(article, now))

    board = Board.of(house)
    for article in _claimed("place", ids, now):
        if article.state == Article.State.KILLED:
            stops.stop(article, now)
        placed = placing.place(article, house, now, then=partial(tell, article), board=board)
        lease.finish(article, now, placed.again_at)


def publish(ids: Iterable[int], now: datetime) -> None:
    """Build and put up the feed documents `ids`."""
    house = House.get()
    for document in _claimed("publish", ids, now):
        built = feeds.publish(document, house, now)
        with transaction.atomic():
            if _put_up(document, built, now) and (up := built.values.get("sha256")):
                ring("announce", announcing.plan(document, up, now))


def announce(ids: Iterable[int], now: datetime) -> None:
    """Hand what is up to the subscribers and outside hubs `ids`, and to whom else it is due meanwhile."""
    _call("announce", ids, now)


def insist(ids: Iterable[int], now: datetime) -> None:
    """The same for those whose last call failed: they wait for each other alone."""
    _call("insist", ids, now)


def verify(ids: Iterable[int], now: datetime) -> None:
    """Ask the callbacks of the hub's requests `ids` whether they meant it."""
    _call("verify", ids, now)


def _call(step: str, ids: Iterable[int], now: datetime) -> None:
    house, began, first = House.get(), monotonic(), list(ids)
    pusher = calls.live(house)

    def present() -> datetime:
        return now + timedelta(seconds=monotonic() - began)

    def take(room: int) -> Iterator[hub_round.Job]:
        while room and (wanted := first[:room] or lease.due(WORK[step](), present(), limit=room)):
            del first[:room]
            room -= len(wanted)
            for row in _claimed(step, wanted, present):
                if job := calls.JOBS[step](row, house, pusher, present):
                    yield job

    hub_round.run(take)
    ring(step, lease.due(WORK[step](), present()))


def syndicate(ids: Iterable[int], now: datetime) -> None:
    """Build and put up the partners' documents of the entitlements `ids`."""
    house = House.get()
    for entitlement in _claimed("syndicate", ids, now):
        _put_up(entitlement, syndication.publish(entitlement, house, now), now)
        ring("push", planning.plan(entitlement, now))


def push(ids: Iterable[int], now: datetime) -> None:
    """Tell the partners' destinations `ids` what waits for them."""
    house = House.get()
    for destination in _claimed("push", ids, now):
        ended = serve(destination, house, _running(now))
        lease.finish(destination, now, ended.again_at, **ended.values)
        log.info("destination.served", destination=str(destination), handed=ended.handed)


def _running(now: datetime) -> Callable[[], datetime]:
    """A clock that stands at `now` and runs on from there."""
    began = monotonic()
    return lambda: now + timedelta(seconds=monotonic() - began)


def print_again(now: datetime) -> None:
    """Make due, and ring for, the documents whose files are gone from where this process sees them."""
    for step, root in (("publish", settings.FEEDS_ROOT), ("syndicate", settings.PARTNERS_ROOT)):
        built = WORK[step]().filter(built_at__isnull=False)
        gone = [row.pk for row in built if not (root / row.path).exists()]
        ring(step, lease.mark_due(built.filter(pk__in=gone), now))


def _put_up(row: lease.Leased, built: feeds.Built, began: datetime) -> bool:
    """Note what became of a document; False if another worker has it by now."""
    values = dict(built.values, outcome=built.outcome, built_at=began)
    if built.outcome == "written":
        values["written_at"] = began
    return lease.finish(row, began, **values)


def compose(ids: Iterable[int], now: datetime) -> None:
    """Compose the runs `ids` and freeze them in the ledger; ring for their batches."""
    house = House.get()
    for run in _claimed("compose", ids, now):
        composed = composing.compose(run, house, now)
        lease.finish(run, now, composed.again_at, state=composed.state, recipients=composed.recipients)
        log.info("run.composed", run=str(run), state=composed.state, recipients=composed.recipients)
        ring("deliver", composed.batches)


def deliver(ids: Iterable[int], now: datetime) -> None:
    """Send the batches `ids`, and then whatever else of the bulk lane is due, for a while."""
    _send("deliver", ids, now)


def confirm(ids: Iterable[int], now: datetime) -> None:
    """The same for the lane of mails that somebody waits for."""
    _send("confirm", ids, now)


def _send(step: str, ids: Iterable[int], now: datetime) -> None:
    began, sign = monotonic(), signed_links()

    def present() -> datetime:
        return now + timedelta(seconds=monotonic() - began)

    def links(row: Addressed) -> dict[str, str]:
        return sign(row.subject)

    round_ = Round(
        transport=post_office.way_out(LANES[step]),
        clock=present,
        formes=post_office.forme,
        journals=settings.JOURNAL_ROOT,
        lease_seconds=settings.LEASE_SECONDS,
        links=links,
        return_path=verp.paths(
            settings.RETURN_DOMAIN or NOWHERE * bool(settings.MAIL_PROVIDER), settings.SECRET_KEY.encode()
        ),
        bars=unwanted,
    )
    ring(step, round_.send(_in_turn(step, ids, present)))


def _in_turn(step: str, ids: Iterable[int], present: Callable[[], datetime]) -> Iterator[Batch]:
    """Claimed batches, one by one: first `ids`, then what else is due while the caller asks for more."""
    yield from _claimed(step, ids, present)
    while more := lease.due(WORK[step](), present(), limit=8):
        taken = False
        for batch in _claimed(step, more, present):
            taken = True
            yield batch
        if not taken:  # other workers are quicker
            return


def heed(ids: Iterable[int], now: datetime) -> None:
    """Understand the arrivals `ids`, and do what follows from them."""
    for arrival in _claimed("heed", ids, now):
        outcome = arrivals.heed(arrival, now)
        lease.finish(arrival, now, outcome=outcome[:300])
        log.info("arrival.heeded", arrival=str(arrival), outcome=outcome)


def sweep(now: datetime, catch_up: bool = False) -> dict[str, int]:
    """Open the runs whose hour has struck, and ring for all that is due; how many rows, by step.

    `catch_up` opens also the runs that came too late to be sent in ordinary life. While something is still
    on its way in for the first time, an edition waits for it: on a new installation the hour has struck
    before the first article has come.
    """
    if House.objects.exists() and not _arriving(now):
        calendar.open_runs(now, catch_up)
    rounds.look_after(now)
    close_all(now)
    announcing.tidy(now)
    forget(now, timedelta(days=settings.KEEP_DAYS))
    if House.objects.exists():
        ring("deliver", errata.tell(House.get(), now))
    alarms.watch(now)
    rung = ring_due(now)
    _ring_ahead(now)
    if any(rung.values()):
        log.info("sweep", **rung)
    return rung


def _ring_ahead(now: datetime) -> None:
    """Ring for the articles whose embargo ends before the next sweep: workers hear it at that very second."""
    soon = Article.objects.filter(due_at__gt=now, due_at__lte=now + timedelta(seconds=settings.SWEEP_SECONDS))
    for article, moment in soon.order_by("due_at").values_list("pk", "due_at")[:1000]:
        if moment:
            ring("place", [article], after=(moment - now).total_seconds() + 0.05)


def ring_due(now: datetime) -> dict[str, int]:
    """Ring for all that is due; how many rows, by step."""
    rung = {}
    for step, rows in WORK.items():
        ids = lease.due(rows(), now)
        ring(step, ids)
        rung[step] = len(ids)
    return rung


def _arriving(now: datetime) -> bool:
    """Whether a source was never read, or an article never placed; ones that failed before hold up nobody."""
    first = Q(due_at__lte=now, tries__lte=1)
    unread = Source.objects.filter(first, state=Source.State.ACTIVE, pulled_at__isnull=True)
    return unread.exists() or Article.objects.filter(first, version__isnull=True).exists()


def _claimed(step: str, ids: Iterable[int], moment: datetime | Callable[[], datetime]) -> Iterator[Any]:
    """Those of `ids` that are due and free, claimed one by one; poisonous ones are put off and shown."""
    for pk in ids:
        now = moment if isinstance(moment, datetime) else moment()
        for row in lease.claim(WORK[step](), [pk], now, settings.LEASE_SECONDS):
            if row.tries > lease.TRIES_BEFORE_ALARM:
                set_aside(
                    f"{step} {row}",
                    f"was begun {row.tries} times and never finished; it is tried again in an hour. "
                    f"The workers' log says why each attempt ended.",
                    now,
                )
                lease.put_back(row, now + timedelta(hours=1), tries=0)
            else:
                yield row
