"""The transport to mail servers: connections to all of them, one loop, one thread."""

import selectors
import time
from collections import deque
from collections.abc import Iterator, Sequence

from service.delivery.smtp.connection import Connection
from service.delivery.smtp.conversation import Mail
from service.delivery.smtp.gateway import Gateway, pick
from service.delivery.smtp.replies import Reply
from service.delivery.smtp.server import Server, servers
from service.delivery.transport import MOMENT, Copy, Notes
from service.errors import GiveUp, InDoubt, TryAgain, Unreachable

LOOK = 1.0
"""Seconds between two looks at the clocks of all connections."""
ATTEMPTS = 3
"""So many lines may break under a mail before its final dot; then it waits for another round."""
DRAIN = 20.0
"""Seconds for the answers still to come, when something else went wrong in between."""


class Smtp:
    """Mails to `servers`. Connections outlive a `send`; they are opened as there are mails for them."""

    def __init__(self, servers: Sequence[Server]) -> None:
        self._gateways = {server: Gateway(server) for server in servers}
        self._selector = selectors.DefaultSelector()
        self._masks: dict[Connection, int] = {}
        self._dialling: set[Connection] = set()
        self._idle: set[Connection] = set()
        self._hand: deque[Mail] = deque()
        self._copies: Iterator[Copy | None] = iter(())
        self._dry = True
        """Whether the copies have come to their end."""
        self._waiting = False
        """Whether there is none at this moment."""
        self._notes: Notes
        self._looked_at = time.monotonic()

    @classmethod
    def from_url(cls, urls: str) -> "Smtp":
        """The transport to the servers that `urls` names. Raises SettingsError."""
        return cls(servers(urls))

    def send(self, copies: Iterator[Copy | None], notes: Notes) -> None:
        """Hand over `copies`. Raises Unreachable when no server can be reached: the rest was not taken.

        Whatever else goes wrong (a database that is away, a worker that is told to stop): the answers to
        what is under way are still waited for and noted.
        """
        self._copies, self._notes, self._dry = copies, notes, False
        whole = False
        try:
            self._run()
            whole = True
        finally:
            if not whole:
                self._drain()

    def evidence(self, copy: Copy) -> None:
        """A server cannot be asked what it took."""
        return

    def close(self) -> None:
        """Take leave of all servers."""
        for connection in list(self._masks):
            connection.close("we are done")

    # ---- the loop ------------------------------------------------------------------------------------
    def _run(self) -> None:
        """Until every copy has its verdict."""
        for connection in list(self._masks):
            connection.refresh(time.monotonic())
        while self._enlist(time.monotonic()) or self._busy or not self._dry:
            self._turn()

    def _drain(self) -> None:
        """Take no more copies, and wait for the answers to those under way."""
        self._dry, self._waiting, until = True, False, time.monotonic() + DRAIN
        self._hand.clear()
        for connection in list(self._masks):
            connection.catch_up(time.monotonic())
        while self._busy and time.monotonic() < until:
            self._turn()
        self.close()

    @property
    def _busy(self) -> bool:
        """Whether an answer is awaited. Connections that are only being opened are none of that."""
        return len(self._idle) + len(self._dialling) < len(self._masks)

    def _turn(self) -> None:
        events = self._selector.select(MOMENT if self._waiting else LOOK)
        now = time.monotonic()
        for key, mask in events:
            key.data.ready(mask, now)
        if now - self._looked_at >= LOOK:
            self._looked_at = now
            for connection in list(self._masks):
                connection.look(now)

    def _enlist(self, now: float) -> bool:
        """Find lines for the mails at hand; whether there are any. Raises Unreachable if there is no line."""
        while self._idle and self._more():
            self._idle.pop().go_on(now)
        while self._more() and len(self._dialling) < max(1, len(self._masks) - len(self._dialling)):
            gateway = pick(self._gateways.values(), now)
            if gateway is None:
                break
            gateway.open(self, now)
        if self._more() and not self._masks:
            self._give_up()
        return self._more()

    def _more(self) -> bool:
        """Whether a mail is at hand."""
        return bool(self._hand) or self._draw()

    def _draw(self) -> bool:
        if self._dry:
            return False
        try:
            copy = next(self._copies)
        except StopIteration:
            self._dry, self._waiting = True, False
            return False
        self._waiting = copy is None
        if copy is not None:
            self._hand.append(Mail(copy))
        return copy is not None

    def _give_up(self) -> None:
        why = Unreachable("; ".join(filter(None, (one.trouble for one in self._gateways.values()))))
        while self._hand:
            self._notes.refused(self._hand.popleft().copy, why)
        raise why

    # ---- what connections ask of us ------------------------------------------------------------------
    def watch(self, connection: Connection, mask: int) -> None:
        """Tell `connection` when its socket can be read or written."""
        if connection not in self._masks:
            self._dialling.add(connection)
            self._selector.register(connection.socket, mask, connection)
        elif self._masks[connection] != mask:
            self._selector.modify(connection.socket, mask, connection)
        self._masks[connection] = mask

    def introduced(self, connection: Connection) -> None:
        """`connection` can carry mails."""
        self._dialling.discard(connection)

    def resting(self, connection: Connection) -> None:
        """`connection` has nothing to do."""
        self._idle.add(connection)

    def ended(self, connection: Connection, why: str, failed: bool) -> None:
        """`connection` is over."""
        self._selector.unregister(connection.socket)
        del self._masks[connection]
        self._dialling.discard(connection)
        self._idle.discard(connection)
        self._gateways[connection.server].ended(connection, why, failed, time.monotonic())

    def take(self) -> Mail | None:
        """The next mail that may go; what another line gave back comes first."""
        while self._hand or self._draw():
            mail = self._hand.popleft()
            if mail.attempts or self._notes.submitting(mail.copy):
                return mail
        return None

    def accepted(self, mail: Mail, reply: Reply, server: Server) -> None:
        """`server` took it."""
        self._gateways[server].took()
        self._notes.accepted(mail.copy, str(reply))

    def refused(self, mail: Mail, error: TryAgain | GiveUp) -> None:
        """A server did not take it."""
        self._notes.refused(mail.copy, error)

    def in_doubt(self, mail: Mail, error: InDoubt) -> None:
        """Nobody knows."""
        self._notes.in_doubt(mail.copy, error)

    def given_back(self, mail: Mail, why: str) -> None:
        """Another line may take it, unless it has broken too many."""
        if mail.attempts < ATTEMPTS:
            self._hand.append(mail)
        else:
            self._notes.refused(mail.copy, TryAgain(why))
