"""A mail server in this process that does as it is told, and counts what it took."""

import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from types import TracebackType
from typing import BinaryIO

Act = Callable[["Session", str], str]


KIND = {"DATA": "354 go on", "QUIT": "221 bye", "STARTTLS": "220 go"}


class HangUp(Exception):
    """The server ends the session, in the middle of whatever it was."""


@dataclass
class Session:
    """What the server knows of a connection."""

    number: int
    peer: socket.socket
    file: BinaryIO = field(default_factory=BytesIO)
    mails: int = 0
    recipient: str = ""


@dataclass
class Partner:
    """A server on a free port of this machine, with a thread for each connection.

    `acts` answers a command (MAIL, RCPT, DATA, END and so on) with a reply, or raises HangUp; what it does
    not name is answered with what a kind server says.
    """

    offers: tuple[str, ...] = ("PIPELINING", "SMTPUTF8")
    acts: dict[str, Act] = field(default_factory=dict)
    context: ssl.SSLContext | None = None
    taken: Counter[str] = field(default_factory=Counter)
    """Mails by recipient: counted when the whole body has come, whatever is then said of it."""
    bodies: list[bytes] = field(default_factory=list)
    sessions: int = 0

    def __enter__(self) -> "Partner":
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._welcome)]
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"smtp://127.0.0.1:{self._listener.getsockname()[1]}"

    def _welcome(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            self.sessions += 1
            thread = threading.Thread(target=self._serve, args=(Session(self.sessions, peer),))
            self._threads.append(thread)
            thread.start()

    def _serve(self, session: Session) -> None:
        try:
            session.peer.settimeout(20)
            session.peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._talk(session)
        except (HangUp, OSError):
            pass
        finally:
            session.file.close()
            session.peer.close()

    def _talk(self, session: Session) -> None:
        self._say(session, self._act(session, "GREETING", "220 partner.example"))
        session.file = session.peer.makefile("rb")
        while line := session.file.readline():
            verb = line.decode().split(":")[0].split()[0].upper()
            kind = {"EHLO": self._ehlo(), "DATA": "354 go on", "QUIT": "221 bye", "STARTTLS": "220 go"}.get(
                verb, "250 ok"
            )
            if verb == "RCPT":
                session.recipient = line.decode().partition("<")[2].partition(">")[0].partition("@")[0]
            reply = self._act(session, verb, kind)
            self._say(session, reply)
            if verb == "STARTTLS" and self.context:
                session.peer = self.context.wrap_socket(session.peer, server_side=True)
                session.file.close()
                session.file = session.peer.makefile("rb")
            if reply.startswith("354"):
                body = b"".join(iter(session.file.readline, b".\r\n"))
                if body:
                    self.taken[session.recipient] += 1
                    self.bodies.append(body)
                session.mails += 1
                self._say(session, self._act(session, "END", f"250 2.0.0 queued as {session.mails}"))
            if verb == "QUIT" or reply.startswith("421"):
                return

    def _act(self, session: Session, verb: str, kind: str) -> str:
        act = self.acts.get(verb)
        return (act(session, session.recipient) if act else "") or kind

    def _say(self, session: Session, reply: str) -> None:
        session.peer.sendall(reply.encode() + b"\r\n")

    def _ehlo(self) -> str:
        lines = ["partner.example", *self.offers]
        return "\r\n".join([*(f"250-{line}" for line in lines[:-1]), f"250 {lines[-1]}"])
