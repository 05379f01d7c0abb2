"""Open connections that are guarded and end in time: below HTTP and TLS, where nothing can walk round.

The name is resolved once, every answer is judged, and the connection goes to an address that was judged: a
second answer of the resolver is never asked for. TLS is still verified against the name. Each read and write
has only what is left of one deadline for the whole exchange, so a peer that drips a byte at a time gains
nothing.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from service.ingest.guard import Guard

Resolver = Callable[[str, int], list[str]]
"""IP addresses, as text, of a host and port. Raises OSError if there are none."""


def resolve(host: str, port: int) -> list[str]:
    """What the system's resolver answers."""
    return [str(answer[4][0]) for answer in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Deadline:
    """Seconds that are left, counted from now on."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left. Raises httpcore.ReadTimeout when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout(f"took longer than {self.seconds:g} seconds")
        return left


class Dial(httpcore.NetworkBackend):
    """What httpcore opens its connections through."""

    def __init__(self, guard: Guard, deadline: Deadline, resolver: Resolver) -> None:
        self._guard, self._deadline, self._resolver = guard, deadline, resolver
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of `host` that answers.

        Raises Unsafe if it may not be called, httpcore.ConnectError if none answers.
        """
        try:
            answers = self._resolver(host, port)
        except OSError as error:
            raise httpcore.ConnectError(f"no address for {host}: {error}") from error
        failure: Exception = httpcore.ConnectError(f"no address for {host}")
        for address in self._guard.admit(host, port, answers):
            try:
                stream = self._plain.connect_tcp(address, port, timeout=self._deadline.left())
                return _Timed(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Never: the outside world is not on this machine."""
        raise httpcore.ConnectError("unix sockets are not called")


class _Timed(httpcore.NetworkStream):
    """A stream whose every step must fit into what is left of the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _Timed(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
