"""Why a mail was not taken: judged by the other side's words, then its enhanced code, then its reply code.

The words come first because the codes are misused most: 550 5.1.1 is said of full mailboxes, 5.7.1 of
unknown users, 5.0.0 of everything. The stage tells whom a reply is about: what comes after MAIL FROM or
before it is about us, even where it says "no such domain".
"""

import re

from service.feedback.reading.report import CONDEMNING, Reason
from service.feedback.reading.words import TABLE

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
"""An enhanced status code (RFC 3463 section 2)."""
_REPLY = re.compile(r"(?<![\d.#-])([45])(\d\d)(?=[ \-]|$)")
_ABOUT_US = re.compile(
    r"(after|reply to|talking to).{0,20}(initial connection|connect\b|ehlo|helo|mail from)|>>> mail from",
    re.I,
)
_ABOUT_THEM = re.compile(r"(after|reply to).{0,20}rcpt|rcpt to|recipient address rejected", re.I)

CODES: dict[tuple[int, int], Reason] = {
    (1, 1): Reason.INVALID_ADDRESS,
    (1, 2): Reason.BAD_DOMAIN,
    (1, 3): Reason.INVALID_ADDRESS,
    (1, 6): Reason.INVALID_ADDRESS,
    (1, 7): Reason.AUTHENTICATION,
    (1, 8): Reason.AUTHENTICATION,
    (1, 10): Reason.BAD_DOMAIN,
    (2, 1): Reason.INACTIVE,
    (2, 2): Reason.FULL,
    (2, 3): Reason.CONTENT,
    (3, 4): Reason.CONTENT,
    (5, 3): Reason.THROTTLED,
    (7, 13): Reason.INACTIVE,
    (7, 28): Reason.THROTTLED,
    (7, 509): Reason.AUTHENTICATION,
    (7, 515): Reason.AUTHENTICATION,
    **{(7, detail): Reason.AUTHENTICATION for detail in (20, 21, 22, 23, 24, 25, 26, 27, 29, 30)},
}
"""Subject and detail of enhanced codes: RFC 3463, 5248, 7372, 7505, 8616; 7.509 and 7.515 are Microsoft's."""
SUBJECTS = {3: Reason.NETWORK, 4: Reason.NETWORK, 5: Reason.NETWORK, 6: Reason.CONTENT, 7: Reason.POLICY}
"""What a code's subject says where its detail says nothing more."""
REPLIES = {"421": Reason.NETWORK, "450": Reason.UNKNOWN, "551": Reason.INVALID_ADDRESS}


def classify(said: str, status: str = "", stage: str = "") -> Reason:
    """The reason in `said`. `status` is the report's own code, `stage` the SMTP command replied to."""
    about_us = _about_us(said, stage)
    for reason, phrases in TABLE:
        if phrases.search(said):
            return Reason.AUTHENTICATION if about_us and reason in CONDEMNING else reason
    coded = _by_code(said, status)
    return Reason.AUTHENTICATION if about_us and coded in CONDEMNING else coded


def status_in(said: str) -> str:
    """The enhanced code in a reply, or an empty string; one that says something is preferred to x.0.0."""
    found = ["{}.{}.{}".format(*match.groups()) for match in STATUS.finditer(said)]
    return next((code for code in found if not code.endswith(".0.0")), found[0] if found else "")


def reply_code(said: str) -> str:
    """The SMTP reply code in a reply (4yz or 5yz), or an empty string."""
    match = _REPLY.search(said)
    return match[1] + match[2] if match else ""


def _about_us(said: str, stage: str) -> bool:
    if stage:
        return stage.upper().startswith(("CONNECT", "EHLO", "HELO", "MAIL"))
    return bool(_ABOUT_US.search(said)) and not _ABOUT_THEM.search(said)


def _by_code(said: str, status: str) -> Reason:
    for code in (status_in(said), status):
        parts = STATUS.search(code)
        if parts:
            subject, detail = int(parts[2]), int(parts[3])
            known = CODES.get((subject, detail)) or SUBJECTS.get(subject)
            if known:
                return known
    return REPLIES.get(reply_code(said), Reason.UNKNOWN)
