"""The beginning of a session: greeting, EHLO, STARTTLS, AUTH (RFC 5321, 3207, 4954). Pure.

`introduce` is a conversation written down: it yields what is to be said (b"" to listen only, START_TLS to
change to TLS) and is sent the reply; it returns what the server offers.
"""

from base64 import b64encode
from collections.abc import Generator
from dataclasses import dataclass

from service.delivery.smtp.replies import Broken, Reply
from service.delivery.smtp.server import Server

START_TLS = b"\x16"
"""Not said but done: the first byte of a TLS record."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The extensions of a server that we use."""

    pipelining: bool = False
    smtputf8: bool = False
    size: int = 0
    """The longest mail it takes, in bytes; 0: it does not say."""


def introduce(server: Server, hello: bytes) -> Generator[bytes, Reply, Offer]:
    """Say who we are. Raises Broken when no session comes of it: nothing is wrong with any mail."""
    _must(server, (yield b""), "greets us with", 220)
    offers = yield from _ehlo(server, hello)
    if server.tls == "starttls":
        if "STARTTLS" not in offers:
            raise Broken(f"{server} does not offer STARTTLS, without which no mail is given to it")
        _must(server, (yield b"STARTTLS\r\n"), "answers STARTTLS with", 220)
        yield START_TLS
        offers = yield from _ehlo(server, hello)
    if server.user:
        yield from _log_in(server, offers.get("AUTH", "").split())
    size = offers.get("SIZE", "")
    return Offer("PIPELINING" in offers, "SMTPUTF8" in offers, int(size) if size.isdecimal() else 0)


def _ehlo(server: Server, hello: bytes) -> Generator[bytes, Reply, dict[str, str]]:
    """The keywords the server answers EHLO with, and what stands behind each; none for a server of 1982."""
    reply = yield b"EHLO %s\r\n" % hello
    if reply.code in {500, 502}:
        _must(server, (yield b"HELO %s\r\n" % hello), "answers HELO with", 250)
        return {}
    _must(server, reply, "answers EHLO with", 250)
    lines = (line.decode("ascii", "replace").partition(" ") for line in reply.lines[1:])
    return {name.upper(): rest.upper() for name, _, rest in lines}


def _log_in(server: Server, mechanisms: list[str]) -> Generator[bytes, Reply, None]:
    name, password = server.user.encode(), server.password.encode()
    if "PLAIN" in mechanisms:
        reply = yield b"AUTH PLAIN %s\r\n" % b64encode(b"\0%s\0%s" % (name, password))
    elif "LOGIN" in mechanisms:
        _must(server, (yield b"AUTH LOGIN\r\n"), "answers AUTH LOGIN with", 334)
        _must(server, (yield b64encode(name) + b"\r\n"), "answers our name with", 334)
        reply = yield b64encode(password) + b"\r\n"
    else:
        raise Broken(f"{server} offers neither AUTH PLAIN nor AUTH LOGIN: see to the name in SMTP_URL")
    _must(server, reply, "refuses the name and password of SMTP_URL:", 235)


def _must(server: Server, reply: Reply, what: str, code: int) -> None:
    if reply.code != code:
        raise Broken(f"{server} {what} {reply}")
