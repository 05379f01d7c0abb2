"""The Maildir and a real SMTP server in this process take mails; each answer becomes the right word."""

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from service.delivery.carriers import transport_for
from service.delivery.maildir import Maildir
from service.delivery.mime import Frame, copy_for
from service.delivery.smtp import Smtp
from service.delivery.transport import Copy
from service.errors import InDoubt, Refused4xx, Refused5xx, SettingsError, Unreachable
from tests.cast import NOON

FRAME = Frame(
    mailing="digest/asia/daily/2026-11-23",
    sender_name="EurasiaTimes",
    sender="desk@eurasiatimes.example",
    subject="Asie",
    headers={},
    text="x\n.\nMAIL FROM:<a>\n",
    html="<p>x</p>",
    made_at=NOON,
)
COPY: Copy = copy_for(FRAME, "0" * 32, "aigerim@reader.example", {}, b"secret")


class Desk:
    """What the server says, by recipient; what it took."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.sessions: set[int] = set()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("full"):
            return "452 4.2.2 mailbox full"
        if address.startswith("nobody"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.taken.append(envelope)
        self.sessions.add(id(session))
        if envelope.rcpt_tos[0].startswith("silent"):
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            await asyncio.sleep(0)
        if envelope.rcpt_tos[0].startswith("busy"):
            return "421 4.3.2 shutting down"
        return "250 2.0.0 queued as A1"


def a_free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def smtp(desk: Desk) -> Iterator[Smtp]:
    port = a_free_port()
    controller: Any = Controller(desk, hostname="127.0.0.1", port=port)
    controller.start()
    client = Smtp.from_url(f"smtp://127.0.0.1:{port}")
    yield client
    client.close()
    controller.stop()


def to(address: str) -> Copy:
    return copy_for(FRAME, "0" * 32, address, {}, b"secret")


def test_the_server_gets_one_mail_and_says_its_queue_id(desk: Desk, smtp: Smtp) -> None:
    assert smtp.say(COPY) == "250 2.0.0 queued as A1"
    (envelope,) = desk.taken
    assert envelope.rcpt_tos == ["aigerim@reader.example"]
    assert isinstance(envelope.content, bytes)
    plain = message_from_bytes(envelope.content).get_payload(0)
    assert b"MAIL FROM:<a>" in plain.get_payload(decode=True)  # type: ignore[union-attr]


def test_one_connection_serves_many_mails(desk: Desk, smtp: Smtp) -> None:
    for n in range(5):
        smtp.say(to(f"reader{n}@reader.example"))
    assert len(desk.taken) == 5
    assert len(desk.sessions) == 1


def test_not_now_and_never_are_told_apart_and_the_session_goes_on(desk: Desk, smtp: Smtp) -> None:
    with pytest.raises(Refused4xx, match="452"):
        smtp.say(to("full@reader.example"))
    with pytest.raises(Refused5xx, match="550"):
        smtp.say(to("nobody@reader.example"))
    assert smtp.say(COPY).startswith("250")
    assert len(desk.taken) == 1


def test_a_server_that_takes_the_mail_and_falls_silent_leaves_doubt(desk: Desk, smtp: Smtp) -> None:
    with pytest.raises(InDoubt):
        smtp.say(to("silent@reader.example"))
    assert smtp.say(COPY).startswith("250")


def test_421_ends_the_session_and_the_next_mail_opens_another(desk: Desk, smtp: Smtp) -> None:
    with pytest.raises(Refused4xx, match="421"):
        smtp.say(to("busy@reader.example"))
    smtp.say(COPY)
    assert len(desk.sessions) == 2


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:1 "):
        Smtp.from_url("smtp://127.0.0.1:1").say(COPY)


def test_a_relay_elsewhere_without_starttls_is_refused(desk: Desk) -> None:
    port = a_free_port()
    controller: Any = Controller(desk, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        strict = Smtp.from_url(f"smtp://127.0.0.1:{port}?starttls=required")
        with pytest.raises(Unreachable, match="STARTTLS"):
            strict.say(COPY)
    finally:
        controller.stop()
    assert desk.taken == []


@pytest.mark.parametrize("url", ["smtp://", "smtp://host?starttls=perhaps"])
def test_a_url_that_cannot_be_one_says_what_it_should_look_like(url: str) -> None:
    with pytest.raises(SettingsError, match="SMTP_URL"):
        Smtp.from_url(url)


def test_the_maildir_holds_one_file_however_often_a_mail_is_written(tmp_path: Path) -> None:
    maildir = Maildir(tmp_path)
    assert maildir.evidence(COPY) is False
    maildir.write(COPY)
    maildir.write(COPY)
    (file,) = (tmp_path / "new").iterdir()
    assert list((tmp_path / "tmp").iterdir()) == []
    assert message_from_bytes(file.read_bytes())["Message-ID"] == COPY.message_id
    assert maildir.evidence(COPY)


def test_a_mail_that_was_read_is_still_evidence(tmp_path: Path) -> None:
    maildir = Maildir(tmp_path)
    maildir.write(COPY)
    (file,) = (tmp_path / "new").iterdir()
    file.rename(tmp_path / "cur" / f"{file.name}:2,S")
    assert maildir.evidence(COPY)
    assert not maildir.evidence(replace(COPY, message_id="<other@eurasiatimes.example>"))


def test_a_disk_that_refuses_is_worth_another_try(tmp_path: Path) -> None:
    blocked = tmp_path / "mail"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(Unreachable, match="cannot be written"):
        Maildir(blocked).write(COPY)


def test_the_settings_choose(tmp_path: Path) -> None:
    assert isinstance(transport_for("", tmp_path), Maildir)
    assert isinstance(transport_for("smtps://mail.example", tmp_path), Smtp)
