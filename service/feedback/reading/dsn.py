"""Delivery status notifications (RFC 3464): one report for each recipient they name."""

from email.message import Message

from service.feedback.reading import prose
from service.feedback.reading.classify import STATUS, classify, status_in
from service.feedback.reading.parts import bare, blocks, enclosed, field, notice
from service.feedback.reading.report import Kind, Reason, Report, one_line

ACTIONS = {
    "failed": Kind.BOUNCED,
    "delayed": Kind.DEFERRED,
    "delivered": Kind.DELIVERED,
    "relayed": Kind.DELIVERED,
    "expanded": Kind.DELIVERED,
}
NAMES = ("Final-Recipient", "Original-Recipient", "X-Actual-Recipient")


def reports(mail: Message) -> list[Report]:
    """What the notification in `mail` says; nothing if there is none, or it names no recipient."""
    told = [*blocks(mail, "message/delivery-status"), *blocks(mail, "message/global-delivery-status")]
    rows = [block for block in told if any(block.get(name) for name in NAMES)]
    words = notice(mail)
    return [_report(block, mail, words, len(rows)) for block in rows]


def _report(block: Message, mail: Message, words: str, rows: int) -> Report:
    names = tuple(dict.fromkeys(address for name in NAMES if (address := bare(field(block, name)))))
    if field(block, "Final-Recipient").partition(";")[2].strip().startswith("|"):
        names = _enclosed_recipient(mail) or names
    status = _status(field(block, "Status"))
    diagnosis = field(block, "Diagnostic-Code")
    said, reason = _judged(diagnosis, status, prose.about(words, names, alone=rows == 1))
    return Report(
        kind=_kind(field(block, "Action"), mail, words),
        reason=reason,
        addresses=names,
        status=_better(status, status_in(said)),
        said=one_line(said),
    )


def _judged(diagnosis: str, status: str, around: str) -> tuple[str, Reason]:
    """The words that decide and what they mean: the diagnosis, or where it says too little, the notice."""
    if reason := _told(classify(diagnosis)):
        return diagnosis, reason
    if reason := _told(classify(around)):
        return f"{diagnosis} {around}".strip(), reason
    return diagnosis or around, classify(diagnosis, status)


def _told(reason: Reason) -> Reason | None:
    return None if reason is Reason.UNKNOWN else reason


def _kind(action: str, mail: Message, words: str) -> Kind:
    word = action.split(" ")[0].strip("<>;,").lower()
    if word in ACTIONS:
        return ACTIONS[word]
    return Kind.DEFERRED if prose.is_delay(field(mail, "Subject"), words) else Kind.BOUNCED


def _status(value: str) -> str:
    match = STATUS.search(value)
    return match[0] if match else ""


def _better(one: str, other: str) -> str:
    return other if other and (not one or one.endswith(".0.0")) else one


def _enclosed_recipient(mail: Message) -> tuple[str, ...]:
    """Where a notification names a program instead of a mailbox: whom the enclosed mail was for."""
    original = enclosed(mail)
    address = bare(field(original, "To")) if original else ""
    return (address,) if address else ()
