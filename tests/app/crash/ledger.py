"""The ledger as somebody outside sees it: with a connection of its own each time."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

NAMES = ("recipients", "accepted", "deferred", "failed", "excluded", "uncertain", "planned")


class Ledger:
    """Looks at the ledger in the database `url`, or in the SQLite `file`."""

    def __init__(self, url: str, file: Path) -> None:
        self._url, self._file = url, file

    def counters(self) -> dict[str, int]:
        """The sums of the batches' counters."""
        [row] = self._rows(f"select {', '.join(f'sum({name})' for name in NAMES)} from delivery_batch")  # noqa: S608
        return {name: int(value or 0) for name, value in zip(NAMES, row, strict=True)}

    def states(self) -> dict[str, int]:
        """The rows by state."""
        return dict(self._rows("select state, count(*) from delivery_delivery group by state"))

    def residual(self) -> int:
        """What the equation leaves over at this moment."""
        counters = self.counters()
        return 2 * counters["recipients"] - sum(counters.values())

    def closed(self) -> bool:
        """Whether the mailing is closed."""
        return not self._rows("select 1 from delivery_mailing where closed_at is null")

    def outcomes(self) -> dict[str, tuple[str, str]]:
        """State and reply by address."""
        rows = self._rows("select address, state, reply from delivery_delivery")
        return {address: (state, reply) for address, state, reply in rows}

    def _rows(self, query: str) -> list[Any]:
        with closing(self._open()) as connection:
            return list(connection.execute(query).fetchall())

    def _open(self) -> Any:
        return psycopg.connect(self._url) if self._url else sqlite3.connect(self._file, timeout=30)
