"""Who may have a partner's feed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from service.syndication.access import (
    ENDED,
    GRANTED,
    KEY_ENDED,
    NO_SUCH_KEY,
    NOT_AGREED,
    NOT_BEGUN,
    NOT_YOURS,
    SHOW_A_KEY,
    SUSPENDED,
    WRONG_PLACE,
    Answer,
    Known,
    Right,
    judged,
)
from service.syndication.keys import Shown, key_digest
from tests.cast import NOON

KEY = "a-secret-for-trials"
KNOWN = Known(key_digest(KEY), "outlet", active=True, since=NOON - timedelta(days=1), ends_at=None)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("shown", "known", "answer"),
    [
        (Shown(KEY), KNOWN, GRANTED),
        (Shown(KEY, "outlet"), KNOWN, GRANTED),
        (None, None, SHOW_A_KEY),
        (Shown(KEY), None, NO_SUCH_KEY),
        (Shown("another"), KNOWN, NO_SUCH_KEY),
        (Shown(KEY, "somebody"), KNOWN, NO_SUCH_KEY),
        (Shown(KEY), replace(KNOWN, since=NOON + HOUR), KEY_ENDED),
        (Shown(KEY), replace(KNOWN, ends_at=NOON), KEY_ENDED),
        (Shown(KEY), replace(KNOWN, ends_at=NOON + HOUR), GRANTED),
        (Shown(KEY), replace(KNOWN, active=False), SUSPENDED),
        (Shown(KEY), replace(KNOWN, partner="other"), NOT_YOURS),
    ],
)
def test_judgements(shown: Shown | None, known: Known | None, answer: Answer) -> None:
    assert judged("outlet", shown, known, Right(), NOON) == answer


def test_what_the_contract_does_not_cover_is_not_given() -> None:
    assert judged("outlet", Shown(KEY), KNOWN, None, NOON) == NOT_YOURS


def test_whether_a_feed_exists_is_told_to_key_holders_only() -> None:
    for right in (Right(), Right(agreed=False), None):
        assert judged("outlet", None, None, right, NOON) == SHOW_A_KEY
        assert judged("outlet", Shown("guess"), None, right, NOON) == NO_SUCH_KEY


@pytest.mark.parametrize(
    ("right", "answer"),
    [
        (Right(starts_at=NOON), GRANTED),
        (Right(starts_at=NOON + HOUR), NOT_BEGUN),
        (Right(ends_at=NOON + HOUR), GRANTED),
        (Right(ends_at=NOON), ENDED),
        (Right(agreed=False), NOT_AGREED),
    ],
)
def test_a_contract_has_its_dates_and_formats(right: Right, answer: Answer) -> None:
    assert judged("outlet", Shown(KEY), KNOWN, right, NOON) == answer


@pytest.mark.parametrize(
    ("caller", "answer"),
    [
        ("192.0.2.7", GRANTED),
        ("::ffff:192.0.2.7", GRANTED),
        ("2001:db8::1", GRANTED),
        ("192.0.3.7", WRONG_PLACE),
        ("2001:db9::1", WRONG_PLACE),
        ("", WRONG_PLACE),
        ("unix:", WRONG_PLACE),
    ],
)
def test_a_key_may_be_kept_to_some_addresses(caller: str, answer: Answer) -> None:
    known = replace(KNOWN, networks=("192.0.2.0/24", "2001:db8::/32"))
    assert judged("outlet", Shown(KEY), known, Right(), NOON, caller) == answer
