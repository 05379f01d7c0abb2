"""One trial from its beginning to its end."""

import random
import sqlite3
import time
from pathlib import Path

import psycopg

from tests.app.crash.stage import Stage
from tests.app.crash.tale import Tale, tell
from tests.app.crash.troubles import AROUND, OF_WORKERS, Trouble

PATIENCE = 420.0
"""Seconds without any headway at all after which a trial has failed."""
STILL = 7.0
"""Seconds without a mail after which the clock is turned to the next retry; twice as long each time, because
on a busy machine a worker needs long to start."""
LONGEST = 60.0
"""Seconds after which the next trouble comes anyway."""


def play(
    folder: Path, recipients: int, kills: int, around: int = 0, postgres: bool = False, seed: int = 1,
    rate: float = 0.001,
) -> Tale:  # fmt: skip
    """Send to `recipients`; kill workers `kills` times, and each thing around them `around` times."""
    tale, began = Tale("PostgreSQL" if postgres else "SQLite", recipients), time.monotonic()
    stage = Stage(folder, postgres, seed, rate)
    try:
        stage.deskwire("service", "migrate", "-v", "0")
        stage.deskwire("tests.app.crash.plan", str(recipients))
        stage.start_worker()
        stage.start_beat()
        chance = random.Random(seed)  # noqa: S311 - not a secret
        troubles = _in_some_order(kills, around, postgres, chance)
        share = (
            recipients * 9 // 10 // (len(troubles) + 1)
        )  # so that the last trouble still finds mails to come
        for name, trouble in troubles:
            _wait_for_mails(stage, chance.randint(1, max(2, 2 * share - 1)))
            trouble(stage, chance)
            tale.troubles[name] += 1
            _check(stage, tale)
        _see_it_end(stage, tale)
        tell(stage, tale)
    finally:
        stage.end()
    tale.seconds = round(time.monotonic() - began, 1)
    return tale


def _in_some_order(
    kills: int, around: int, postgres: bool, chance: random.Random
) -> list[tuple[str, Trouble]]:
    kinds = list(OF_WORKERS.items())
    chosen = [kinds[number % len(kinds)] for number in range(kills)]
    others = [pair for pair in AROUND.items() if postgres or pair[0] != "database server"]
    chosen += [pair for pair in others for _ in range(around)]
    chance.shuffle(chosen)
    return chosen


def _wait_for_mails(stage: Stage, more: int) -> None:
    """Until so many more mails are out; where all that is left waits for its hour, the hour comes."""
    began = before = stage.partner.copies()
    moved = start = time.monotonic()
    still = STILL
    while stage.partner.copies() < began + more and time.monotonic() - start < LONGEST:
        stage.keep_running()
        if stage.partner.copies() != before:
            before, moved, still = stage.partner.copies(), time.monotonic(), STILL
        if time.monotonic() - moved > still:
            moved, still = time.monotonic(), 2 * still
            stage.turn_the_clock(60)
        time.sleep(0.005)


def _check(stage: Stage, tale: Tale) -> None:
    """Look at the equation in the middle of it all."""
    try:
        open_by = stage.ledger.residual()
    except (psycopg.OperationalError, sqlite3.OperationalError):
        return
    tale.checks += 1
    tale.residuals += open_by != 0


def _see_it_end(stage: Stage, tale: Tale) -> None:
    """Until everybody has a last word; where all that is left waits for its hour, the hour comes."""
    moved, before = time.monotonic(), stage.ledger.counters()
    turned, still = moved, STILL
    while not (stage.ledger.closed() and not before["planned"] and not before["deferred"]):
        stage.keep_running()
        time.sleep(0.2)
        counters, now = stage.ledger.counters(), time.monotonic()
        _check(stage, tale)
        if counters != before:
            before, moved, turned, still = counters, now, now, STILL
        if now - moved > PATIENCE:
            return
        if now - turned > still:
            turned, still = now, 2 * still
            stage.turn_the_clock(900)
