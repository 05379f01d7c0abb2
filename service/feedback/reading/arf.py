"""Complaints: the Abuse Reporting Format (RFC 5965), and Microsoft's, which encloses the mail and no more."""

import re
from email.message import Message

from service.feedback.reading.parts import bare, blocks, enclosed, field
from service.feedback.reading.report import Kind, Report, one_line

KINDS = {
    "abuse": Kind.COMPLAINED,
    "fraud": Kind.COMPLAINED,
    "virus": Kind.COMPLAINED,
    "other": Kind.COMPLAINED,
    "opt-out": Kind.UNSUBSCRIBED,
    "opt-out-list": Kind.UNSUBSCRIBED,
}
"""By Feedback-Type. "not-spam" and "auth-failure" (RFC 6591) are no complaint of a reader."""
_MICROSOFT = re.compile(r"complaint about message from", re.IGNORECASE)


def is_feedback(mail: Message) -> bool:
    """Whether `mail` is a feedback report of any type."""
    return bool(blocks(mail, "message/feedback-report")) or _is_microsofts(mail)


def reports(mail: Message) -> list[Report]:
    """One report for each recipient the complaint names; one without an address if it names none."""
    told = blocks(mail, "message/feedback-report")
    kind = KINDS.get(field(told[0], "Feedback-Type").lower()) if told else Kind.COMPLAINED
    if kind is None:
        return []
    said = one_line(" ".join(f"{name}: {value}" for block in told for name, value in block.items()))
    names = _recipients(told, mail)
    return [Report(kind, addresses=(name,), said=said) for name in names] or [Report(kind, said=said)]


def _recipients(told: list[Message], mail: Message) -> list[str]:
    named = ("Original-Rcpt-To", "Removal-Recipient")
    values = [value for block in told for name in named for value in block.get_all(name, [])]
    found = [bare(str(value)) for value in values]
    original = enclosed(mail)
    if not any(found) and original is not None:
        found = [bare(field(original, "X-HmXmrOriginalRecipient")) or bare(field(original, "To"))]
    return [address for address in dict.fromkeys(found) if address]


def _is_microsofts(mail: Message) -> bool:
    return bool(_MICROSOFT.search(field(mail, "Subject"))) and enclosed(mail) is not None
