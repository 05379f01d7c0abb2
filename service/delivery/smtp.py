"""Mails to a server by SMTP (RFC 5321), one connection used for many mails.

The dialogue is led step by step, because what a broken line means depends on the step: before the final
dot is out the server cannot have taken the mail; after it, without a reply, nobody knows (RFC 1047).
"""

import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import parse_qs, unquote, urlsplit

from service.delivery.mime import check_address
from service.delivery.transport import Copy, Notes, one_by_one
from service.errors import InDoubt, Refused4xx, Refused5xx, SettingsError, Unreachable

SECONDS = 60.0
"""How long a step may take."""
MAILS_A_CONNECTION = 100
"""Some providers end a session after a number of mails they do not publish: we end it first."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(slots=True)
class Smtp:
    """A mail server. TLS is required unless the server is on this machine or the URL says otherwise."""

    host: str
    port: int
    tls: str
    """implicit, starttls or never"""
    user: str = ""
    password: str = ""
    _line: smtplib.SMTP | None = None
    _used: int = 0

    @classmethod
    def from_url(cls, url: str) -> "Smtp":
        """smtp[s]://[user:password@]host[:port][?starttls=required|never]. Raises SettingsError."""
        parts = urlsplit(url)
        wish = parse_qs(parts.query).get("starttls", [""])[0]
        if not parts.hostname or wish not in {"", "required", "never"}:
            raise SettingsError(
                "SMTP_URL must look like smtp[s]://user:password@host:port?starttls=required|never"
            )
        here = parts.hostname in LOOPBACK
        tls = "never" if wish == "never" or (here and not wish) else "starttls"
        implicit = parts.scheme == "smtps"
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if implicit else 25 if here else 587),
            tls="implicit" if implicit else tls,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    def send(self, copies: Iterator[Copy], notes: Notes) -> None:
        """Hand over `copies`, one transaction each."""
        one_by_one(copies, notes, self.say)

    def say(self, copy: Copy) -> str:
        """One mail transaction. Raises Refused4xx, Refused5xx, Unreachable; InDoubt after the final dot."""
        sender, recipient = check_address(copy.sender), check_address(copy.recipient)
        line = self._open()
        try:
            self._say(line, f"MAIL FROM:<{sender}>", 250)
            self._say(line, f"RCPT TO:<{recipient}>", 250, 251)
            self._say(line, "DATA", 354)
            line.send(_dotted(copy.data))
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self._lost(f"the line to {self.host} broke before the mail was handed over: {error}", error)
        try:
            code, said = line.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise InDoubt(f"{self.host} took the mail and did not answer: {error}") from error
        self._judge(code, said, (250,))
        self._used += 1
        if self._used >= MAILS_A_CONNECTION:
            self.close()
        return f"{code} {_words(said)}"

    def evidence(self, copy: Copy) -> None:
        """A server cannot be asked what it took."""
        return

    def close(self) -> None:
        """Say goodbye, if connected."""
        if self._line is not None:
            try:
                self._line.quit()
            except (OSError, smtplib.SMTPException):
                self._line.close()
            self._drop()

    def _open(self) -> smtplib.SMTP:
        if self._line is None:
            try:
                self._line = self._connected()
            except (OSError, smtplib.SMTPException) as error:
                self._lost(
                    f"{self.host}:{self.port} cannot be reached or refuses the session: {error}", error
                )
            self._used = 0
        return self._line

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.tls == "implicit":
            line: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        else:
            line = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            if self.tls == "starttls":
                line.starttls(context=context)
            if self.user:
                line.login(self.user, self.password)
            line.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException):
            line.close()
            raise
        return line

    def _say(self, line: smtplib.SMTP, words: str, *good: int) -> None:
        code, said = line.docmd(words)
        self._judge(code, said, good)

    def _judge(self, code: int, said: bytes, good: tuple[int, ...]) -> None:
        """Nothing for a good code; otherwise the mail is over, and the session too after a 421."""
        if code in good:
            return
        reply = f"{code} {_words(said)}"
        if code == 421 or not 400 <= code <= 599:
            self._drop()
            raise Refused4xx(reply)
        if self._line is not None:
            try:
                self._line.rset()
            except (OSError, smtplib.SMTPException):
                self._drop()
        if code < 500:
            raise Refused4xx(reply)
        raise Refused5xx(reply)

    def _lost(self, message: str, error: Exception) -> NoReturn:
        self._drop()
        raise Unreachable(message) from error

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def _dotted(data: bytes) -> bytes:
    """`data` with its leading dots doubled and the final dot (RFC 5321 section 4.5.2)."""
    body = data.replace(b"\r\n.", b"\r\n..")
    return (
        (b"." + body if body.startswith(b".") else body)
        + (b"" if body.endswith(b"\r\n") else b"\r\n")
        + b".\r\n"
    )


def _words(said: bytes) -> str:
    return said.decode("utf-8", "replace").replace("\n", " ")[:400]
