"""Mail after mail over one session: replies come in, commands and verdicts go out. No socket in here.

With PIPELINING (RFC 2920) the envelope of the next mail leaves together with the body of the present one:

    ours     MAIL RCPT DATA │ body 1 . MAIL RCPT DATA │ body 2 . MAIL ...
    theirs   250  250  354  │ 250     250  250  354   │ 250     ...

Without it each command waits for the reply to the one before. One recipient a transaction, so that every
reply belongs to one copy. A server may refuse the recipient and yet say 354; it then gets an empty body.
"""

from collections import deque
from collections.abc import Callable
from typing import Protocol

from service.delivery.smtp.commands import END, error_of, mail_from, on_the_wire, rcpt_to
from service.delivery.smtp.introduction import Offer
from service.delivery.smtp.replies import Broken, Reply
from service.delivery.transport import Copy
from service.errors import GiveUp, Refused5xx, TryAgain


class Mail:
    """A copy under way."""

    __slots__ = ("attempts", "copy", "end", "refusal")

    def __init__(self, copy: Copy) -> None:
        self.copy = copy
        self.attempts = 0
        """How many envelopes of it were begun."""
        self.end = 0
        """The place of its final dot among the bytes of the conversation; 0 while its body is not said."""
        self.refusal: tuple[str, Reply] | None = None
        """What was refused (mail, rcpt, data), and the words."""


Answer = Callable[[Mail, Reply], None]
"""What is done with a reply."""


class Owner(Protocol):
    """Who gives a conversation its mails, and is told what became of them."""

    def take(self) -> Mail | None:
        """The next mail that may go."""

    def accepted(self, mail: Mail, reply: Reply) -> None:
        """The server took it."""

    def refused(self, mail: Mail, error: TryAgain | GiveUp) -> None:
        """The server did not take it."""

    def given_back(self, mail: Mail, why: str) -> None:
        """The session ends before it was handed over: another line may take it."""


class Conversation:
    """What is said over a session after its introduction. The caller writes, and empties, `out`."""

    def __init__(self, offer: Offer, owner: Owner, most: int) -> None:
        self._offer, self._owner, self._left = offer, owner, most
        self._expected: deque[tuple[Answer, Mail]] = deque()
        self._open: list[Mail] = []
        self._said = 0
        self.out: list[bytes] = []
        self.ending = False
        """No further mail is begun: the session is used up, or the server said 421."""

    @property
    def awaits_verdict(self) -> bool:
        """Whether a mail was handed over whole and not answered yet."""
        return any(mail.end for mail in self._open)

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._expected

    def answered(self, reply: Reply) -> None:
        """The server said `reply`. Raises Broken for an answer to what nobody asked."""
        if reply.code == 421:
            self.ending = True
        if self._expected:
            answer, mail = self._expected.popleft()
            answer(mail, reply)
        elif not self.ending:
            raise Broken(f"the server said {reply} without being asked")

    def go_on(self) -> None:
        """Begin a mail if nothing is under way, there is one, and the session is not used up."""
        if not self._expected:
            self._next()

    def broken(self) -> list[Mail]:
        """The mails that have no verdict now that the line is gone; those refused before get theirs."""
        self.ending = True
        left, self._open = self._open, []
        self._expected.clear()
        for mail in left:
            if mail.refusal is not None:
                self._verdict(mail)
        return [mail for mail in left if mail.refusal is None]

    def _next(self) -> None:
        while not self.ending and (mail := self._owner.take()) is not None:
            if self._fits(mail):
                self._envelope(mail)
                return

    def _fits(self, mail: Mail) -> bool:
        """Whether the server can take it at all; if not, it is refused here."""
        copy = mail.copy
        if not (copy.recipient.isascii() and copy.sender.isascii()) and not self._offer.smtputf8:
            self._owner.refused(mail, Refused5xx("550 5.6.7 the mail server does not offer SMTPUTF8"))
        elif 0 < self._offer.size < copy.size:
            self._owner.refused(mail, Refused5xx("552 5.3.4 longer than the mail server's SIZE"))
        else:
            return True
        return False

    def _envelope(self, mail: Mail) -> None:
        self._left -= 1
        self.ending = self._left == 0
        mail.attempts, mail.refusal, mail.end = mail.attempts + 1, None, 0
        self._open.append(mail)
        self._ask(self._said_mail, mail, mail_from(mail.copy))
        if self._offer.pipelining:
            self._ask(self._said_rcpt, mail, rcpt_to(mail.copy))
            self._ask(self._said_data, mail, b"DATA\r\n")

    def _ask(self, answer: Answer, mail: Mail, *words: bytes) -> None:
        self.out.extend(words)
        self._said += sum(map(len, words))
        self._expected.append((answer, mail))

    def _said_reset(self, mail: Mail, reply: Reply) -> None:
        """Whatever it says: the next MAIL will tell."""

    def _said_mail(self, mail: Mail, reply: Reply) -> None:
        if reply.code // 100 != 2:
            self._refuse("mail", mail, reply)
        elif not self._offer.pipelining:
            self._ask(self._said_rcpt, mail, rcpt_to(mail.copy))

    def _said_rcpt(self, mail: Mail, reply: Reply) -> None:
        if reply.code // 100 != 2:
            self._refuse("rcpt", mail, reply)
        elif not self._offer.pipelining:
            self._ask(self._said_data, mail, b"DATA\r\n")

    def _said_data(self, mail: Mail, reply: Reply) -> None:
        if reply.code != 354:
            self._refuse("data", mail, reply)
            self._settle(mail)
        elif mail.refusal is not None:
            self._ask(self._said_void, mail, END)
        else:
            self._ask(self._said_body, mail, *on_the_wire(mail.copy), END)
            mail.end = self._said
            if self._offer.pipelining:
                self._next()

    def _said_body(self, mail: Mail, reply: Reply) -> None:
        self._open.remove(mail)
        if reply.code // 100 == 2:
            self._owner.accepted(mail, reply)
        else:
            self._owner.refused(mail, error_of("body", reply))

    def _said_void(self, mail: Mail, reply: Reply) -> None:
        self._settle(mail)

    def _refuse(self, stage: str, mail: Mail, reply: Reply) -> None:
        """Keep the first refusal of a mail; where nothing more of it is expected, that is its end."""
        mail.refusal = mail.refusal or (stage, reply)
        if not self._offer.pipelining and stage != "data":
            self._settle(mail)

    def _settle(self, mail: Mail) -> None:
        """Say the refusal of `mail`, clear the server's table, and go on with the next."""
        self._open.remove(mail)
        self._verdict(mail)
        if not self.ending:
            self._ask(self._said_reset, mail, b"RSET\r\n")
            if self._offer.pipelining:
                self._next()

    def _verdict(self, mail: Mail) -> None:
        stage, reply = mail.refusal or ("mail", Reply(421, ()))
        if reply.code == 421:
            self._owner.given_back(mail, str(reply))
        else:
            self._owner.refused(mail, error_of(stage, reply))
