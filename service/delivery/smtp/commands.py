"""The words of a mail transaction, and what a refusal of each means (RFC 5321). Pure."""

from collections.abc import Iterable

from service.delivery.smtp.replies import Reply
from service.delivery.transport import Copy
from service.errors import GiveUp, Refused4xx, Refused5xx, TryAgain

END = b".\r\n"
"""The line that ends a body."""
OURS = frozenset({500, 501, 502, 503, 504, 530, 534, 535, 538})
"""Codes that, said of MAIL or DATA, are about the session or its settings, not about an address."""


def mail_from(copy: Copy) -> bytes:
    """MAIL, with SMTPUTF8 where an address needs it (RFC 6531 section 3.4)."""
    wide = b"" if copy.recipient.isascii() and copy.sender.isascii() else b" SMTPUTF8"
    return b"MAIL FROM:<%s>%s\r\n" % (copy.sender.encode(), wide)


def rcpt_to(copy: Copy) -> bytes:
    """RCPT."""
    return b"RCPT TO:<%s>\r\n" % copy.recipient.encode()


def on_the_wire(copy: Copy) -> Iterable[bytes]:
    """The bytes of `copy` as they are sent: all lines end with CRLF, leading dots are doubled (4.5.2).

    A line feed or carriage return alone would let a server that ends lines in its own way see commands in
    the text (CVE-2023-51764 and its kin). Copies that were made `tidy` need no look.
    """
    if copy.tidy:
        return copy.chunks
    lines = copy.data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    return [b"".join(b".%s\r\n" % line if line.startswith(b".") else line + b"\r\n" for line in lines)]


def error_of(stage: str, reply: Reply) -> TryAgain | GiveUp:
    """What `reply` means when it refuses a mail at `stage` (mail, rcpt, data or body)."""
    ours = stage in {"mail", "data"} and reply.code in OURS
    return (Refused5xx if reply.code // 100 == 5 and not ours else Refused4xx)(str(reply), stage)
