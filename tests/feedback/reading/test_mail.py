"""A mail that came back becomes reports."""

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.feedback.reading.mail import MOST_PARTS, read
from service.feedback.reading.report import Kind, Reason
from tests.feedback.corpus import labelled

DSN = b"""From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: bounce+x@news.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

<aigerim@reader.example>: host mx.reader.example said: 550 5.1.1 User unknown

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; aigerim@forwarded.example
Original-Recipient: rfc822; aigerim@reader.example
Action: %s
Status: %s
Diagnostic-Code: smtp; %s

--b--
"""


def dsn(action: str = "failed", status: str = "5.1.1", said: str = "550 5.1.1 User unknown") -> bytes:
    return DSN % (action.encode(), status.encode(), said.encode())


def test_a_notification_names_its_recipient_under_each_name() -> None:
    [report] = read(dsn())
    assert report.kind is Kind.BOUNCED
    assert report.reason is Reason.INVALID_ADDRESS
    assert report.addresses == ("aigerim@forwarded.example", "aigerim@reader.example")
    assert (report.status, report.said) == ("5.1.1", "smtp; 550 5.1.1 User unknown")


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("failed", Kind.BOUNCED),
        ("Delayed", Kind.DEFERRED),
        ("delivered", Kind.DELIVERED),
        ("relayed", Kind.DELIVERED),
    ],
)
def test_the_action_is_the_kind(action: str, kind: Kind) -> None:
    assert read(dsn(action=action))[0].kind is kind


def test_an_out_of_office_reply_says_nothing_of_an_address() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Auto-Submitted"] = "a@b.example", "I am away", "auto-replied"
    mail.set_content("The mailbox of my colleague is full. User unknown.")
    [report] = read(mail.as_bytes())
    assert (report.kind, report.reason, report.addresses) == (Kind.REPLIED, Reason.AUTO_REPLY, ())


def test_a_letter_of_a_person_is_no_news() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "aigerim@reader.example", "About undelivered mail: user unknown"
    mail.set_content("Good morning, my neighbour's mail comes back with 550 5.1.1 user unknown.")
    assert read(mail.as_bytes()) == []


def test_words_out_of_a_reply_stay_on_one_line() -> None:
    [report] = read(dsn(said="550 <img src=x onerror=1>\x1b[31m\r\n 2026 ERROR fake"))
    assert "\n" not in report.said
    assert "\x1b" not in report.said


def test_a_mail_of_endless_parts_is_not_looked_into() -> None:
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    head = b"From: mailer-daemon@x.example\r\nSubject: failure notice\r\n"
    head += b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    assert read(head + part * (MOST_PARTS + 1) + b"--b--\r\n") == []


@given(st.binary(max_size=2000))
@settings(max_examples=50)
def test_any_bytes_are_read(raw: bytes) -> None:
    assert isinstance(read(raw), list)


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_a_broken_bounce_is_read(data: st.DataObject) -> None:
    raw = data.draw(st.sampled_from(labelled())).raw[:20_000]
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 400)))
    assert isinstance(read(raw[:start] + data.draw(st.binary(max_size=20)) + raw[end:]), list)
