"""A socket that never waits, with or without TLS. That it broke is said with Broken."""

import errno
import os
import socket
import ssl
from collections import deque

from service.delivery.smtp.replies import Broken

CHUNKS = 64
"""So many pieces go to the kernel in one call (IOV_MAX is 1024 on Linux)."""
UNDER_WAY = (errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EALREADY)


class Line:
    """A connection to `address` under way."""

    def __init__(self, family: int, address: tuple[str, int]) -> None:
        self.socket: socket.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.queued = 0
        """Bytes ever given to be written."""
        self.written = 0
        """Bytes the kernel has ever taken."""
        self._waiting: deque[bytes | memoryview] = deque()
        self._secure: ssl.SSLSocket | None = None
        broken = self.socket.connect_ex(address)
        if broken and broken not in UNDER_WAY:
            self.socket.close()
            raise Broken(os.strerror(broken))

    def check(self) -> None:
        """Raise Broken if the connection did not come about."""
        if broken := self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise Broken(os.strerror(broken))

    def secure(self, context: ssl.SSLContext, host: str) -> None:
        """Change to TLS; `shake` until it is done."""
        self._secure = context.wrap_socket(self.socket, do_handshake_on_connect=False, server_hostname=host)
        self.socket = self._secure

    def shake(self) -> bool | None:
        """Go on with the handshake: True when it is done, None to wait until writing is possible."""
        if self._secure is None:
            return True
        try:
            self._secure.do_handshake()
        except ssl.SSLWantReadError:
            return False
        except ssl.SSLWantWriteError:
            return None
        except OSError as error:
            raise Broken(f"TLS did not come about: {error}") from error
        return True

    def read(self) -> bytes:
        """What has come; empty if nothing has. Raises Broken at the end of the line."""
        try:
            data = self.socket.recv(65_536)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return b""
        except OSError as error:
            raise Broken(f"the line broke: {error}") from error
        if not data:
            raise Broken("the server hung up")
        return data

    @property
    def more(self) -> bool:
        """Whether TLS holds something back that the selector will not tell of."""
        return self._secure is not None and self._secure.pending() > 0

    def write(self, chunks: list[bytes]) -> bool:
        """Add `chunks` to what is to be written, and write what can be; True if all is out."""
        self.queued += sum(map(len, chunks))
        if self._secure is not None:
            self._waiting.append(memoryview(b"".join(chunks)))
        else:
            self._waiting.extend(chunks)
        return self.flush()

    def flush(self) -> bool:
        """Write what can be written now; True if all is out."""
        try:
            while self._waiting:
                self._wrote(self._push())
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return False
        except OSError as error:
            raise Broken(f"the line broke: {error}") from error
        return True

    def _push(self) -> int:
        if self._secure is not None:
            return self._secure.send(self._waiting[0])
        if len(self._waiting) <= CHUNKS:
            return self.socket.sendmsg(self._waiting)
        return self.socket.sendmsg([self._waiting[place] for place in range(CHUNKS)])

    def _wrote(self, count: int) -> None:
        self.written += count
        waiting = self._waiting
        while waiting and count >= len(waiting[0]):
            count -= len(waiting.popleft())
        if count:
            waiting[0] = memoryview(waiting[0])[count:]

    def close(self) -> None:
        """Hang up."""
        self.socket.close()
