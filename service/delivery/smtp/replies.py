"""Bytes become replies (RFC 5321 section 4.2). Pure."""

from typing import NamedTuple

from service.errors import Unreachable

MOST = 65_536
"""A server that says more than this without an end of reply is none."""
_CODES = {b"%d" % code: code for code in range(200, 600)}
_DASHES = (b" ", b"-", b"\r", b"")


class Broken(Unreachable):
    """The line is gone, or what comes over it makes no sense: this one connection is over.

    Kept apart from Unreachable, which also those may raise whom a transport tells of its mails.
    """


class Reply(NamedTuple):
    """A code and the words after it, a line each."""

    code: int
    lines: tuple[bytes, ...]

    def __str__(self) -> str:
        words = b" ".join(self.lines).decode("utf-8", "replace")[:400]
        if not words.isprintable():
            words = "".join(sign if sign.isprintable() else " " for sign in words)
        return f"{self.code} {words}"


class Replies:
    """Takes what was read and gives the replies that are whole."""

    def __init__(self) -> None:
        self._rest = b""
        self._lines: list[bytes] = []

    def feed(self, data: bytes) -> list[Reply]:
        """The replies that `data` completes. Raises Broken for what is no SMTP."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        found = [reply for line in lines if (reply := self._line(line)) is not None]
        if (self._rest or self._lines) and len(self._rest) + sum(map(len, self._lines)) > MOST:
            raise Broken("the server's reply does not end")
        return found

    @property
    def empty(self) -> bool:
        """Whether nothing of a further reply has come: what STARTTLS needs to know."""
        return not self._rest and not self._lines

    def _line(self, line: bytes) -> Reply | None:
        code, dash, words = _CODES.get(line[:3]), line[3:4], line[4:].rstrip(b"\r")
        if code is None or dash not in _DASHES:
            raise Broken(f"the server does not speak SMTP: it said {line[:80]!r}")
        if dash == b"-":
            self._lines.append(words)
            return None
        if not self._lines:
            return Reply(code, (words,))
        reply, self._lines = Reply(code, (*self._lines, words)), []
        return reply
