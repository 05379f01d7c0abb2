"""A line, and what is said over it: from the first byte to the last."""

import selectors
import socket
import ssl
from collections import deque
from collections.abc import Callable, Generator
from enum import Enum, auto
from typing import Protocol

from service.delivery.smtp.conversation import Conversation, Mail
from service.delivery.smtp.introduction import START_TLS, Offer, introduce
from service.delivery.smtp.line import Line
from service.delivery.smtp.replies import Broken, Replies, Reply
from service.delivery.smtp.server import Server
from service.errors import GiveUp, InDoubt, TryAgain

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
PATIENCE, LAST_PATIENCE = 60.0, 120.0
"""Seconds a server has for a step, and for its answer to the final dot. RFC 5321 section 4.5.3.2 asks for
more, but a claim in the ledger does not last as long."""


class Stage(Enum):
    """How far a connection has come."""

    DIALLING = auto()
    SHAKING = auto()
    INTRODUCING = auto()
    TALKING = auto()
    OVER = auto()


class Exchange(Protocol):
    """Who keeps connections, watches their sockets, gives them mails and is told what became of them."""

    def take(self) -> Mail | None:
        """The next mail that may go."""

    def accepted(self, mail: Mail, reply: Reply, server: Server) -> None:
        """`server` took it."""

    def refused(self, mail: Mail, error: TryAgain | GiveUp) -> None:
        """The server did not take it."""

    def given_back(self, mail: Mail, why: str) -> None:
        """It was not handed over: another line may take it."""

    def watch(self, connection: "Connection", mask: int) -> None:
        """Tell `connection` when its socket can be read or written, as `mask` says."""

    def in_doubt(self, mail: Mail, error: InDoubt) -> None:
        """It was handed over whole, and the line broke before the answer."""

    def introduced(self, connection: "Connection") -> None:
        """It can carry mails."""

    def resting(self, connection: "Connection") -> None:
        """It has nothing to do."""

    def ended(self, connection: "Connection", why: str, failed: bool) -> None:
        """It is over. `failed`: the server is to blame."""


