"""A mail server as its URL names it."""

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from service.errors import SettingsError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SHAPE = (
    "SMTP_URL must look like smtp[s]://user:password@host:port?starttls=required, with further keys "
    "weight, connections, mails, seconds, hello and cafile; several servers are parted by spaces"
)


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server is and how it wants to be treated."""

    host: str
    port: int
    tls: str = "never"
    """implicit, starttls or never"""
    user: str = ""
    password: str = ""
    weight: int = 1
    """Its share of the connections beside other servers; 0: only while none of the others answers."""
    connections: int = 20
    """At most so many at once from one process."""
    mails: int = 100
    """At most so many over one connection: some providers end a session after a number they do not tell."""
    seconds: float = 60.0
    """A connection is not used for longer."""
    hello: str = ""
    """The name we say in EHLO; empty: this machine's."""
    cafile: str = ""
    """Certificates to trust besides the system's."""

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def servers(urls: str) -> tuple[Server, ...]:
    """The servers that `urls` names, in its order. Raises SettingsError for what is no such URL."""
    return tuple(_server(url) for url in re.split(r"[\s,]+(?=smtps?://)", urls.strip()) if url)


def _server(url: str) -> Server:
    try:
        parts = urlsplit(url)
        port, query = parts.port, parse_qs(parts.query, strict_parsing=bool(parts.query))
    except ValueError as error:
        raise SettingsError(f"{SHAPE}: {error}") from None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SettingsError(SHAPE)
    wishes = {name: values[0] for name, values in query.items()}
    implicit, here = parts.scheme == "smtps", parts.hostname in LOOPBACK
    starttls = wishes.pop("starttls", "never" if here else "required")
    if starttls not in {"required", "never"}:
        raise SettingsError(f"{SHAPE}: starttls is {starttls!r}, which must be required or never")
    server = Server(
        host=parts.hostname,
        port=port or (465 if implicit else 25 if here else 587),
        tls="implicit" if implicit else "starttls" if starttls == "required" else "never",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
    return replace(server, **_limits(wishes))


def _limits(wishes: dict[str, str]) -> dict[str, Any]:
    """The keys after the question mark, as values of Server."""
    least = {"weight": 0, "connections": 1, "mails": 1, "seconds": 1}
    found: dict[str, Any] = {}
    for name, value in wishes.items():
        if name in {"hello", "cafile"} and re.fullmatch(r"[!-~]+", value):
            found[name] = value
        elif name in least and re.fullmatch(r"[0-9]{1,6}", value) and int(value) >= least[name]:
            found[name] = int(value)
        else:
            raise SettingsError(f"{SHAPE}: {name}={value} cannot be used")
    return found
