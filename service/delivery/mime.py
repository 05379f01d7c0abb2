"""A frozen message becomes the bytes of mails (RFC 5322, RFC 2045 to 2047), one for each recipient.

The parts are put together by hand: the standard library's EmailMessage would parse and fold every copy anew,
and with 8bit lets longer lines through than the 998 octets of RFC 5322 section 2.1.1. What stands in
every copy is made once for a message, as the type of a page is locked up in a forme; a copy costs the few
lines that hold something of its reader.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.parser import BytesHeaderParser
from email.utils import format_datetime, formataddr

import idna

from service.delivery import slots
from service.delivery.dkim import Signer
from service.delivery.encoding import Encoded, encode
from service.delivery.slots import Slot
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
_NOBODY = "nobody@nowhere.invalid"


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


@dataclass(frozen=True, slots=True)
class _Line:
    """A header that holds slots, cut at them."""

    name: str
    pieces: list[str]
    slots: list[Slot]


class Forme:
    """A message of which copies can be made.

    Raises BadAddress for a sender that cannot be one, NotPublishable if the headers that were written are
    not the ones that were meant, or if a slot stands where nothing can.
    """

    def __init__(self, frame: Frame, secret: bytes, signer: Signer | None = None) -> None:
        check_address(frame.sender)
        self._frame, self._secret, self._signer = frame, secret, signer
        self._boundary = f"=_{hashlib.sha256(f'{frame.mailing}{frame.subject}'.encode()).hexdigest()[:32]}"
        self._fixed = self._fixed_headers()
        self._lines = [_Line(name, *slots.cut(value, slots.in_text)) for name, value in self._own_headers()]
        self._parts = [
            self._part("text/plain", frame.text, slots.in_text),
            self._part("text/html", frame.html, slots.in_html),
        ]
        self._end = f"--{self._boundary}--\r\n".encode()
        used = [slot for line in self._lines for slot in line.slots]
        self._slots = dict.fromkeys([*used, *(slot for _, _, found in self._parts for slot in found)])
        self._check_head()

    def copy(
        self, number: int, recipient: str, address: str, values: Mapping[str, str], sender: str = ""
    ) -> Copy:
        """The mail for `recipient`, whose row in the ledger is `number`, with `values` in its slots.

        `sender` is where its bounces go; empty: to the message's sender. Raises BadAddress for an address
        that cannot be one, NotPublishable for a slot that has no value or must not have this one.
        """
        frame, to = self._frame, check_address(address)
        identity = message_id(frame.mailing, recipient, frame.sender, self._secret)
        escaped = self._escaped(values)
        own = self._head(to, identity, escaped)
        body = self._body(escaped)
        signature = self._signer.sign(own, self._fixed, body, frame.made_at) if self._signer else b""
        head = b"".join((signature, own, self._fixed, b"\r\n"))
        return Copy(sender or frame.sender, to, identity, frame.made_at, (head, *body), number, tidy=True)

    def _escaped(self, values: Mapping[str, str]) -> dict[Slot, str]:
        try:
            return {slot: slot.escape(values[slot.name]) for slot in self._slots}
        except KeyError as missing:
            raise NotPublishable(f"mailing {self._frame.mailing}: nothing fills the slot {missing}") from None

    def _head(self, to: str, identity: str, escaped: Mapping[Slot, str]) -> bytes:
        """The headers that differ by reader."""
        head = [f"To: {to}\r\nMessage-ID: {identity}\r\n"]
        for line in self._lines:
            value = line.pieces[0] + "".join(
                escaped[slot] + piece for slot, piece in zip(line.slots, line.pieces[1:], strict=True)
            )
            head.append(f"{line.name}: {_encoded(line.name, header_text(value))}\r\n")
        return "".join(head).encode()

    def _body(self, escaped: Mapping[Slot, str]) -> list[bytes]:
        chunks = []
        for opening, text, found in self._parts:
            chunks.append(opening)
            chunks += text.filled(escaped[slot] for slot in found)
        chunks.append(self._end)
        return chunks

    def _fixed_headers(self) -> bytes:
        frame = self._frame
        headers = [
            ("From", formataddr((header_text(frame.sender_name), frame.sender))),
            ("Subject", _encoded("Subject", header_text(frame.subject))),
            ("Date", format_datetime(frame.made_at)),
            *((name, _encoded(name, header_text(text))) for name, text in self._shared_headers()),
            ("MIME-Version", "1.0"),
            ("Content-Type", f'multipart/alternative; boundary="{self._boundary}"'),
        ]
        return "".join(f"{name}: {value}\r\n" for name, value in headers).encode()

    def _shared_headers(self) -> list[tuple[str, str]]:
        return [(name, text) for name, text in self._frame.headers.items() if not slots.names(text)]

    def _own_headers(self) -> list[tuple[str, str]]:
        return [(name, text) for name, text in self._frame.headers.items() if slots.names(text)]

    def _part(
        self, kind: str, text: str, stand: Callable[[str], Callable[[str], str]]
    ) -> tuple[bytes, Encoded, list[Slot]]:
        pieces, found = slots.cut(text, stand)
        coded = encode(pieces)
        opening = b"--%s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: %s\r\n\r\n"
        return opening % (self._boundary.encode(), kind.encode(), coded.name), coded, found

    def _check_head(self) -> None:
        """See that a parser finds the headers that were meant, in a copy whose slots hold plain words."""
        head = self._head(_NOBODY, "<x@y>", dict.fromkeys(self._slots, "x")) + self._fixed
        written = BytesHeaderParser().parsebytes(head).keys()
        meant = [*_OURS, *self._frame.headers]
        if sorted(written) != sorted(meant) or self._frame.headers.keys() - HEADERS:
            raise NotPublishable(
                f"mailing {self._frame.mailing}: its headers came out as {', '.join(written)}; allowed "
                f"besides {', '.join(_OURS)} are {', '.join(sorted(HEADERS))}"
            )


def copy_for(
    frame: Frame, recipient: str, address: str, values: dict[str, str], secret: bytes, number: int = 0
) -> Copy:
    """One copy of `frame` alone."""
    return Forme(frame, secret).copy(number, recipient, address, values)


def check_address(address: str) -> str:
    """`address` with its domain in ASCII (IDNA 2008), or BadAddress.

    The last look before an address becomes an SMTP command (RFC 5321 section 4.1.2).
    """
    if not _ADDRESS.fullmatch(address) or address.startswith("-"):
        raise BadAddress(f"{address!r} cannot be a mail address: correct or remove it")
    local, _, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError as error:
        raise BadAddress(f"{address!r} cannot be a mail address ({error}): correct or remove it") from None


def message_id(mailing: str, recipient: str, sender: str, secret: bytes) -> str:
    """The Message-ID of a mailing's copy for a recipient: the same however often it is made, and opaque."""
    digest = hmac.digest(secret, f"message-id\n{mailing}\n{recipient}".encode(), "sha256").hex()
    return f"<{digest[:40]}@{sender.rpartition('@')[2]}>"


def header_text(value: str) -> str:
    """`value` as one line: control characters and line separators become a space, and nothing in it can be
    taken for an encoded word (CVE-2024-6923: a decoded line break in a subject wrote a header of its own).
    """
    return _ENCODED_WORD.sub("= ?", _CONTROL.sub(" ", value)).strip()


def _encoded(name: str, value: str) -> str:
    if value.isascii() and len(name) + len(value) < 900:
        return value
    return Header(value, "utf-8", header_name=name, maxlinelen=75).encode(linesep="\r\n")
