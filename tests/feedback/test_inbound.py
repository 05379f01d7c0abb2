"""Mail that comes back by LMTP, from a real client on a socket, and out of a Maildir."""

import smtplib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.feedback.inbound import Lmtp, read_maildir
from service.feedback.models import Arrival
from tests.cast import NOON
from tests.feedback.sent import a_bounce, a_delivery, return_path_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lmtp() -> Iterator[smtplib.LMTP]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Lmtp(lambda: NOON, "127.0.0.1", port)
    server.start()
    client = smtplib.LMTP("127.0.0.1", port)
    yield client
    client.close()
    server.stop()


def test_a_bounce_is_kept_before_it_is_acknowledged(lmtp: smtplib.LMTP) -> None:
    row = a_delivery()
    lmtp.sendmail("", [return_path_of(row)], a_bounce(row))
    [arrival] = Arrival.objects.all()
    assert arrival.recipient == return_path_of(row)
    assert b"Final-Recipient" in bytes(arrival.raw)


def test_the_server_in_front_may_hand_it_over_twice(lmtp: smtplib.LMTP) -> None:
    row = a_delivery()
    for _ in range(2):
        assert lmtp.sendmail("", [return_path_of(row)], a_bounce(row)) == {}
    assert Arrival.objects.count() == 1


def test_nobody_else_lives_here(lmtp: smtplib.LMTP) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        lmtp.sendmail("", ["aigerim@news.example"], b"Subject: hello\r\n\r\n")
    assert not Arrival.objects.exists()


def test_a_mail_beyond_all_measure_is_refused(lmtp: smtplib.LMTP) -> None:
    with pytest.raises((smtplib.SMTPDataError, smtplib.SMTPSenderRefused)):
        lmtp.sendmail("", ["bounce+x@news.example"], b"Subject: big\r\n\r\n" + b"x" * 76 * 20_000)
    assert not Arrival.objects.exists()


def test_a_maildir_is_read_once(tmp_path: Path) -> None:
    row = a_delivery()
    (tmp_path / "new").mkdir()
    head = f"Return-Path: <>\nDelivered-To: {return_path_of(row)}\n".encode()
    (tmp_path / "new" / "1.mail").write_bytes(head + a_bounce(row).replace(b"\r\n", b"\n"))
    (tmp_path / "new" / "2.mail").write_bytes(b"Subject: no recipient\n\n")
    assert read_maildir(tmp_path, NOON) == 2
    assert read_maildir(tmp_path, NOON) == 0
    assert [path.name for path in sorted((tmp_path / "cur").iterdir())] == ["1.mail:2,S", "2.mail:2,S"]
    assert [row.recipient for row in Arrival.objects.order_by("pk")] == [return_path_of(row), ""]


def test_an_end_between_keeping_and_moving_keeps_nothing_twice(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    for _ in range(2):
        (tmp_path / "new" / "1.mail").write_bytes(b"Subject: one\n\n")
        read_maildir(tmp_path, NOON)
    assert Arrival.objects.count() == 1
