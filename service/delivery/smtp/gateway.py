"""One server seen from here: its addresses, its window, its connections; and which server is next."""

import random
import socket
import ssl
from collections.abc import Collection

import structlog

from service.delivery.smtp.connection import Connection, Exchange
from service.delivery.smtp.server import Server
from service.delivery.smtp.window import Window
from service.errors import Unreachable

log = structlog.get_logger()
FRESH = 60.0
"""Seconds the answer of the name service is used for."""


class Gateway:
    """The connections to one server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.window = Window(server.connections)
        self.connections: set[Connection] = set()
        self.trouble = ""
        """Why the last connection failed."""
        self._context = _context(server) if server.tls != "never" else None
        self._addresses: list[tuple[int, tuple[str, int]]] = []
        self._asked_at = float("-inf")
        self._turn = 0

    def room(self, now: float) -> bool:
        """Whether one more connection may be opened."""
        return len(self.connections) < self.window.room(now)

    def open(self, exchange: Exchange, now: float) -> None:
        """Open one more connection, to the next of the server's addresses."""
        try:
            self._resolve(now)
            address = self._addresses[self._turn % len(self._addresses)]
            connection = Connection(self.server, address, self._context, now)
        except (OSError, Unreachable) as error:
            self.failed(f"{self.server} cannot be reached: {error}", now)
            return
        self.connections.add(connection)
        connection.open(exchange)

    def ended(self, connection: Connection, why: str, failed: bool, now: float) -> None:
        """`connection` is over."""
        self.connections.discard(connection)
        if failed:
            self.failed(f"{self.server}: {why}", now)

    def failed(self, why: str, now: float) -> None:
        """A connection failed: fewer of them, or none for a while; the next goes to another address."""
        self.trouble = why
        self._turn += 1
        works = any(connection.taken for connection in self.connections)
        self.window = self.window.failed(now, works, random.random())  # noqa: S311 - jitter is no secret
        log.warning("smtp.trouble", server=str(self.server), why=why, window=int(self.window.size))

    def took(self) -> None:
        """A mail was taken."""
        self.window = self.window.took()

    def _resolve(self, now: float) -> None:
        if now - self._asked_at < FRESH:
            return
        found = socket.getaddrinfo(self.server.host, self.server.port, type=socket.SOCK_STREAM)
        self._addresses = [(family, (str(place[0]), int(place[1]))) for family, _, _, _, place in found]
        self._asked_at = now


def pick(gateways: Collection[Gateway], now: float) -> Gateway | None:
    """The gateway that is to get the next connection: the one farthest below its share.

    Those of weight 0 come in only while all others are left alone.
    """
    able = [gateway for gateway in gateways if gateway.server.weight and gateway.window.room(now)]
    able = able or [gateway for gateway in gateways if not gateway.server.weight]
    free = [gateway for gateway in able if gateway.room(now)]
    return min(free, key=lambda one: len(one.connections) / (one.server.weight or 1), default=None)


def _context(server: Server) -> ssl.SSLContext:
    """TLS 1.2 or later, the certificate and its name verified."""
    try:
        context = ssl.create_default_context()
        if server.cafile:
            context.load_verify_locations(server.cafile)
    except OSError as error:
        raise Unreachable(f"the certificates in {server.cafile} cannot be read: {error}") from error
    return context
