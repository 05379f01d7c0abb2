"""A killed story stops the mailings that carry it, until an editor says what is to become of them."""

from datetime import timedelta

import pytest

from service import flow
from service.delivery.models import Batch, Mailing
from service.desks.models import Desk, Version
from service.digests.models import Digest
from service.digests.stops import stop
from service.doorbell import heard
from service.house.models import House, Problem
from service.ingest import advisories
from service.ingest.models import Article, Source
from service.ingest.standing import Kind
from tests.cast import NOON, a_reader, an_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article(house: House, desks: tuple[Desk, Desk]) -> Article:
    """An article that stands in a mailing which is about to go out."""
    Digest.objects.create(desk=desks[0], cadence="daily", hour=7)
    a_reader("camille", desks[0])
    article = an_article(breaking=True)
    flow.place([article.pk], NOON)
    Source.objects.update(due_at=None)
    flow.sweep(NOON)
    flow.compose([pk for step, ids in heard if step == "compose" for pk in ids], NOON)
    assert Mailing.objects.get().paused_at is None
    return article


def test_a_kill_pauses_the_mailing_under_way_and_says_so(article: Article) -> None:
    later = NOON + timedelta(minutes=1)
    advisories.give(article, Kind.KILL, "Faux.", "aigerim", later)
    flow.place([article.pk], later)
    assert Mailing.objects.get().paused_at == later
    assert Problem.objects.filter(place__startswith="mailing ", what__contains="was killed").exists()
    assert Version.objects.get().state == Version.State.WITHDRAWN


def test_a_mailing_that_is_out_is_left_alone(article: Article) -> None:
    Batch.objects.update(due_at=None)
    assert stop(article, NOON) == []


def test_a_mailing_that_an_editor_let_go_on_is_not_stopped_again(article: Article) -> None:
    Version.objects.update(state=Version.State.WITHDRAWN)
    assert stop(article, NOON) == []
