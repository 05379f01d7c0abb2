"""A frozen message and one recipient become the bytes of a mail (RFC 5322, RFC 2045 to 2047).

The parts are put together by hand: the standard library's EmailMessage would parse and fold every copy anew,
and with 8bit lets longer lines through than the 998 octets of RFC 5322 section 2.1.1. What stands in
every copy is encoded once per message (`Frame`); a copy costs two encodings of the filled parts.
"""

import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.parser import BytesHeaderParser
from email.utils import format_datetime, formataddr

from service.delivery import slots
from service.delivery.transport import Copy
from service.errors import BadAddress, NotPublishable

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ENCODED_WORD = re.compile(r"=\?(?=[^?\s]*\?[bBqQ]\?)")
_ADDRESS = re.compile(r"[^\s<>()\[\]\\,;:\"@\x00-\x20\x7f]+@[^\s<>()\[\]\\,;:\"@\x00-\x20\x7f]+")
HEADERS = frozenset(
    {
        "List-Id",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "List-Help",
        "List-Owner",
        "Content-Language",
        "Feedback-ID",
        "Precedence",
        "Auto-Submitted",
        "Reply-To",
    }
)
"""The header names a message may bring besides those made here: names never come from data."""
_OURS = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type")


@dataclass(frozen=True, slots=True)
class Frame:
    """What all copies of a message share."""

    mailing: str
    sender_name: str
    sender: str
    subject: str
    headers: dict[str, str]
    text: str
    html: str
    made_at: datetime


def check_address(address: str) -> str:
    """`address`, or BadAddress: the last look before an address becomes an SMTP command (RFC 5321 4.1.2)."""
    if not _ADDRESS.fullmatch(address) or address.startswith("-"):
        raise BadAddress(f"{address!r} cannot be a mail address: correct or remove it")
    return address


def message_id(mailing: str, recipient: str, sender: str, secret: bytes) -> str:
    """The Message-ID of a mailing's copy for a recipient: the same however often it is made, and opaque."""
    digest = hmac.new(secret, f"message-id\n{mailing}\n{recipient}".encode(), hashlib.sha256).hexdigest()
    return f"<{digest[:40]}@{sender.rpartition('@')[2]}>"


def copy_for(
    frame: Frame, recipient: str, address: str, values: dict[str, str], secret: bytes, number: int = 0
) -> Copy:
    """The mail of `frame` for one recipient; `number` is its row in the ledger.

    Raises BadAddress for an address that cannot be one, NotPublishable if the headers that were written are
    not the ones that were meant.
    """
    check_address(address)
    check_address(frame.sender)
    identity = message_id(frame.mailing, recipient, frame.sender, secret)
    boundary = f"=_{identity[1:33]}"
    headers = [
        ("From", formataddr((header_text(frame.sender_name), frame.sender))),
        ("To", address),
        ("Subject", _encoded("Subject", header_text(frame.subject))),
        ("Date", format_datetime(frame.made_at)),
        ("Message-ID", identity),
        *(
            (name, _encoded(name, header_text(slots.fill(value, values))))
            for name, value in frame.headers.items()
        ),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/alternative; boundary="{boundary}"'),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in headers).encode("utf-8")
    _check_head(head, [name for name, _ in headers], frame)
    parts = (("text/plain", slots.fill(frame.text, values)), ("text/html", slots.fill(frame.html, values)))
    body = b"".join(b"--%s\r\n%s" % (boundary.encode(), _part(kind, text)) for kind, text in parts)
    data = b"%s\r\n%s--%s--\r\n" % (head, body, boundary.encode())
    return Copy(frame.sender, address, identity, frame.made_at, (data,), number)


def header_text(value: str) -> str:
    """`value` as one line: control characters and line separators become a space, and nothing in it can be
    taken for an encoded word (CVE-2024-6923: a decoded line break in a subject wrote a header of its own).
    """
    return _ENCODED_WORD.sub("= ?", _CONTROL.sub(" ", value)).strip()


def _encoded(name: str, value: str) -> str:
    if value.isascii() and len(name) + len(value) < 900:
        return value
    return Header(value, "utf-8", header_name=name, maxlinelen=75).encode(linesep="\r\n")


def _check_head(head: bytes, meant: list[str], frame: Frame) -> None:
    unknown = frame.headers.keys() - HEADERS
    written = BytesHeaderParser().parsebytes(head).keys()
    if unknown or list(written) != meant:
        raise NotPublishable(
            f"mailing {frame.mailing}: its headers came out as {', '.join(written)}; allowed besides "
            f"{', '.join(_OURS)} are {', '.join(sorted(HEADERS))}"
        )


def _part(kind: str, text: str) -> bytes:
    """One body part. Scripts beyond Latin are shorter as base64, Latin ones as quoted-printable."""
    raw = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8")
    foreign = len(raw) - len(raw.decode("utf-8"))
    if foreign * 6 > len(raw):
        coding, body = b"base64", _base64_lines(raw.replace(b"\n", b"\r\n"))
    else:
        coding, body = b"quoted-printable", binascii.b2a_qp(raw, istext=True).replace(b"\n", b"\r\n")
    return b"Content-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: %s\r\n\r\n%s\r\n" % (
        kind.encode(),
        coding,
        body,
    )


def _base64_lines(raw: bytes) -> bytes:
    """Base64 in lines of 76 characters (RFC 2045 section 6.8)."""
    encoded = binascii.b2a_base64(raw, newline=False)
    return b"\r\n".join(encoded[start : start + 76] for start in range(0, len(encoded), 76))
