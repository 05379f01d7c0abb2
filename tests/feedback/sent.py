"""A mail that went out, and what comes back of it."""

from datetime import datetime

from django.conf import settings

from service.delivery import verp
from service.delivery.models import Batch, Delivery, Mailing, Message
from tests.cast import NOON

DOMAIN = "news.example"


def a_delivery(
    address: str = "aigerim@reader.example",
    recipient: str = "r" * 32,
    key: str = "digest/asia/daily/2026-11-23",
    state: str = Delivery.State.ACCEPTED,
    at: datetime = NOON,
    scope: str = "asia/daily",
) -> Delivery:
    """A row of the ledger that was settled as `state`, with its batch's counters."""
    mailing = Mailing.objects.get_or_create(key=key, defaults={"opened_at": at})[0]
    message = Message.objects.get_or_create(
        mailing=mailing,
        label="fr",
        defaults={"key": key[-22:], "language": "fr", "made_at": at, "sender": f"desk@{DOMAIN}"},
    )[0]
    batch = Batch.objects.get_or_create(message=message, number=1)[0]
    counted = "planned" if state == Delivery.State.PLANNED else str(state)
    batch.recipients += 1
    setattr(batch, counted, getattr(batch, counted) + 1)
    batch.save()
    return Delivery.objects.create(
        mailing=mailing,
        batch=batch,
        recipient=recipient,
        address=address,
        scope=scope,
        state=state,
        changed_at=at,
    )


def token_of(row: Delivery) -> str:
    """Its token."""
    return verp.token(row.pk, row.recipient, settings.SECRET_KEY.encode())


def return_path_of(row: Delivery) -> str:
    """Where its bounces come back to."""
    return f"bounce+{token_of(row)}@{DOMAIN}"


def a_bounce(
    row: Delivery, said: str = "550 5.1.1 User unknown", action: str = "failed", to: str = ""
) -> bytes:
    """The notification of a mail server about `row`; `to` is the recipient it names."""
    recipient = to or row.address
    return (
        "From: MAILER-DAEMON@mx.example (Mail Delivery System)\r\n"
        f"To: {return_path_of(row)}\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nI'm sorry.\r\n\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: 5.0.0\r\n"
        f"Diagnostic-Code: smtp; {said}\r\n\r\n--b--\r\n"
    ).encode()


def a_complaint(row: Delivery) -> bytes:
    """A report in ARF about `row`, its recipient's address taken out."""
    return (
        "From: feedback@mailbox.example\r\nTo: complaints@news.example\r\nSubject: FW: Asia\r\n"
        "Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nThis is an abuse report.\r\n\r\n"
        "--b\r\nContent-Type: message/feedback-report\r\n\r\n"
        "Feedback-Type: abuse\r\nUser-Agent: Mailbox/1\r\nVersion: 1\r\n\r\n"
        "--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Return-Path: <{return_path_of(row)}>\r\nFrom: desk@news.example\r\nSubject: Asia\r\n\r\n--b--\r\n"
    ).encode()
