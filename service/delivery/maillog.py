"""Postfix's log, read as evidence: which mails it took, under which Message-ID, and what became of them.

Postfix writes a line for each station of a mail, tied together by its queue id:

    cleanup   message-id=<...>          qmgr   from=<bounce+...@...>
    smtp, lmtp, local, virtual ...      to=<...>, relay=..., dsn=2.0.0, status=sent (250 2.0.0 Ok)

A mail that goes through a filter and comes back is one mail with two queue ids; the first one's "sent" is no
delivery. Both the traditional dates ("Nov 24 02:10:11", in the year of `now` or the one before) and RFC 3339
are read; they are taken for UTC, which is what a container writes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

_LINE = re.compile(
    r"^(?P<at>[A-Z][a-z]{2} [ \d]\d [\d:]{8}|\d{4}-\d\d-\d\dT\S+) \S+ postfix\S*/(?P<who>[\w-]+)\[\d+\]: "
    r"(?P<queue>[0-9A-Za-z]{6,20}): (?P<rest>.*)$"
)
_MESSAGE_ID = re.compile(r"message-id=(<[^>]*>)")
_FROM = re.compile(r"from=<([^>]*)>")
_TO = re.compile(
    r"to=<(?P<to>[^>]*)>.*?relay=(?P<relay>[^,]*),.*?dsn=(?P<dsn>[\d.]+), "
    r"status=(?P<status>\w+) \((?P<said>.*)\)$"
)
_PASSED_ON = re.compile(r"queued as ([0-9A-Za-z]{6,20})")
MARGIN = timedelta(minutes=10)
"""How long after an attempt the log must go on before its silence says anything."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One line about a delivery."""

    at: datetime
    to: str
    status: str
    """sent, deferred, bounced, expired ... in Postfix's words."""
    dsn: str
    said: str


@dataclass(slots=True)
class Passage:
    """One mail's way through the queue."""

    queue: str
    message_id: str = ""
    sender: str = ""
    attempts: list[Attempt] = field(default_factory=list)


@dataclass(slots=True)
class MailLog:
    """What a log tells, by queue id, and which time it covers."""

    passages: dict[str, Passage] = field(default_factory=dict)
    begins: datetime | None = None
    ends: datetime | None = None

    def evidence(self, message_id: str, tried_at: datetime) -> bool | None:
        """Whether Postfix took the mail `message_id`: None where the log does not cover the attempt."""
        if any(passage.message_id == message_id for passage in self.passages.values()):
            return True
        covered = self.begins and self.ends and self.begins <= tried_at and tried_at + MARGIN < self.ends
        return False if covered else None

    def final(self) -> Iterator[tuple[Passage, Attempt]]:
        """The attempts, without those that only passed a mail on to another station of the same server."""
        for passage in self.passages.values():
            for attempt in passage.attempts:
                onward = _PASSED_ON.search(attempt.said)
                if onward is None or onward[1] not in self.passages:
                    yield passage, attempt


def read(lines: Iterable[str], now: datetime) -> MailLog:
    """The log in `lines`; lines that are not Postfix's are passed over."""
    log = MailLog()
    for line in lines:
        match = _LINE.match(line.rstrip("\n"))
        at = _moment(match["at"], now) if match else None
        if match and at:
            log.begins, log.ends = log.begins or at, at
            _note(log, match["queue"], match["rest"], at)
    return log


def _note(log: MailLog, queue: str, rest: str, at: datetime) -> None:
    passage = log.passages.setdefault(queue, Passage(queue))
    if told := _MESSAGE_ID.match(rest):
        passage.message_id = told[1]
    elif told := _FROM.match(rest):
        passage.sender = told[1]
    elif told := _TO.match(rest):
        passage.attempts.append(Attempt(at, told["to"], told["status"], told["dsn"], told["said"]))


def _moment(text: str, now: datetime) -> datetime | None:
    try:
        if text[0].isdigit():
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        said = datetime.strptime(f"{now.year} {text}", "%Y %b %d %H:%M:%S").replace(tzinfo=UTC)
        return said if said <= now + timedelta(days=2) else said.replace(year=now.year - 1)
    except ValueError:
        return None
