"""POST /hooks/mail/<provider>: signed notices come in, are kept once, and act on whom our token names."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from service import clock
from service.delivery.models import Delivery, Suppression
from service.feedback.arrivals import heed
from service.feedback.hooks import sns
from service.feedback.hooks.views import taken
from service.feedback.models import Arrival, Event
from service.house.models import Problem
from service.ingest.fetch import Answer, FakeWeb
from tests.feedback.hooks.test_sns import CERTIFICATE, TOPIC, certificate, signed
from tests.feedback.sent import a_delivery, return_path_of, token_of

pytestmark = pytest.mark.django_db
SVIX = base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()


@pytest.fixture(autouse=True)
def secrets(settings: Settings) -> None:
    settings.MAIL_HOOKS = {
        "mailgun": "a-signing-key",
        "postmark": "us:secret",
        "resend": f"whsec_{SVIX}",
        "ses": TOPIC,
        "brevo": "",
    }


@pytest.fixture
def row() -> Delivery:
    return a_delivery(at=clock.now())


def mailgun(
    row: Delivery, token: str = "t" * 50, age: float = 0, event: str = "failed", **data: Any
) -> bytes:
    timestamp = str(int(clock.now().timestamp() - age))
    mark = hmac.new(b"a-signing-key", (timestamp + token).encode(), hashlib.sha256).hexdigest()
    told = {
        "event": event,
        "id": "event-1",
        "timestamp": clock.now().timestamp(),
        "severity": "permanent",
        "recipient": row.address,
        "delivery-status": {"code": 550, "message": "5.1.1 user unknown", "description": ""},
        "user-variables": {"deskwire": token_of(row)},
        "message": {"headers": {"message-id": "m1@provider.example"}},
        **data,
    }
    signature = {"timestamp": timestamp, "token": token, "signature": mark}
    return json.dumps({"signature": signature, "event-data": told}).encode()


def send(client: Client, provider: str, raw: bytes, **headers: str) -> int:
    answer = client.post(f"/hooks/mail/{provider}", raw, content_type="application/json", headers=headers)
    return answer.status_code


def all_heeded() -> list[str]:
    return [heed(arrival, clock.now()) for arrival in Arrival.objects.order_by("pk")]


def test_a_signed_notice_is_kept_and_becomes_an_event(client: Client, row: Delivery) -> None:
    assert send(client, "mailgun", mailgun(row)) == 200
    assert all_heeded() == ["1 notices: 1 new event"]
    [event] = Event.objects.all()
    assert (event.kind, event.reason, event.delivery) == ("bounced", "invalid-address", row.pk)
    assert (event.how, event.mark) == ("mailgun", "<m1@provider.example>")


def test_a_complaint_by_notice_stops_at_once(client: Client, row: Delivery) -> None:
    send(client, "mailgun", mailgun(row, event="complained"))
    all_heeded()
    assert Suppression.objects.get().reason == "complained"


def test_a_captured_call_with_another_body_changes_nothing(client: Client, row: Delivery) -> None:
    other = a_delivery("camille@reader.example", "s" * 32, at=clock.now())
    assert send(client, "mailgun", mailgun(row)) == 200
    assert send(client, "mailgun", mailgun(other, event="complained")) == 200
    assert Arrival.objects.count() == 1
    all_heeded()
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("age", [1200, -1200])
def test_an_old_call_is_refused(age: int, client: Client, row: Delivery) -> None:
    assert send(client, "mailgun", mailgun(row, age=age)) == 401
    assert not Arrival.objects.exists()


def test_a_call_signed_by_somebody_else_is_refused(client: Client, row: Delivery) -> None:
    raw = json.loads(mailgun(row))
    raw["signature"]["signature"] = "0" * 64
    assert send(client, "mailgun", json.dumps(raw).encode()) == 401
    assert send(client, "mailgun", b"{}") == 401
    assert send(client, "mailgun", b"\xff\x00") == 401
    assert not Arrival.objects.exists()


def test_a_provider_without_a_secret_has_no_hook(client: Client, row: Delivery) -> None:
    assert send(client, "brevo", mailgun(row)) == 404
    assert send(client, "nobody", mailgun(row)) == 404


def test_a_notice_without_our_token_acts_on_nobody(client: Client, row: Delivery) -> None:
    forged: dict[str, Any] = {"user-variables": {"deskwire": "a" * 24}}
    send(client, "mailgun", mailgun(row, event="complained", **forged))
    assert all_heeded() == ["1 notices: 0 new events; 1 without a token of ours"]
    assert not Suppression.objects.exists()


def test_postmark_proves_itself_by_a_password(client: Client, row: Delivery) -> None:
    raw = json.dumps(
        {
            "RecordType": "Bounce",
            "Type": "HardBounce",
            "TypeCode": 1,
            "ID": 42,
            "MessageID": "m2",
            "Email": row.address,
            "BouncedAt": clock.now().isoformat(),
            "Details": "smtp;550 5.1.1 The email account does not exist",
            "Description": "The server was unable to deliver your message",
            "Metadata": {"deskwire": token_of(row)},
        }
    ).encode()
    assert send(client, "postmark", raw) == 401
    word = base64.b64encode(b"us:secret").decode()
    assert send(client, "postmark", raw, authorization=f"Basic {word}") == 200
    all_heeded()
    assert Event.objects.get().reason == "invalid-address"


def resend(row: Delivery, **headers: str) -> tuple[bytes, dict[str, str]]:
    told = {
        "type": "email.delivered",
        "created_at": clock.now().isoformat(),
        "data": {
            "email_id": "m3",
            "to": [row.address],
            "created_at": clock.now().isoformat(),
            "headers": [{"name": "X-Metadata", "value": json.dumps({"deskwire": token_of(row)})}],
        },
    }
    raw, name, moment = json.dumps(told).encode(), "msg_1", str(int(clock.now().timestamp()))
    key = base64.b64decode(SVIX)
    mark = base64.b64encode(
        hmac.new(key, f"{name}.{moment}.".encode() + raw, hashlib.sha256).digest()
    ).decode()
    return raw, {"svix-id": name, "svix-timestamp": moment, "svix-signature": f"v1,{mark}", **headers}


def test_resends_signature_is_checked_here(client: Client, row: Delivery) -> None:
    raw, headers = resend(row)
    assert send(client, "resend", raw, **headers) == 200
    assert send(client, "resend", raw, **headers) == 200
    assert Arrival.objects.count() == 1
    all_heeded()
    assert Event.objects.get().kind == "delivered"


@pytest.mark.parametrize(
    "headers",
    [{"svix-signature": "v1,AAAA"}, {"svix-timestamp": "1"}, {"svix-timestamp": "x"}, {"svix-id": "m"}],
)
def test_resends_call_with_a_changed_header_is_refused(
    headers: dict[str, str], client: Client, row: Delivery
) -> None:
    raw, good = resend(row)
    assert send(client, "resend", raw, **{**good, **headers}) == 401


def bounce_of_ses(row: Delivery) -> str:
    return json.dumps(
        {
            "notificationType": "Bounce",
            "mail": {"messageId": "ses-1", "source": return_path_of(row), "destination": [row.address]},
            "bounce": {
                "bounceType": "Permanent",
                "bounceSubType": "General",
                "bouncedRecipients": [
                    {"emailAddress": row.address, "diagnosticCode": "smtp; 550 5.1.1 user unknown"}
                ],
            },
        }
    )


def test_amazons_notice_is_tied_to_its_mail_by_the_return_path(row: Delivery) -> None:
    sns.forget_keys()
    web = FakeWeb({CERTIFICATE: [Answer(200, CERTIFICATE, body=certificate())]})
    raw = signed(Message=bounce_of_ses(row), Timestamp=clock.now().isoformat())
    assert taken("ses", raw, {"content-type": "text/plain"}, web).status_code == 200
    all_heeded()
    [event] = Event.objects.all()
    assert (event.kind, event.delivery, event.reason) == ("bounced", row.pk, "invalid-address")


def test_amazon_asking_for_leave_is_answered_by_people() -> None:
    sns.forget_keys()
    web = FakeWeb({CERTIFICATE: [Answer(200, CERTIFICATE, body=certificate())]})
    link = "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription"
    raw = signed(Type="SubscriptionConfirmation", SubscribeURL=link, Token="t")
    assert taken("ses", raw, {}, web).status_code == 200
    assert link in Problem.objects.get().what
    assert not Arrival.objects.exists()


def test_a_providers_second_copy_is_another_mark(client: Client, row: Delivery) -> None:
    for number in range(2):
        message = {"headers": {"message-id": f"m{number}"}}
        send(client, "mailgun", mailgun(row, token=f"{number}" * 50, event="delivered", message=message))
    all_heeded()
    assert Event.objects.filter(delivery=row.pk, kind="delivered").count() == 2
    assert clock.now() - Event.objects.latest("at").at < timedelta(minutes=5)
