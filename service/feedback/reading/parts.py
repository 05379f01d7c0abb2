"""What a mail is made of: its text as a reader sees it, addresses in it, and the mail it tells about.

Mails that come back are broken in every way, so nothing here raises on their account: what cannot be decoded
is replaced, what has no type is taken for text.
"""

import re
from collections.abc import Iterator
from email import message_from_string
from email.message import Message

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)*\.?[\w-]*", re.UNICODE)
"""What looks like a mail address in running text."""
_TAG = re.compile(r"<(style|script)\b.*?</\1>|<(?![^<>\s]+@)[^<>]*>", re.IGNORECASE | re.DOTALL)
REPORTS = ("message/delivery-status", "message/global-delivery-status", "message/feedback-report")


def text_of(part: Message) -> str:
    """The text of one leaf of a mail; HTML without its tags."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    try:
        text = raw.decode(part.get_content_charset() or "utf-8", "replace")
    except (LookupError, ValueError):
        text = raw.decode("utf-8", "replace")
    return _TAG.sub(" ", text) if part.get_content_type() == "text/html" else text


def notice(mail: Message) -> str:
    """What the mail says to people: its text parts, without those of the mail it brings along."""
    texts = [text_of(part) for part in own_parts(mail) if part.get_content_maintype() == "text"]
    return "\n".join(text for text in texts if text.strip())


def own_parts(mail: Message) -> Iterator[Message]:
    """The leaves of `mail`, reports included, but nothing out of an enclosed mail."""
    if mail.get_content_type() in REPORTS or not mail.is_multipart():
        if mail.get_content_type() not in ("text/rfc822-headers", "text/rfc822-header"):
            yield mail
        return
    if mail.get_content_maintype() == "message":
        return
    for part in _children(mail):
        yield from own_parts(part)


def enclosed(mail: Message) -> Message | None:
    """The mail that `mail` tells about, or its headers; None where it is not enclosed as a part."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind in ("message/rfc822", "message/global") and part is not mail:
            return next(iter(_children(part)), None)
        if kind in ("text/rfc822-headers", "text/rfc822-header"):
            return message_from_string(text_of(part))
    return None


def blocks(mail: Message, kind: str) -> list[Message]:
    """The groups of fields in the first report of type `kind` (RFC 3464 section 2.1), empty ones left out."""
    for part in own_parts(mail):
        if part.get_content_type() == kind:
            found = list(_children(part)) if part.is_multipart() else [part]
            return [block for block in found if block.keys()]
    return []


def field(block: Message, name: str) -> str:
    """The value of a header or field on one line; empty where there is none."""
    return " ".join(str(block.get(name, "")).split())


def bare(value: str) -> str:
    """The address in "rfc822; <a@b>", lower case in its domain; empty where there is none."""
    found = ADDRESS.findall(value.partition(";")[2] or value)
    if not found:
        return ""
    local, _, domain = found[-1].strip("'.").rpartition("@")
    return f"{local}@{domain.lower()}".strip(".") if local and domain else ""


def _children(mail: Message) -> Iterator[Message]:
    payload = mail.get_payload()
    if isinstance(payload, list):
        yield from (part for part in payload if isinstance(part, Message))
