"""An audience is frozen by one statement: who, with which message, in which batch, and who is excluded."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Concat
from django.test.utils import CaptureQueriesContext

from service.audience.models import Reader, Subscription
from service.delivery.account import account, counted_live
from service.delivery.audience import CAPPED, Audience, variants
from service.delivery.models import BATCH_SIZE, Batch, Delivery, Mailing, Message, Suppression
from service.delivery.plan import Planned, freeze, plan
from service.desks.models import Desk
from tests.cast import NOON
from tests.delivery.letters import a_draft, readers

pytestmark = pytest.mark.django_db
State = Delivery.State
KEY = "digest/asia/daily/2026-11-23"
KAZAKH, FRENCH = '["kk"]', '["fr"]'


@pytest.fixture
def asia(desks: tuple[Desk, Desk]) -> Desk:
    return desks[0]


def subscribed(desk: Desk, count: int, language: str = "kk", first: int = 0) -> None:
    """Readers of one language, subscribed to the daily of `desk`."""
    numbers = range(first, first + count)
    Reader.objects.bulk_create(
        Reader(
            public_id=f"{n:032x}", address=f"reader{n}@reader.example", languages=[language],
            state=Reader.State.ACTIVE, since=NOON,
        )
        for n in numbers
    )  # fmt: skip
    made = Reader.objects.filter(public_id__in=[f"{n:032x}" for n in numbers])
    Subscription.objects.bulk_create(
        Subscription(reader=reader, desk=desk, cadence="daily", since=NOON) for reader in made
    )


def everyone(most_a_day: int = 0) -> Audience:
    rows = Subscription.objects.order_by().values(
        recipient=F("reader__public_id"),
        address=F("reader__address"),
        subject=F("public_id"),
        place=F("pk"),
        variant=Concat(Cast("reader__languages", TextField()), Value(""), output_field=TextField()),
    )
    return Audience(rows, "asia/daily", most_a_day)


def frozen(most_a_day: int = 0) -> Planned:
    letters = {KAZAKH: a_draft("kk"), FRENCH: a_draft("fr")}
    return freeze(KEY, letters, everyone(most_a_day), NOON)


def test_everyone_gets_the_message_of_their_variant(asia: Desk) -> None:
    subscribed(asia, 3)
    subscribed(asia, 2, "fr", first=3)
    assert variants(everyone()) == {KAZAKH: 3, FRENCH: 2}
    assert frozen().planned == 5
    for language, number in (("kk", 3), ("fr", 2)):
        assert Delivery.objects.filter(batch__message__language=language).count() == number
    first = Delivery.objects.order_by("pk").first()
    assert first is not None
    assert first.subject == Subscription.objects.get(reader__public_id=first.recipient).public_id
    assert first.slots == {}


def test_readers_are_put_into_batches_by_their_place(asia: Desk) -> None:
    subscribed(asia, BATCH_SIZE + 3)
    planned = frozen()
    sizes = dict(Batch.objects.values_list("pk", "recipients"))
    assert [sizes[pk] for pk in planned.batches] == [BATCH_SIZE, 3]
    last = Delivery.objects.filter(batch=planned.batches[1]).values_list("recipient", flat=True)
    assert sorted(last) == [f"{BATCH_SIZE + n:032x}" for n in range(3)]


def test_it_takes_as_many_statements_for_many_as_for_few(asia: Desk) -> None:
    with CaptureQueriesContext(connection) as few:
        subscribed(asia, 1)
        frozen()
    subscribed(asia, 2 * BATCH_SIZE, first=1)
    with CaptureQueriesContext(connection) as many:
        frozen()
    inserts = [query for query in many.captured_queries if "INSERT INTO" in query["sql"].upper()]
    rows = [query for query in inserts if "delivery_delivery" in query["sql"]]
    assert len(rows) == 1
    assert len(many) <= len(few)


def test_who_must_not_be_written_to_is_a_row_with_the_reason(asia: Desk) -> None:
    subscribed(asia, 4)
    Suppression.objects.create(address="reader0@reader.example", reason="complained", since=NOON)
    Suppression.objects.create(
        address="reader1@reader.example", scope="asia/daily", reason="left the list", since=NOON
    )
    Suppression.objects.create(
        address="reader2@reader.example", scope="europe/daily", reason="left the list", since=NOON
    )
    planned = frozen()
    assert (planned.planned, planned.excluded) == (2, 2)
    told = account([planned.mailing])
    assert told.because == {"complained": 1, "left the list": 1}
    assert told == counted_live(planned.mailing)
    assert told.residual == 0


def test_who_had_as_many_mails_as_the_house_sends_in_a_day_is_excluded(asia: Desk) -> None:
    subscribed(asia, 2)
    for number in range(2):
        plan(f"digest/europe/daily/{number}", [(a_draft(), readers(1))], NOON - timedelta(hours=1))
    planned = frozen(most_a_day=2)
    assert (planned.planned, planned.excluded) == (1, 1)
    assert account([planned.mailing]).because == {CAPPED: 1}


def test_mails_of_another_day_and_those_never_sent_are_not_counted_for_the_cap(asia: Desk) -> None:
    subscribed(asia, 1)
    plan("digest/europe/daily/1", [(a_draft(), readers(1))], NOON - timedelta(hours=25))
    plan("digest/europe/daily/2", [(a_draft(), readers(1))], NOON)
    Delivery.objects.filter(mailing__key="digest/europe/daily/2").update(state=State.FAILED)
    assert frozen(most_a_day=1).planned == 1


def test_freezing_again_adds_those_who_came_since_and_nobody_else(asia: Desk) -> None:
    subscribed(asia, 3)
    frozen()
    subscribed(asia, 2, first=3)
    again = frozen()
    assert again.planned == 2
    assert Mailing.objects.count() == 1
    assert Message.objects.filter(language="kk").count() == 1
    assert sorted(Batch.objects.values_list("number", flat=True)) == [1, 2]


def test_variants_may_share_a_message(asia: Desk) -> None:
    subscribed(asia, 2)
    subscribed(asia, 2, "fr", first=2)
    one = a_draft("kk")
    planned = freeze(KEY, {KAZAKH: one, FRENCH: one}, everyone(), NOON)
    assert planned.planned == 4
    assert Batch.objects.count() == Message.objects.count() == 1


def test_a_variant_without_a_message_gets_nothing(asia: Desk) -> None:
    subscribed(asia, 2)
    assert freeze(KEY, {}, everyone(), NOON).planned == 0
    assert not Delivery.objects.exists()
