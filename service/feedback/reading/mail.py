"""Which kind of news a mail is: the one entry to this package."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

from service.feedback.reading import arf, auto, dsn, prose
from service.feedback.reading.report import Kind, Reason, Report

MOST_PARTS = 100
"""A mail with more parts than this is not looked into: no mail server writes one."""


def read(raw: bytes) -> list[Report]:
    """The reports in the mail `raw`; none if it is no news about a mail. Never raises for its content."""
    mail = message_from_bytes(raw)
    if sum(1 for _ in mail.walk()) > MOST_PARTS:
        return []
    _decode_subject(mail)
    if arf.is_feedback(mail):
        return arf.reports(mail)
    return dsn.reports(mail) or _unclean(mail)


def _unclean(mail: Message) -> list[Report]:
    if prose.is_bounce(mail):
        return prose.reports(mail)
    if auto.is_reply(mail):
        return [Report(Kind.REPLIED, Reason.AUTO_REPLY, said=str(mail.get("Subject", ""))[:500])]
    return []


def _decode_subject(mail: Message) -> None:
    """Put the subject in plain words in place of its encoded form, where it can be decoded."""
    try:
        plain = str(make_header(decode_header(str(mail.get("Subject", "")))))
    except (LookupError, ValueError):
        return
    if mail.get("Subject"):
        mail.replace_header("Subject", " ".join(plain.split()))