class Connection:
    """One connection to `server`, under way to its first mail."""

    def __init__(
        self, server: Server, address: tuple[int, tuple[str, int]], context: ssl.SSLContext | None, now: float
    ) -> None:
        self.server = server
        self.stage = Stage.DIALLING
        self.taken = 0
        """Mails the server took over this connection."""
        self._born = self._heard_at = now
        self._context = context
        self._line = Line(*address)
        self._replies = Replies()
        self._said: deque[Reply] = deque()
        self._exchange: Exchange
        self._introduction: Generator[bytes, Reply, Offer]
        self._talk: Conversation
        self._base = 0
        self._rested = False
        """Nothing was heard since the line was at rest: the server may have closed it."""

    def open(self, exchange: Exchange) -> None:
        """Go on by what the socket tells."""
        self._exchange = exchange
        exchange.watch(self, WRITE)

    @property
    def socket(self) -> socket.socket:
        """What to watch."""
        return self._line.socket

    @property
    def idle(self) -> bool:
        """Whether a mail could be begun."""
        return self.stage is Stage.TALKING and self._talk.idle and not self._talk.ending

    def ready(self, mask: int, now: float) -> None:
        """The socket can be read or written."""
        self._heard_at = now
        try:
            _STAGES[self.stage](self, mask)
        except Broken as error:
            self._break(str(error))

    def go_on(self, now: float) -> None:
        """Begin a mail after a rest, if there is one."""
        self._heard_at = now
        self._rested = True
        try:
            self._talk.go_on()
            self._speak()
        except Broken as error:
            self._break(str(error))

    def catch_up(self, now: float) -> None:
        """Go on where something that was not the line's fault came in between."""
        if self.stage is Stage.TALKING:
            try:
                self._answer()
            except Broken as error:
                self._break(str(error))

    def refresh(self, now: float) -> None:
        """A new round begins: whatever became too old since the last one is let go without blame."""
        if now - self._born > self.server.seconds or not (self.idle or now - self._heard_at < PATIENCE):
            self.close("it has served its time")
        self._heard_at = now

    def look(self, now: float) -> None:
        """End it if the server keeps silent for too long, or if it is old and idle."""
        if self.idle:
            if now - self._born > self.server.seconds:
                self.close("it has served its time")
            return
        waiting = self.stage is Stage.TALKING and self._talk.awaits_verdict
        patience = LAST_PATIENCE if waiting else PATIENCE
        if now - self._heard_at > patience:
            self._break(f"the server was silent for {patience:.0f} s")

    def close(self, why: str) -> None:
        """Take leave. To be called when nothing is under way; what is, counts as broken off."""
        if self.stage is Stage.TALKING and self._talk.idle:
            try:
                self._line.write([b"QUIT\r\n"])
            except Broken:
                why = f"{why}; the line was down already"
        self._end(why, failed=False)

    # ---- what the conversation asks of us ------------------------------------------------------------
    def take(self) -> Mail | None:
        """The next mail that may go."""
        return self._exchange.take()

    def accepted(self, mail: Mail, reply: Reply) -> None:
        """The server took it."""
        self.taken += 1
        self._exchange.accepted(mail, reply, self.server)

    def refused(self, mail: Mail, error: TryAgain | GiveUp) -> None:
        """The server did not take it."""
        self._exchange.refused(mail, error)

    def given_back(self, mail: Mail, why: str) -> None:
        """It was not handed over."""
        self._exchange.given_back(mail, f"{self.server}: {why}")

    # ---- stage by stage ------------------------------------------------------------------------------
    def _dialled(self, mask: int) -> None:
        self._line.check()
        self._introduction = introduce(self.server, _hello(self.server, self._line.socket))
        next(self._introduction)
        if self.server.tls == "implicit":
            self._secure()
        else:
            self._turn(Stage.INTRODUCING, READ)

    def _secure(self) -> None:
        if self._context is None or not self._replies.empty:
            raise Broken(f"{self.server} spoke before TLS began")
        self._line.secure(self._context, self.server.host)
        self._turn(Stage.SHAKING, READ | WRITE)

    def _shaking(self, mask: int) -> None:
        done = self._line.shake()
        if not done:
            self._exchange.watch(self, WRITE if done is None else READ)
            return
        self._turn(Stage.INTRODUCING, READ)
        if self.server.tls == "starttls":
            self._line.write([self._introduction.send(Reply(220, ()))])

    def _introducing(self, mask: int) -> None:
        for reply in self._replies.feed(self._line.read()):
            if self.stage is not Stage.INTRODUCING:
                raise Broken(f"{self.server} spoke before TLS began")
            self._introduced(reply)

    def _introduced(self, reply: Reply) -> None:
        try:
            words = self._introduction.send(reply)
        except StopIteration as end:
            self._talk = Conversation(end.value, self, self.server.mails)
            self._base, self.stage = self._line.queued, Stage.TALKING
            self._exchange.introduced(self)
            self._talk.go_on()
            self._speak()
            return
        if words == START_TLS:
            self._secure()
        else:
            self._line.write([words])

    def _talking(self, mask: int) -> None:
        if mask & WRITE and self._line.flush():
            self._exchange.watch(self, READ)
        if not mask & READ:
            return
        data = self._line.read()
        self._rested = False
        while self._line.more:
            data += self._line.read()
        self._said.extend(self._replies.feed(data))
        self._answer()

    def _answer(self) -> None:
        """Each reply is taken off before it is worked on: a fault in between skips none and repeats none."""
        while self._said:
            self._talk.answered(self._said.popleft())
        self._talk.go_on()
        self._speak()

    def _speak(self) -> None:
        talk = self._talk
        if talk.out:
            out, talk.out = talk.out, []
            if not self._line.write(out):
                self._exchange.watch(self, READ | WRITE)
        elif talk.idle:
            if talk.ending:
                self.close("the session is used up")
            else:
                self._exchange.resting(self)

    def _turn(self, stage: Stage, mask: int) -> None:
        self.stage = stage
        self._exchange.watch(self, mask)

    def _break(self, why: str) -> None:
        """The line is gone, or the server makes no sense: every mail under way gets its due."""
        self._end(why, failed=not self._harmless)

    @property
    def _harmless(self) -> bool:
        """Whether the end was to be expected: of a line at rest, or with 421 after good work."""
        if self.stage is not Stage.TALKING:
            return False
        return self._talk.idle or self._rested or (self._talk.ending and self.taken > 0)

    def _end(self, why: str, failed: bool) -> None:
        talking, self.stage = self.stage is Stage.TALKING, Stage.OVER
        out = self._line.written - self._base
        mails = self._talk.broken() if talking else []
        self._exchange.ended(self, why, failed)
        self._line.close()
        for mail in mails:
            if 0 < mail.end <= out:
                said = f"{self.server} was given the mail whole and did not answer: {why}"
                self._exchange.in_doubt(mail, InDoubt(said))
            else:
                self._exchange.given_back(mail, f"{self.server}: {why}")


_STAGES: dict[Stage, Callable[[Connection, int], None]] = {
    Stage.DIALLING: Connection._dialled,
    Stage.SHAKING: Connection._shaking,
    Stage.INTRODUCING: Connection._introducing,
    Stage.TALKING: Connection._talking,
    Stage.OVER: lambda connection, mask: None,
}


def _hello(server: Server, line: socket.socket) -> bytes:
    """Our name: the one the settings give, this machine's full one, or the address as a literal (4.1.3)."""
    name = server.hello or socket.gethostname()
    if server.hello or "." in name:
        return name.encode("ascii", "replace")
    here = str(line.getsockname()[0])
    return (f"[IPv6:{here}]" if ":" in here else f"[{here}]").encode()
