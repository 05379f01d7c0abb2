"""When an address is written to no more."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.feedback.policy import Past, is_storm, returns, verdict
from service.feedback.reading.report import CONDEMNING, Reason
from tests.cast import NOON


def bounce(day: float, reason: Reason = Reason.INVALID_ADDRESS, mail: int = 0, **changes: bool) -> Past:
    return Past("bounced", reason, NOON + timedelta(days=day), mail or int(day * 1000) + 1, **changes)


def test_one_invalid_address_is_an_accident_two_days_are_a_fact() -> None:
    assert verdict([bounce(0)], NOON + timedelta(days=1)) is None
    assert verdict([bounce(0), bounce(1)], NOON + timedelta(days=1)) is Reason.INVALID_ADDRESS


def test_a_day_and_a_mail_count_once() -> None:
    now = NOON + timedelta(days=2)
    assert verdict([bounce(0), bounce(0.1), bounce(0.2)], now) is None
    assert verdict([bounce(0, mail=7), bounce(1, mail=7)], now) is None


def test_a_shut_mailbox_is_believed_on_the_fourth_day() -> None:
    days = [bounce(day, Reason.INACTIVE) for day in range(4)]
    assert verdict(days[:3], NOON + timedelta(days=3)) is None
    assert verdict(days, NOON + timedelta(days=3)) is Reason.INACTIVE


@pytest.mark.parametrize("reason", sorted(set(Reason) - CONDEMNING))
def test_what_is_about_us_or_the_day_never_counts(reason: Reason) -> None:
    assert verdict([bounce(day, reason) for day in range(100)], NOON + timedelta(days=100)) is None


def test_a_month_apart_is_too_far() -> None:
    assert verdict([bounce(0), bounce(31)], NOON + timedelta(days=31)) is None


def test_what_was_delivered_wipes_out_what_was_before() -> None:
    past = [bounce(0), bounce(1), Past("delivered", "unknown", NOON + timedelta(days=2), 9)]
    assert verdict(past, NOON + timedelta(days=2)) is None
    assert verdict([*past, bounce(3), bounce(4)], NOON + timedelta(days=4)) is Reason.INVALID_ADDRESS


def test_a_mailbox_that_ours_forwards_to_counts_half() -> None:
    assert verdict([bounce(0, disputed=True), bounce(1, disputed=True)], NOON + timedelta(days=1)) is None


def test_nothing_counts_of_a_storm() -> None:
    assert verdict([bounce(0, in_storm=True), bounce(1, in_storm=True)], NOON + timedelta(days=1)) is None
    assert is_storm(20, 399)
    assert not is_storm(20, 400)
    assert not is_storm(19, 19)


def test_shut_mailboxes_are_tried_again_and_invalid_ones_are_not() -> None:
    later = NOON + timedelta(days=91)
    assert returns("inactive", NOON, later)
    assert returns("bad-domain", NOON, later)
    assert not returns("inactive", NOON, NOON + timedelta(days=89))
    assert not returns("invalid-address", NOON, NOON + timedelta(days=900))
    assert not returns("something else", NOON, later)


pasts = st.builds(
    Past,
    st.sampled_from(["bounced", "delivered", "deferred"]),
    st.sampled_from(sorted(Reason)),
    st.integers(0, 60 * 24).map(lambda hours: NOON + timedelta(hours=hours)),
    st.integers(1, 9),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(pasts, max_size=12).flatmap(lambda past: st.tuples(st.just(past), st.permutations(past))))
def test_the_order_news_comes_in_does_not_matter(two: tuple[list[Past], list[Past]]) -> None:
    now = NOON + timedelta(days=60)
    assert verdict(two[0], now) == verdict(two[1], now)


@given(st.lists(pasts, max_size=12))
def test_points_only_fade(past: list[Past]) -> None:
    now = NOON + timedelta(days=60)
    if verdict(past, now) is None:
        assert verdict(past, now + timedelta(days=200)) is None
