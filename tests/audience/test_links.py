"""The links in mails: signed, for one purpose, and nothing to count up."""

import pytest
from django.core.signing import Signer
from django.test import override_settings

from service.audience.links import read_unsubscribe, unsubscribe_token
from service.audience.models import Subscription
from service.desks.models import Desk
from tests.cast import a_reader


@pytest.fixture
def subscription(desks: tuple[Desk, Desk]) -> Subscription:
    return a_reader("aigerim", desks[0]).subscriptions.get()


def test_a_token_opens_what_it_was_made_for(subscription: Subscription) -> None:
    assert read_unsubscribe(unsubscribe_token(subscription)) == subscription


def test_a_token_is_the_same_each_time_and_as_long_for_everybody(desks: tuple[Desk, Desk]) -> None:
    rows = [a_reader(name, *desks).subscriptions.first() for name in ("aigerim", "camille", "yusuf")]
    tokens = [unsubscribe_token(row) for row in rows if row]
    assert len(set(tokens)) == 3
    assert {len(token) for token in tokens} == {len(tokens[0])}
    assert tokens == [unsubscribe_token(row) for row in rows if row]


def test_a_token_goes_into_a_path_as_it_is(subscription: Subscription) -> None:
    assert all(letter.isalnum() or letter in "-_." for letter in unsubscribe_token(subscription))


def test_a_token_names_no_number_and_no_address(subscription: Subscription) -> None:
    head = unsubscribe_token(subscription).partition(".")[0]
    assert head == subscription.public_id
    assert len(head) == 32


def test_a_token_from_before_the_key_was_changed_still_opens(subscription: Subscription) -> None:
    with override_settings(SECRET_KEY="the-key-of-last-year"):
        old = unsubscribe_token(subscription)
    with override_settings(SECRET_KEY="the-key-of-today", SECRET_KEY_FALLBACKS=["the-key-of-last-year"]):
        assert unsubscribe_token(subscription) != old
        assert read_unsubscribe(old) == subscription
    with override_settings(SECRET_KEY="the-key-of-today"):
        assert read_unsubscribe(old) is None


def test_what_is_not_ours_opens_nothing(subscription: Subscription) -> None:
    token = unsubscribe_token(subscription)
    foreign = [
        "",
        "x",
        subscription.public_id,
        token[:-1],
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        str(subscription.pk) + token[32:],
        Signer(salt="deskwire.confirm.1", sep=".").sign(subscription.public_id),
        Signer(sep=".").sign(subscription.public_id),
        "⟦unsubscribe⟧",
    ]
    assert [read_unsubscribe(token) for token in foreign] == [None] * len(foreign)


def test_the_token_of_a_subscription_that_was_erased_opens_nothing(subscription: Subscription) -> None:
    token = unsubscribe_token(subscription)
    subscription.delete()
    assert read_unsubscribe(token) is None
