"""What a partner was offered within a period, and what became of it."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from service.desks.models import Desk
from service.house.models import House
from service.syndication.models import Push, Receipt
from tests.cast import NOON, a_version
from tests.syndication.pushing.others import a_destination, an_outlet_of, killed, offered

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def told(house: House, desks: tuple[Desk, Desk]) -> None:
    """Two articles at noon, fetched; one killed an hour later, which was pushed."""
    partner, entitlement = an_outlet_of(desks[1])
    first = a_version(title="=SUM(A1) Premier", desks=(desks[1],))
    a_version(title="Second", desks=(desks[1],))
    offered(entitlement, NOON)
    Receipt.objects.create(entitlement=entitlement, sha256="0", status=200, through=2, at=NOON + HOUR / 2)
    a_destination(partner, since=NOON + HOUR)
    killed(first)
    offered(entitlement, NOON + HOUR)
    Push.objects.update(state=Push.State.HANDED, changed_at=NOON + HOUR)


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("partner", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("told")
def test_the_period_in_sums() -> None:
    found = json.loads(said("report", "courier", "--since", "2026-11-23", "--until", "2026-11-24", "--json"))
    assert found["sums"] == {
        "offered": 3,
        "corrected": 0,
        "withdrawn": 0,
        "killed": 1,
        "fetched": 2,
        "pushed": 1,
        "handed": 1,
        "acknowledged": 0,
        "open": 0,
    }
    assert found["open"] == []
    (destination,) = found["destinations"]
    assert (destination["kind"], destination["handed"], destination["waiting"]) == ("post", 1, 0)


@pytest.mark.usefixtures("told")
def test_the_period_as_a_table_that_no_spreadsheet_runs() -> None:
    rows = list(
        csv.DictReader(
            StringIO(said("report", "courier", "--since", "2026-11-23", "--until", "2026-11-24", "--csv"))
        )
    )
    assert [(row["status"], row["version"], row["fetched_at"] != "") for row in rows] == [
        ("usable", "1", True),
        ("usable", "1", True),
        ("canceled", "2", False),
    ]
    assert {row["title"] for row in rows} == {"'=SUM(A1) Premier", "Second"}
    assert (
        said("report", "courier", "--since", "2026-11-24", "--until", "2026-11-25", "--csv").count("\n") == 1
    )


@pytest.mark.usefixtures("told")
def test_what_an_editor_hears_is_written_down() -> None:
    key = Push.objects.get().article.key
    assert "as Dana said" in said("acknowledge", "courier", "--article", key, "--who", "Dana")
    found = said("report", "courier", "--since", "2026-11-23", "--until", "2026-11-24")
    assert "acknowledged 1" in found
