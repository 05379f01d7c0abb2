"""`python -m tests.app.crash.partner FOLDER SEED RATE`: an SMTP server that misbehaves by a script.

It writes a line for every copy it takes, before it says so, and one for each thing it does wrong:

    T <message-id> <recipient>        taken: it has the whole mail, whatever its client will hear
    W <kind> <recipient>              a wrong turn

Two ports, told in FOLDER/ports: one without TLS, one that wants STARTTLS with the certificate in
FOLDER/partner.pem. RATE is the share of mails and sessions that meet with each kind of wrong turn. Some
recipients are unknown for ever (550), some greylisted once (451).
"""

import asyncio
import os
import random
import re
import ssl
import sys
from collections.abc import Callable
from pathlib import Path

from tests.app.crash.people import fate

_MESSAGE_ID = re.compile(rb"^Message-ID: (<[^>]+>)", re.M)
_RECIPIENT = re.compile(rb"<([^>]*)>")
END = b"\r\n.\r\n"
SLOW_SECONDS = 0.3


class Book:
    """What was taken and what went wrong, a line each, written at once."""

    def __init__(self, path: Path, seed: int, rate: float) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.chance = random.Random(seed)  # noqa: S311 - not a secret
        self.rate = rate
        self.greeted: set[str] = set()

    def taken(self, message_id: str, recipient: str) -> None:
        """A copy is here."""
        os.write(self._file, f"T {message_id} {recipient}\n".encode())

    def wrong(self, kind: str, recipient: str = "-") -> None:
        """Something goes wrong."""
        os.write(self._file, f"W {kind} {recipient}\n".encode())

    def happens(self, kind: str, recipient: str = "-") -> bool:
        """Whether this kind of wrong turn is taken now."""
        if self.chance.random() >= self.rate:
            return False
        self.wrong(kind, recipient)
        return True


class Dialogue(asyncio.Protocol):
    """One session."""

    def __init__(self, book: Book, context: ssl.SSLContext | None) -> None:
        self._book, self._context = book, context
        self._buffer = b""
        self._in_data = False
        self._recipient = ""
        self._refused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._line = transport
        if transport.get_extra_info("cipher") is None:  # after STARTTLS we are called again, and greet nobody
            self._say("220 partner.example")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while not self._line.is_closing() and self._step():
            pass

    def _step(self) -> bool:
        """One command or one body; False if it has not come whole."""
        if self._in_data:
            return self._body()
        line, found, rest = self._buffer.partition(b"\r\n")
        if not found:
            return False
        self._buffer = rest
        verb = line[:4].upper().decode("ascii", "replace")
        handlers: dict[str, Callable[[bytes], None]] = {
            "EHLO": self._ehlo, "STAR": self._starttls, "MAIL": self._mail, "RCPT": self._rcpt,
            "DATA": self._data, "QUIT": self._quit,
        }  # fmt: skip
        handlers.get(verb, self._other)(line)
        return True

    def _ehlo(self, line: bytes) -> None:
        self._say(
            "250-partner.example\r\n" + ("250-STARTTLS\r\n" if self._context else "") + "250 PIPELINING"
        )

    def _starttls(self, line: bytes) -> None:
        if self._book.happens("TLS refused"):
            self._say("454 TLS not available")
        elif self._book.happens("TLS broken"):
            self._say("220 go ahead")
            self._line.write(b"this is no handshake\r\n")
        else:
            self._say("220 go ahead")
            asyncio.get_running_loop().create_task(self._upgrade())

    async def _upgrade(self) -> None:
        assert self._context is not None
        context, self._context = self._context, None
        try:
            line = await asyncio.get_running_loop().start_tls(self._line, self, context, server_side=True)
        except (OSError, ssl.SSLError):
            return
        assert line is not None
        self._line = line

    def _mail(self, line: bytes) -> None:
        self._refused = False
        if self._book.happens("cut before MAIL"):
            self._cut()
        elif self._book.happens("421 at MAIL"):
            self._say("421 4.3.2 going down")
            self._line.close()
        else:
            self._say("250 ok")

    def _rcpt(self, line: bytes) -> None:
        found = _RECIPIENT.search(line)
        self._recipient = found[1].decode() if found else ""
        kind = fate(self._recipient)
        if kind == "unknown":
            self._refuse("550 5.1.1 no such user")
        elif kind == "greylisted" and self._recipient not in self._book.greeted:
            self._book.greeted.add(self._recipient)
            self._refuse("451 4.7.1 greylisted, come again")
        elif self._book.happens("450 at RCPT", self._recipient):
            self._refuse("450 4.2.0 mailbox busy")
        elif self._book.happens("cut at RCPT", self._recipient):
            self._cut()
        else:
            self._say("250 ok")

    def _refuse(self, reply: str) -> None:
        self._refused = True
        self._say(reply)

    def _data(self, line: bytes) -> None:
        if self._refused:
            self._say("503 5.5.1 no valid recipients")
            return
        self._say("354 go on")
        self._in_data = True

    def _body(self) -> bool:
        if self._buffer and self._book.chance.random() < self._book.rate / 3:
            self._book.wrong("cut mid-DATA", self._recipient)
            self._cut()
            return False
        body, found, rest = self._buffer.partition(END)
        if not found:
            return False
        self._buffer, self._in_data = rest, False
        self._judge(body)
        return True

    def _judge(self, body: bytes) -> None:
        """The whole mail is here."""
        book, recipient = self._book, self._recipient
        if book.happens("452 after the dot", recipient):
            self._say("452 4.3.1 no room")
            return
        if book.happens("cut after the dot, not taken", recipient):
            self._cut()
            return
        found = _MESSAGE_ID.search(body)
        book.taken(found[1].decode() if found else "?", recipient)
        if book.happens("cut after the dot, taken", recipient):
            self._cut()
        elif book.happens("slow", recipient):
            self._line.pause_reading()
            asyncio.get_running_loop().call_later(SLOW_SECONDS, self._late)
        elif book.happens("421 after the mail", recipient):
            self._say("250 2.0.0 queued")
            self._say("421 4.7.0 enough for now")
            self._line.close()
        else:
            self._say("250 2.0.0 queued")

    def _late(self) -> None:
        if not self._line.is_closing():
            self._say("250 2.0.0 queued at last")
            self._line.resume_reading()

    def _other(self, line: bytes) -> None:
        self._say("250 ok")

    def _quit(self, line: bytes) -> None:
        self._say("221 bye")
        self._line.close()

    def _cut(self) -> None:
        self._line.abort()

    def _say(self, reply: str) -> None:
        self._line.write(reply.encode() + b"\r\n")


async def serve(folder: Path, seed: int, rate: float) -> None:
    """Serve on two ports until killed."""
    book = Book(folder / "book", seed, rate)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "partner.pem")
    loop = asyncio.get_running_loop()
    servers = [
        await loop.create_server(lambda: Dialogue(book, None), "127.0.0.1", 0, backlog=1000),
        await loop.create_server(lambda: Dialogue(book, context), "127.0.0.1", 0, backlog=1000),
    ]
    ports = [str(server.sockets[0].getsockname()[1]) for server in servers]
    draft = folder / "ports.draft"
    draft.write_text(" ".join(ports))
    draft.rename(folder / "ports")
    await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
