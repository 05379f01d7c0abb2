"""Who may have a partner's feed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from service.syndication.access import (
    GRANTED,
    KEY_ENDED,
    NO_SUCH_KEY,
    NOT_YOURS,
    SHOW_A_KEY,
    SUSPENDED,
    Answer,
    Known,
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
    assert judged("outlet", shown, known, entitled=True, now=NOON) == answer


def test_what_the_contract_does_not_cover_is_not_given() -> None:
    assert judged("outlet", Shown(KEY), KNOWN, entitled=False, now=NOON) == NOT_YOURS


def test_whether_a_feed_exists_is_told_to_key_holders_only() -> None:
    for entitled in (True, False):
        assert judged("outlet", None, None, entitled, NOON) == SHOW_A_KEY
        assert judged("outlet", Shown("guess"), None, entitled, NOON) == NO_SUCH_KEY
