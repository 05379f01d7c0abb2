"""How many connections a server gets, and when it is left alone. Pure.

The window grows by one connection for each mail the server takes, until it first shows displeasure; then by
one for each window full of mails, as Postfix does (qmgr's destination concurrency feedback, 1/N). A
connection that fails halves it. One that fails while none works opens the circuit: the server is left
alone, twice as long each time, with a part of chance in it so that workers do not come back together; then a
single connection may try.
"""

from dataclasses import dataclass

FIRST = 5.0
"""Connections at the start: Postfix's initial_destination_concurrency."""
PAUSE, LONGEST = 1.0, 300.0
"""Seconds a server is left alone after the first failure, and at most."""


@dataclass(frozen=True, slots=True)
class Window:
    """What we think a server bears."""

    most: int
    size: float = FIRST
    displeased: bool = False
    failures: int = 0
    """In a row, while nothing worked."""
    closed_until: float = 0.0

    def room(self, now: float) -> int:
        """How many connections there may be at `now`."""
        if now < self.closed_until:
            return 0
        return 1 if self.failures else max(1, min(self.most, int(self.size)))

    def took(self) -> "Window":
        """A mail was taken."""
        if self.size >= self.most and not self.failures:
            return self
        grown = min(float(self.most), self.size + (1 / self.size if self.displeased else 1))
        return Window(self.most, grown, self.displeased)

    def failed(self, now: float, others_work: bool, chance: float) -> "Window":
        """A connection was refused, cut or ended with 421. `chance` is a number from 0 to 1."""
        smaller = max(1.0, self.size / 2)
        if others_work:
            return Window(self.most, smaller, True)
        pause = min(LONGEST, PAUSE * 2**self.failures) * (0.5 + chance / 2)
        return Window(self.most, smaller, True, min(self.failures + 1, 20), now + pause)
