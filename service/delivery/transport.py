"""What a transport is, which one the settings name, and the one for tests.

A transport has one verb. It answers with what the other side said, or raises one of three things: TryAgain
(not now), GiveUp (never), InDoubt (the mail was handed over whole and no answer came).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from service.delivery.maildir import Maildir
from service.delivery.mime import Copy
from service.delivery.smtp import Smtp


class Transport(Protocol):
    """Something that takes mails."""

    def send(self, copy: Copy) -> str:
        """Hand over `copy`; the other side's reply. Raises TryAgain, GiveUp or InDoubt."""

    def evidence(self, copy: Copy) -> bool | None:
        """Whether `copy` was taken by an earlier attempt: True, False, or None where nothing tells."""

    def close(self) -> None:
        """Let go of connections. The transport may be used again."""


def transport_for(smtp_url: str, mail_root: Path) -> Transport:
    """The server that `smtp_url` names, or the Maildir at `mail_root` if it is empty."""
    return Smtp.from_url(smtp_url) if smtp_url else Maildir(mail_root)


class Outbox:
    """A transport for tests: keeps what it is given, answers as told.

    `answer` is called with each copy and may raise; without it every copy is taken.
    """

    def __init__(self, answer: Callable[[Copy], str] | None = None, knows: bool = True) -> None:
        self.taken: list[Copy] = []
        self._answer = answer
        self._knows = knows

    def send(self, copy: Copy) -> str:
        """Take `copy`, unless `answer` raises."""
        reply = self._answer(copy) if self._answer else "250 taken"
        self.taken.append(copy)
        return reply

    def evidence(self, copy: Copy) -> bool | None:
        """True or False from memory, or None if it was made not to know."""
        return any(one.message_id == copy.message_id for one in self.taken) if self._knows else None

    def close(self) -> None:
        """Nothing is held."""
