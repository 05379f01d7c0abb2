"""`deskwire mailing`: the account by language, and the brakes."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from service import clock
from service.delivery.models import Mailing
from service.delivery.plan import plan
from service.errors import NoSuchMailing
from tests.delivery.letters import a_draft, readers

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "digest/asia/daily/2026-11-23"


@pytest.fixture(autouse=True)
def mailing() -> Mailing:
    everyone = readers(5)
    return plan(KEY, [(a_draft("kk"), everyone[:2]), (a_draft("fr"), everyone[2:])], clock.now()).mailing


def said(*arguments: str) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("mailing", *arguments, "--json", stdout=out)
    told: list[dict[str, Any]] = json.loads(out.getvalue())
    return told


def test_the_account_is_told_by_language() -> None:
    [told] = said("show")
    assert told["mailing"] == KEY
    assert told["standing"] == "under way"
    assert told["account"]["recipients"] == told["account"]["to_do"] == 5
    assert {language: one["recipients"] for language, one in told["languages"].items()} == {"fr": 3, "kk": 2}


def test_the_table_for_people_names_each_language(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("mailing", "show", KEY)
    out = capsys.readouterr().out
    assert KEY in out
    assert "kk" in out
    assert "to do" in out


def test_pause_resume_and_cancel(mailing: Mailing) -> None:
    [told] = said("pause", KEY, "--because", "a wrong headline")
    assert (told["standing"], told["paused_because"]) == ("paused", "a wrong headline")
    assert said("resume", KEY)[0]["standing"] == "under way"
    assert said("cancel", KEY)[0]["standing"] == "cancelled"


@pytest.mark.parametrize("arguments", [("pause", "digest/europe"), ("cancel",)])
def test_a_mailing_that_is_not_there(arguments: tuple[str, ...]) -> None:
    with pytest.raises(NoSuchMailing):
        said(*arguments)
