"""Bounces that follow no standard: prose for people, in the style of whichever program wrote them.

flufl.bounce knows many of these styles and finds addresses in them; where it finds none, or more than were
meant, the notice is read here: from its first line to where the mail it returns begins.
"""

import re
from collections.abc import Iterable
from email.message import Message

from flufl.bounce import all_failures

from service.feedback.reading.classify import classify, status_in
from service.feedback.reading.parts import ADDRESS, bare, enclosed, field, notice
from service.feedback.reading.report import Kind, Reason, Report, one_line

_DAEMON = re.compile(
    r"mailer[-_. ]?daemon|postm[ao]+ster|mail(er)? deliver|delivery (system|subsystem|service)|^<>$|ndr admin"
    r"|content-filter|no-?reply@",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver|not? (be )?delivered|could not send|deliver\w* (status|failure|report|notif|problem"
    r"|has failed)"
    r"|failure notice|fail(ed|ure).{0,20}deliver|returned mail|mail (system error|delivery failed)|bounce"
    r"|error sending your mail|non recapitabile|unzustellbar|non remis"
    r"|недостав|не доставлен|未送達|退信|配信",
    re.IGNORECASE,
)
_DELAY = re.compile(
    r"warning message only|(has|have) (been|not yet been) (delayed|delivered)|delay(ed)? (\d+ hours|reason)"
    r"|delivery (has been )?delayed|will (be retried|keep trying|be repeated)|still undelivered"
    r"|\(delay\)|could not send message for past|notification about a delay",
    re.IGNORECASE,
)
_RETURNED = re.compile(
    r"^\W*(original (message|mail info)|message headers? follow|(below this line|this|enclosed"
    r"|included) is a copy"
    r"|unsent message|returned message|the header of the original|original message follows|bounced e-?mail)"
    r".*$|^(return-path|received|x-originating-ip|dkim-signature):.*$",
    re.IGNORECASE | re.MULTILINE,
)
_LINK = re.compile(r"https?://\S+|mailto:\S+", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:rcpt(?: to)?:|delivery failed:|recipients?(?: is| was)?:|final-recipient: *rfc822; *"
    r"|addressed? to|target mail address:"
    r"|deliver(?:ed|y|ing)? (?:your )?(?:message |mail )?to:?|delivery userid:"
    r"|following recipient\(?s?\)?[^:]{0,60}:"
    r"|address: *|^ *(?:<<< )?5\d\d ?(?:\d\.\d\.\d )?)\s*[\"'<]*(?P<address>[^\s<>\"',;:]+@[^\s<>\"',;:]+)",
    re.IGNORECASE | re.MULTILINE,
)
_LEADING = re.compile(
    r"^\s*(?:\d{3} |\* |to:\s+)?[\"'<]*(?P<address>[^\s<>\"',;:()"
    r"|]+@[^\s<>\"',;:()]+)(?<![.])(?![\w-]|\.\w)[>\"']*(?:\s*(?:[:.]|\.\.\.|on |\[|$|invalid address))",
    re.IGNORECASE | re.MULTILINE,
)
_WINDOW = 600
"""How much of a notice around an address is taken to be about it."""


def is_bounce(mail: Message) -> bool:
    """Whether `mail` comes from a mail system and tells of trouble."""
    sender = field(mail, "From") or field(mail, "Return-Path")
    from_system = bool(_DAEMON.search(sender)) or not sender or field(mail, "From") == "<>"
    if field(mail, "X-Failed-Recipients"):
        return True
    return from_system and bool(_SUBJECT.search(_subject(mail)) or _SUBJECT.search(head(notice(mail))))


def is_delay(subject: str, words: str) -> bool:
    """Whether a notice says that delivery goes on being tried."""
    return bool(_DELAY.search(subject) or _DELAY.search(head(words)))


def reports(mail: Message) -> list[Report]:
    """What a bounce in prose says, one report for each recipient found; one without an address if none is."""
    words = notice(mail)
    kind = Kind.DEFERRED if is_delay(_subject(mail), words) else Kind.BOUNCED
    addresses = _addresses(mail, words)
    found = [_report(kind, (address,), words, len(addresses) == 1) for address in addresses]
    return found or [_report(kind, (), f"{_subject(mail)}\n{words}", alone=True)]


def about(words: str, addresses: Iterable[str], *, alone: bool) -> str:
    """The part of a notice that is about `addresses`: all of it if they stand `alone` in it."""
    top = head(words)
    if alone:
        return _LINK.sub(" ", top)
    for address in addresses:
        place = top.lower().rfind(f"<{address.lower()}>...")
        place = place if place >= 0 else top.lower().find(address.lower())
        if place >= 0:
            return _LINK.sub(" ", _until_the_next(top[place : place + _WINDOW], address))
    return ""


def head(words: str) -> str:
    """A notice up to where the mail it returns begins."""
    place = next(
        (match.start() for match in _RETURNED.finditer(words) if words[: match.start()].strip()), None
    )
    return words[:place]


def _report(kind: Kind, addresses: tuple[str, ...], words: str, alone: bool) -> Report:
    said = about(words, addresses, alone=alone)
    reason = classify(said) if said else Reason.UNKNOWN
    return Report(kind, reason, addresses, status_in(said), one_line(said))


def _subject(mail: Message) -> str:
    return field(mail, "Subject")


def _addresses(mail: Message, words: str) -> list[str]:
    named = [bare(part) for part in field(mail, "X-Failed-Recipients").split(",") if bare(part)]
    return named or _in_prose(mail, words) or _by_flufl(mail) or _enclosed_recipient(mail)


def _by_flufl(mail: Message) -> list[str]:
    try:
        temporary, permanent = all_failures(mail)
    except (LookupError, ValueError, TypeError, AttributeError):  # its detectors trust the mail's shape
        return []
    return sorted(bare(address.decode("utf-8", "replace")) for address in permanent | temporary)


def _in_prose(mail: Message, words: str) -> list[str]:
    """Addresses that stand where a notice names whom it is about, without the notice's own two ends."""
    top = _LINK.sub(" ", head(words))
    ends = {bare(field(mail, name)) for name in ("To", "From", "Return-Path", "Delivered-To")}
    found = [bare(match["address"]) for pattern in (_LEADING, _NAMED) for match in pattern.finditer(top)]
    return [address for address in dict.fromkeys(found) if address and address not in ends]


def _until_the_next(text: str, address: str) -> str:
    """`text` up to the first line that begins with another address."""
    for match in _LEADING.finditer(text):
        if match.start() > 0 and bare(match["address"]) != bare(address):
            return text[: match.start()]
    return text


def _enclosed_recipient(mail: Message) -> list[str]:
    original = enclosed(mail)
    found = ADDRESS.findall(field(original, "To")) if original else []
    return [bare(found[0])] if len(found) == 1 else []
