"""Mail that comes back, taken in by LMTP (RFC 2033) from the mail server in front, or out of a Maildir.

Postfix hands the mails of the return domain to `deskwire inbound` (docs/feedback.md has its two lines of
configuration), or writes them to a Maildir that the same command reads. A mail is kept before it is
acknowledged; if it cannot be kept the server in front is told to try again, and it does, for days.
"""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from asgiref.sync import sync_to_async
from django.db import DatabaseError, connection

from service.audience import mailto
from service.delivery import verp
from service.feedback.arrivals import MOST_BYTES, keep_mail

log = structlog.get_logger()
LOCALS = (verp.LOCAL, mailto.LOCAL, "complaints", "postmaster", "abuse")
"""Whom mail is taken for, with or without a token behind a plus sign."""


class Handler:
    """What aiosmtpd asks. `clock` says what time it is."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take mail for our few names, and for nobody else."""
        local = address.rpartition("@")[0].partition("+")[0].lower()
        if local not in LOCALS:
            return "550 5.1.1 nobody of that name here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep it, then say so."""
        raw = envelope.original_content or b""
        try:
            for recipient in envelope.rcpt_tos:
                await sync_to_async(self._keep)(raw, recipient)
        except DatabaseError as error:
            log.warning("inbound.not_kept", error=str(error))
            return "451 4.3.0 cannot be kept now, come again"
        return "250 2.0.0 kept"

    def _keep(self, raw: bytes, recipient: str) -> None:
        """In a thread that ends without notice: its connection to the database is not left open."""
        try:
            keep_mail(raw, recipient, self._clock())
        finally:
            connection.close()


class Lmtp(Controller):
    """An LMTP server at `hostname`:`port`, in a thread of its own between start() and stop()."""

    def __init__(self, clock: Callable[[], datetime], hostname: str, port: int) -> None:
        super().__init__(Handler(clock), hostname=hostname, port=port, ready_timeout=10.0)

    def factory(self) -> Any:
        """A session."""
        return LMTP(
            self.handler, ident="Deskwire", enable_SMTPUTF8=True, data_size_limit=MOST_BYTES, loop=self.loop
        )


def read_maildir(root: Path, now: datetime) -> int:
    """Keep what lies in the Maildir's `new`, and move it to `cur`; how many there were. Done again after an
    end in the middle, it keeps nothing twice."""
    waiting = sorted(path for path in (root / "new").glob("*") if path.is_file())
    (root / "cur").mkdir(parents=True, exist_ok=True)
    for path in waiting:
        if path.stat().st_size <= MOST_BYTES:
            raw = path.read_bytes()
            keep_mail(raw, _delivered_to(raw), now)
        os.replace(path, root / "cur" / f"{path.name}:2,S")
    return len(waiting)


def _delivered_to(raw: bytes) -> str:
    """The envelope recipient, which whoever writes into a Maildir puts into the head of the mail."""
    head = raw[:20_000].replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode("utf-8", "replace")
    names = {"x-original-to", "delivered-to", "envelope-to"}
    for line in head.split("\n"):
        name, _, value = line.partition(":")
        if name.lower() in names:
            return value.strip()
    return ""
