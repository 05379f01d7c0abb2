"""Planning freezes a mailing: nobody twice, the suppressed counted where they are excluded."""

from dataclasses import replace
from itertools import pairwise

import pytest

from service.delivery.models import BATCH_SIZE, Batch, Delivery, Mailing, Message, Suppression
from service.delivery.plan import plan
from service.delivery.slots import slot
from service.errors import NotPublishable
from tests.cast import NOON
from tests.delivery.letters import a_draft, readers

pytestmark = pytest.mark.django_db


def test_every_recipient_becomes_one_row_in_a_batch() -> None:
    planned = plan("digest/asia/daily/2026-11-23", [(a_draft(), readers(2 * BATCH_SIZE + 50))], NOON)
    assert planned.planned == Delivery.objects.count() == 2 * BATCH_SIZE + 50
    sizes = [batch.deliveries.count() for batch in Batch.objects.order_by("number")]
    assert sizes == [BATCH_SIZE, BATCH_SIZE, 50]


def test_planning_again_adds_nobody() -> None:
    letters = [(a_draft(), readers(30))]
    plan("digest/asia/daily/2026-11-23", letters, NOON)
    again = plan("digest/asia/daily/2026-11-23", letters, NOON)
    assert (again.planned, again.batches) == (0, [])
    assert Mailing.objects.count() == Message.objects.count() == 1


def test_a_reader_of_two_variants_gets_the_first_alone() -> None:
    kazakh, russian = a_draft("kk"), a_draft("ru")
    planned = plan("digest/asia/daily/2026-11-23", [(kazakh, readers(2)), (russian, readers(3))], NOON)
    assert planned.planned == 3
    assert Delivery.objects.filter(batch__message__label="ru").count() == 1


def test_a_later_run_adds_its_readers_with_batches_of_their_own() -> None:
    plan("digest/asia/daily/2026-11-23", [(a_draft(), readers(30))], NOON)
    later = plan("digest/asia/daily/2026-11-23", [(a_draft(), readers(40))], NOON)
    assert later.planned == 10
    numbers = list(Batch.objects.order_by("number").values_list("number", flat=True))
    assert all(a < b for a, b in pairwise(numbers))


def test_the_suppressed_are_rows_too_with_the_reason() -> None:
    first, second, third = readers(3)
    Suppression.objects.create(address=first.address, reason="the address bounced", since=NOON)
    Suppression.objects.create(address=second.address, scope="asia/daily", reason="left", since=NOON)
    Suppression.objects.create(address=third.address, scope="europe/daily", reason="left", since=NOON)
    planned = plan("digest/asia/daily/2026-11-23", [(a_draft(), [first, second, third])], NOON)
    assert (planned.planned, planned.excluded) == (1, 2)
    assert Delivery.objects.get(recipient=first.recipient).reply == "the address bounced"


def test_a_slot_nobody_fills_is_refused_before_anything_is_written() -> None:
    draft = replace(a_draft(), text=f"See {slot('pony')}")
    with pytest.raises(NotPublishable, match="pony"):
        plan("digest/asia/daily/2026-11-23", [(draft, readers(1))], NOON)
    assert not Mailing.objects.exists()


def test_the_web_view_may_hold_nothing_of_a_reader() -> None:
    draft = replace(a_draft(), view=f"<a href='/unsubscribe/{slot('unsubscribe')}'>")
    with pytest.raises(NotPublishable, match="web view"):
        plan("digest/asia/daily/2026-11-23", [(draft, readers(1))], NOON)


def test_the_address_of_the_web_view_is_filled_and_unguessable() -> None:
    draft = replace(a_draft(), html=f"<a href='https://eurasiatimes.example/view/{slot('view')}'>view</a>")
    plan("digest/asia/daily/2026-11-23", [(draft, readers(1))], NOON)
    message = Message.objects.get()
    assert f"/view/{message.key}" in message.html
    assert len(message.key) == 22
