"""Copies under embargo: to those whose contract allows it, and in no other document."""

from datetime import timedelta

import pytest

from service.desks.models import Desk, Version
from service.house.models import House
from service.ingest.models import Advisory, Article
from service.render.partners.values import Entry
from service.syndication.advance import advance_copy
from service.syndication.copy import Document
from service.syndication.ledger import take_stock
from service.syndication.models import Entitlement
from tests.cast import NOON, an_article
from tests.syndication.outlets import an_entitlement, an_outlet

pytestmark = pytest.mark.django_db
Desks = tuple[Desk, Desk]
HOUR = timedelta(hours=1)


@pytest.fixture
def right(desks: Desks) -> Entitlement:
    """The Courier may have Asia in French, in advance too."""
    row = an_entitlement(an_outlet(), desks[0])
    row.advance = True
    return row


@pytest.fixture
def embargoed(desks: Desks) -> Article:
    """The metro of Almaty, to be opened in an hour."""
    return an_article(embargo_until=NOON + HOUR, language="fr", body=f"<p>{'La ville d’Almaty. ' * 20}</p>")


def copies(right: Entitlement, house: House, hours: float = 0) -> list[Entry]:
    now = NOON + hours * HOUR
    return list(advance_copy(right, house, Document("ninjs.json", advance=True), now).entries)


def test_what_will_be_the_partners_is_given_before_its_moment_with_the_moment(
    right: Entitlement, house: House, embargoed: Article
) -> None:
    [entry] = copies(right, house)
    assert entry.embargo_until == NOON + HOUR
    assert entry.piece.id == f"tag:eurasiatimes.example,2026:{embargoed.key}/fr"
    assert "Almaty" in entry.piece.body
    assert copies(right, house, hours=1) == []


def test_nothing_of_it_is_placed_or_offered_by_that(
    right: Entitlement, house: House, embargoed: Article
) -> None:
    copies(right, house)
    assert not Version.objects.exists()
    assert take_stock(right, NOON).newest == 0


def test_a_contract_for_something_else_gets_none_of_it(
    right: Entitlement, house: House, embargoed: Article
) -> None:
    right.sources = ["another"]
    assert copies(right, house) == []
    right.sources, right.topics = [], ["15000000"]
    assert copies(right, house) == []
    right.topics, right.language = [], "ru"
    assert copies(right, house) == []


def test_whoever_prepared_it_hears_that_it_was_killed(
    right: Entitlement, house: House, embargoed: Article
) -> None:
    Article.objects.update(state="killed")
    Advisory.objects.create(
        article=embargoed, kind="kill", voice="house", revision=1, note="Faux.", who="C", at=NOON
    )
    [entry] = copies(right, house, hours=2)
    assert (entry.status, entry.note, entry.piece.body) == ("canceled", "Faux.", "")
    assert copies(right, house, hours=24 * 31) == []
