"""What a partner is offered, and what it is told of it afterwards."""

from datetime import timedelta

import pytest

from service.desks.models import Desk, Placement, Version
from service.ingest.models import Advisory, Article
from service.syndication.ledger import take_stock
from service.syndication.models import Entitlement, Offer
from tests.cast import NOON, a_version
from tests.syndication.outlets import an_entitlement, an_outlet

pytestmark = pytest.mark.django_db
Desks = tuple[Desk, Desk]
HOUR = timedelta(hours=1)


def told(entitlement: Entitlement) -> list[tuple[str, str, int]]:
    """The ledger: status, signal and turn of each offer, in their order."""
    rows = Offer.objects.filter(entitlement=entitlement).order_by("number")
    return list(rows.values_list("status", "signal", "turn"))


@pytest.fixture
def right(desks: Desks) -> Entitlement:
    """The Courier may have Asia in French."""
    return an_entitlement(an_outlet(), desks[0])


def test_each_article_is_offered_once_oldest_release_first(right: Entitlement, desks: Desks) -> None:
    late = a_version(title="Second", desks=(desks[1],), released_at=NOON - HOUR)
    early = a_version(title="Premier", desks=(desks[0],), released_at=NOON - 2 * HOUR)
    a_version("ru", "Метро", desks=desks[:1])
    assert take_stock(right, NOON).added == 2
    assert take_stock(right, NOON + HOUR) == take_stock(right, NOON + 2 * HOUR)
    assert [offer.article_id for offer in Offer.objects.order_by("number")] == [
        early.article_id,
        late.article_id,
    ]


def test_a_delay_keeps_an_article_back_and_says_until_when(right: Entitlement, desks: Desks) -> None:
    right.delay_minutes = 30
    a_version(desks=desks[:1], released_at=NOON)
    assert take_stock(right, NOON).again_at == NOON + timedelta(minutes=30)
    assert take_stock(right, NOON + timedelta(minutes=29)).added == 0
    assert take_stock(right, NOON + timedelta(minutes=30)).added == 1


def test_sources_topics_and_the_first_day_narrow_what_is_offered(right: Entitlement, desks: Desks) -> None:
    science = [{"code": "20000735", "because": ""}]
    wanted = a_version(title="Télescopes", desks=desks[:1], subjects=science)
    a_version(title="Football", desks=desks[:1], subjects=[{"code": "15000000", "because": ""}])
    a_version(title="Archives", desks=desks[:1], subjects=science, released_at=NOON - 99 * HOUR)
    right.topics, right.sources, right.starts_at = ["13000000"], ["wire-folder"], NOON - 9 * HOUR
    take_stock(right, NOON)
    assert [offer.article_id for offer in Offer.objects.all()] == [wanted.article_id]
    right.sources = ["another"]
    a_version(title="Fusées", desks=desks[:1], subjects=science)
    assert take_stock(right, NOON).added == 0


def test_a_new_revision_is_an_update_and_with_a_notice_a_correction(right: Entitlement, desks: Desks) -> None:
    version = a_version(desks=desks[:1])
    take_stock(right, NOON)
    Version.objects.update(revision=2)
    take_stock(right, NOON + HOUR)
    Version.objects.update(revision=3)
    Advisory.objects.create(
        article=version.article,
        kind="correction",
        voice="house",
        revision=3,
        who="Camille",
        at=NOON + HOUR * 2,
    )
    take_stock(right, NOON + 3 * HOUR)
    assert told(right) == [("usable", "", 1), ("usable", "update", 2), ("usable", "correction", 3)]


def test_what_is_taken_back_is_said_and_a_kill_after_it_too_and_a_return(
    right: Entitlement, desks: Desks
) -> None:
    version = a_version(desks=desks[:1])
    take_stock(right, NOON)
    Version.objects.update(state="withdrawn")
    take_stock(right, NOON + HOUR)
    Article.objects.filter(pk=version.article_id).update(state="killed")
    take_stock(right, NOON + 2 * HOUR)
    take_stock(right, NOON + 3 * HOUR)
    assert [status for status, _, _ in told(right)] == ["usable", "withheld", "canceled"]
    Article.objects.filter(pk=version.article_id).update(state="present")
    Version.objects.update(state="published")
    take_stock(right, NOON + 4 * HOUR)
    assert told(right)[-1] == ("usable", "update", 4)


def test_moving_to_another_desk_takes_nothing_back_and_corrections_follow(
    right: Entitlement, desks: Desks
) -> None:
    a_version(desks=desks[:1])
    take_stock(right, NOON)
    Placement.objects.all().delete()
    assert take_stock(right, NOON + HOUR).added == 0
    Version.objects.update(revision=2)
    assert take_stock(right, NOON + HOUR).added == 1


def test_another_language_takes_the_one_that_was_offered_back(right: Entitlement, desks: Desks) -> None:
    a_version(desks=desks[:1])
    take_stock(right, NOON)
    Version.objects.update(language="en")
    take_stock(right, NOON + HOUR)
    assert [status for status, _, _ in told(right)] == ["usable", "withheld"]


def test_after_the_contract_only_what_is_taken_back_is_said(right: Entitlement, desks: Desks) -> None:
    version = a_version(desks=desks[:1])
    take_stock(right, NOON)
    right.ends_at = NOON + HOUR
    a_version(title="Trop tard", desks=desks[:1])
    Version.objects.filter(pk=version.pk).update(state="withdrawn")
    take_stock(right, NOON + 2 * HOUR)
    assert [status for status, _, _ in told(right)] == ["usable", "withheld"]


def test_before_the_contract_nothing_is_offered(right: Entitlement, desks: Desks) -> None:
    a_version(desks=desks[:1], released_at=NOON)
    right.starts_at = NOON + HOUR
    stock = take_stock(right, NOON)
    assert (stock.added, stock.again_at) == (0, NOON + HOUR)
