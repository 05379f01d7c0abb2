"""A claim is won once, ends by itself, and never hides work that came in meanwhile."""

from datetime import timedelta

import pytest

from service import lease
from service.ingest.models import Source
from tests.cast import NOON, a_source

pytestmark = pytest.mark.django_db


def test_two_workers_cannot_both_claim_a_row() -> None:
    source = a_source()
    first = lease.claim(Source.objects.all(), [source.pk], NOON, 60)
    second = lease.claim(Source.objects.all(), [source.pk], NOON, 60)
    assert [row.pk for row in first] == [source.pk]
    assert second == []


def test_a_claim_that_was_left_behind_ends_by_itself() -> None:
    source = a_source()
    lease.claim(Source.objects.all(), [source.pk], NOON, 60)
    later = NOON + timedelta(seconds=61)
    assert lease.due(Source.objects.all(), later) == [source.pk]
    assert lease.claim(Source.objects.all(), [source.pk], later, 60)[0].tries == 2


def test_finishing_after_the_claim_was_lost_changes_nothing() -> None:
    source = a_source()
    slow = lease.claim(Source.objects.all(), [source.pk], NOON, 60)[0]
    lease.claim(Source.objects.all(), [source.pk], NOON + timedelta(seconds=61), 60)
    assert not lease.finish(slow, NOON, failures=9)
    assert Source.objects.get().failures == 0


def test_work_that_comes_in_while_it_is_done_stays_due() -> None:
    source = a_source()
    row = lease.claim(Source.objects.all(), [source.pk], NOON, 60)[0]
    lease.mark_due(Source.objects.all(), NOON + timedelta(seconds=5))
    assert lease.finish(row, NOON)
    assert lease.due(Source.objects.all(), NOON + timedelta(seconds=5)) == [source.pk]


def test_finished_work_is_not_due_until_its_next_time() -> None:
    source = a_source()
    row = lease.claim(Source.objects.all(), [source.pk], NOON, 60)[0]
    lease.finish(row, NOON, again_at=NOON + timedelta(minutes=15))
    assert lease.due(Source.objects.all(), NOON) == []
    assert lease.due(Source.objects.all(), NOON + timedelta(minutes=15)) == [source.pk]
