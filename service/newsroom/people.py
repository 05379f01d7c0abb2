"""The readers of a plan go into the tables, with what they asked for and how we know.

Readers in a newsroom file are for trials and for moving in. The file brings them and keeps their languages
and time zone; it takes nobody away, and it brings nobody back: a subscription that ended stays ended.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from service.audience.addresses import canonical
from service.audience.models import Consent, Reader, Subscription
from service.desks.models import Desk
from service.errors import BadAddress
from service.newsroom.plan import Plan, ReaderPlan
from service.newsroom.tally import Tally

HOW = "newsroom file"


def load_readers(plan: Plan, desks: dict[str, Desk], tally: Tally, now: datetime) -> None:
    """The plan's readers, active, with their subscriptions. Addresses that cannot be ones are set aside."""
    wanted = _by_address(plan.readers, tally)
    known = Reader.objects.in_bulk(list(wanted), field_name="address")
    fresh = [
        Reader(
            address=address,
            languages=list(reader.languages),
            timezone=reader.timezone,
            state=Reader.State.ACTIVE,
            since=now,
        )
        for address, reader in wanted.items()
        if address not in known
    ]
    Reader.objects.bulk_create(fresh, batch_size=500)
    tally.created += len(fresh)
    _update(known.values(), wanted, tally)
    scopes = _scopes(plan, desks)
    _subscribe([*known.values(), *fresh], wanted, scopes, now, tally)
    for slug in {slug for reader in wanted.values() for slug in reader.desks} - set(scopes):
        tally.problems[f"newsroom file: readers of {slug}"] = (
            "they get nothing, because the desk has no digest: give it one, or take the desk from its readers"
        )


def _by_address(readers: Iterable[ReaderPlan], tally: Tally) -> dict[str, ReaderPlan]:
    wanted: dict[str, ReaderPlan] = {}
    for reader in readers:
        shown = reader.email if reader.email.isprintable() else ascii(reader.email)
        place = f"newsroom file: reader {shown}"
        try:
            address = canonical(reader.email)
        except BadAddress as error:
            tally.problems[place] = f"set aside: {error}"
            continue
        if address in wanted:
            tally.problems[place] = "listed more than once: the first entry counts, take the others out"
        wanted.setdefault(address, reader)
    return wanted


def _update(known: Iterable[Reader], wanted: dict[str, ReaderPlan], tally: Tally) -> None:
    changed = []
    for row in known:
        plan = wanted[row.address]
        if (row.languages, row.timezone) != (list(plan.languages), plan.timezone):
            row.languages, row.timezone = list(plan.languages), plan.timezone
            changed.append(row)
    Reader.objects.bulk_update(changed, ["languages", "timezone"], batch_size=500)
    tally.changed += len(changed)


def _scopes(plan: Plan, desks: dict[str, Desk]) -> dict[str, list[tuple[Desk, str]]]:
    """The digests that each desk has, by the desk's slug."""
    scopes: dict[str, list[tuple[Desk, str]]] = defaultdict(list)
    for digest in plan.digests:
        scopes[digest.desk].append((desks[digest.desk], digest.cadence))
    return scopes


def _subscribe(
    readers: Iterable[Reader],
    wanted: dict[str, ReaderPlan],
    scopes: dict[str, list[tuple[Desk, str]]],
    now: datetime,
    tally: Tally,
) -> None:
    """Add the subscriptions that are not there yet, each with its consent."""
    had = set(Subscription.objects.values_list("reader_id", "desk_id", "cadence"))
    fresh = [
        Subscription(reader=reader, desk=desk, cadence=cadence, since=now)
        for reader in readers
        if reader.state == Reader.State.ACTIVE
        for desk, cadence in _asked_for(wanted[reader.address], scopes)
        if (reader.pk, desk.pk, cadence) not in had
    ]
    Subscription.objects.bulk_create(fresh, batch_size=500)
    Consent.objects.bulk_create(
        [Consent(reader=one.reader, verb="imported", scope=one.scope, how=HOW, at=now) for one in fresh],
        batch_size=500,
    )
    tally.created += len(fresh)


def _asked_for(plan: ReaderPlan, scopes: dict[str, list[tuple[Desk, str]]]) -> Iterable[tuple[Desk, str]]:
    for slug in plan.desks:
        for desk, cadence in scopes.get(slug, ()):
            if not plan.cadences or cadence in plan.cadences:
                yield desk, cadence
