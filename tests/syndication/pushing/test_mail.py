"""Letters to partners, through the ledger of deliveries."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from service import flow
from service.delivery.models import Batch, Delivery, Mailing, Suppression
from service.desks.models import Desk
from service.house.models import House
from service.syndication.pushing.tables import Destination, Push
from tests.cast import NOON, a_version
from tests.syndication.pushing.others import a_destination, an_outlet_of, killed, offered

pytestmark = pytest.mark.django_db
Desks = tuple[Desk, Desk]


@pytest.fixture
def letters(house: House, desks: Desks, tmp_path: Path, settings: Settings) -> Destination:
    """The Courier is told by mail that its story was killed; mail goes into a Maildir."""
    settings.MAIL_ROOT, settings.JOURNAL_ROOT = tmp_path / "mail", tmp_path / "journals"
    partner, entitlement = an_outlet_of(desks[1])
    destination = a_destination(partner, "mail", address="desk@courier.example", sealed_secret="")
    version = a_version(desks=(desks[1],))
    offered(entitlement, NOON)
    killed(version)
    offered(entitlement, NOON)
    return destination


def test_a_letter_says_first_what_has_to_be_done(letters: Destination, tmp_path: Path) -> None:
    flow.push([letters.pk], NOON)
    letters.refresh_from_db()
    assert letters.due_at is not None, "the ledger is asked again"
    assert timedelta() < letters.due_at - NOON < timedelta(minutes=1)
    mailing = Mailing.objects.get()
    assert (mailing.lane, mailing.policy) == ("confirm", "again")
    flow.confirm(Batch.objects.values_list("pk", flat=True), NOON + timedelta(seconds=1))
    flow.push([letters.pk], NOON + timedelta(minutes=1))
    assert Push.objects.get(turn=2).state == "handed", Delivery.objects.get().reply
    (file,) = (tmp_path / "mail" / "new").iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert mail["To"] == "desk@courier.example"
    assert str(mail["Subject"]).startswith("[canceled] Almaty")
    plain = mail.get_body(("plain",))
    assert plain is not None
    text = str(plain.get_content())
    assert "status: canceled" in text
    assert "huit stations" not in text


def test_an_address_that_must_not_be_written_to_is_said(letters: Destination) -> None:
    Suppression.objects.create(address="desk@courier.example", reason="it bounced", since=NOON)
    flow.push([letters.pk], NOON)
    assert Delivery.objects.get().state == "excluded"
    assert "it bounced" in Push.objects.get(state="refused").reply


def test_a_letter_that_has_not_left_is_cancelled_by_the_kill(house: House, desks: Desks) -> None:
    partner, entitlement = an_outlet_of(desks[1])
    destination = a_destination(partner, "mail", address="desk@courier.example", sealed_secret="")
    version = a_version(desks=(desks[1],))
    offered(entitlement, NOON)
    flow.push([destination.pk], NOON)
    killed(version)
    offered(entitlement, NOON + timedelta(seconds=1))
    assert Mailing.objects.get().cancelled_at == NOON + timedelta(seconds=1)
