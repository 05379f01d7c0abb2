"""A partner's keys are made and ended."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from service.errors import NoSuchPartner
from service.syndication.access import GRANTED, KEY_ENDED, NO_SUCH_KEY, Answer, Known, Right, judged
from service.syndication.keyring import Wanted, end, make
from service.syndication.keys import Shown, key_digest
from service.syndication.models import Partner, PartnerKey
from tests.cast import NOON
from tests.syndication.outlets import an_outlet

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def answer(key: str, days: float) -> Answer:
    """What the door says to `key` so many days after NOON."""
    row = PartnerKey.objects.filter(sha256=key_digest(key)).first()
    known = Known(row.sha256, "courier", True, row.since, row.ends_at) if row else None
    return judged("courier", Shown(key), known, Right(), NOON + days * DAY)


def test_a_new_key_works_at_once_and_is_kept_nowhere() -> None:
    key = make(an_outlet(), Wanted("site", days=30), NOON)
    assert [answer(key, 0), answer(key, 29.9), answer(key, 30)] == [GRANTED, GRANTED, KEY_ENDED]
    assert key not in str([*PartnerKey.objects.values()])
    assert len(key) > 40


def test_a_rotation_has_no_gap_and_no_two_rotations_make_the_same_key() -> None:
    partner = an_outlet()
    old = make(partner, Wanted("spring"), NOON)
    new = make(partner, Wanted("summer", replaces="spring", overlap_days=7), NOON + DAY)
    assert old != new
    assert [answer(old, day) for day in (2, 7.9, 8)] == [GRANTED, GRANTED, KEY_ENDED]
    assert [answer(new, day) for day in (1, 8)] == [GRANTED, GRANTED]


def test_a_key_that_is_ended_opens_nothing_from_that_moment() -> None:
    partner = an_outlet()
    key = make(partner, Wanted("site"), NOON)
    end(partner, "site", NOON + DAY, NOON + DAY)
    assert [answer(key, 0.9), answer(key, 1), answer("dw_guess", 1)] == [GRANTED, KEY_ENDED, NO_SUCH_KEY]


def test_names_tell_keys_apart() -> None:
    partner = an_outlet()
    make(partner, Wanted("site"), NOON)
    with pytest.raises(NoSuchPartner, match="named 'site' already"):
        make(partner, Wanted("site"), NOON)
    with pytest.raises(NoSuchPartner, match="no key named 'app'"):
        make(partner, Wanted("new", replaces="app"), NOON)
    assert not PartnerKey.objects.filter(name="new").exists()


def said(*arguments: str) -> Any:
    out = StringIO()
    call_command("partner", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_makes_lists_and_ends() -> None:
    an_outlet()
    made = said("key", "courier", "--name", "site", "--network", "192.0.2.0/24", "--days", "9")
    assert PartnerKey.objects.get(name="site").sha256 == key_digest(made["key"])
    assert [(one["name"], one["networks"]) for one in said("keys", "courier")] == [
        ("first", ""),
        ("site", "192.0.2.0/24"),
    ]
    assert made["key"] not in str(said("keys", "courier"))
    assert said("end", "courier", "--name", "site")[1]["ends_at"]
    with pytest.raises(NoSuchPartner, match="known are: courier"):
        said("keys", "herald")


def test_the_table_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    an_outlet()
    call_command("partner", "keys", Partner.objects.get().slug)
    assert "first" in capsys.readouterr().out
