"""Requests by the hour, wrong keys by address."""

from datetime import timedelta

import pytest

from service.syndication.models import Partner, Usage
from service.syndication.quota import ADDRESSES, WRONG_KEYS, Guesses, neighbourhood, spend
from tests.cast import NOON
from tests.syndication.outlets import an_outlet

MINUTE = timedelta(minutes=1)


@pytest.mark.django_db
def test_a_quota_is_spent_and_comes_back_with_the_next_hour() -> None:
    partner = an_outlet()
    Partner.objects.update(quota=2)
    partner.refresh_from_db()
    assert [spend(partner, NOON + 50 * MINUTE) for _ in range(4)] == [0, 0, 600, 600]
    assert spend(partner, NOON + 60 * MINUTE) == 0
    assert list(Usage.objects.order_by("hour").values_list("requests", "refused")) == [(2, 2), (1, 0)]


@pytest.mark.django_db
def test_without_a_quota_requests_are_only_counted() -> None:
    partner = an_outlet()
    Partner.objects.update(quota=0)
    partner.refresh_from_db()
    assert {spend(partner, NOON) for _ in range(5)} == {0}
    assert Usage.objects.get().requests == 5


def test_an_address_that_guesses_waits_an_hour_and_others_do_not() -> None:
    guesses = Guesses()
    for _ in range(WRONG_KEYS):
        assert guesses.wait("192.0.2.7", NOON) == 0
        guesses.note("192.0.2.7", NOON)
    assert guesses.wait("192.0.2.7", NOON + 10 * MINUTE) == 3000
    assert guesses.wait("192.0.2.8", NOON) == 0
    assert guesses.wait("192.0.2.7", NOON + 60 * MINUTE) == 0


def test_an_ipv6_customer_is_one_address() -> None:
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::ffff:1") != neighbourhood("2001:db8:1::1")
    assert neighbourhood("192.0.2.7") == "192.0.2.7"
    assert neighbourhood("unix:") == "unix:"


def test_what_is_remembered_has_an_end() -> None:
    guesses = Guesses()
    for number in range(ADDRESSES + 5):
        guesses.note(f"host {number}", NOON)
    assert len(guesses.tried) == ADDRESSES
