"""How fast mail leaves: a whole mailing through ledger, workers and Redis, beside what others do.

Everything goes to the same mail server in the same run. Ours is the whole path: rows claimed, copies made,
sent by real Celery workers, answers written into journals and folded into the tables, the database on disk;
the time ends when the last row says accepted.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.conf import settings

from service import clock
from service.app import embedded
from service.app.bench import others
from service.app.celery import app
from service.app.children import Child, worker_arguments
from service.delivery.account import account
from service.delivery.mime import Forme, Frame
from service.delivery.models import Mailing
from service.delivery.plan import Draft, Recipient, plan
from service.delivery.slots import slot
from service.delivery.smtp.server import servers
from service.doorbell import ring

LINK = f"https://eurasiatimes.example/unsubscribe/{slot('unsubscribe')}"
SENDER = "desk@eurasiatimes.example"
PARAGRAPH = "<p>Dans la steppe, le train arrive à l’heure, et la ville ouvre sa nouvelle ligne.</p>\n"
ROUNDS = 3
PATIENCE = 300.0
"""Seconds until a mailing that does not end is given up."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What is sent."""

    recipients: int
    size: int
    """Bytes of a mail, about."""
    workers: int
    nodemailer: Path
    """The folder where `npm install nodemailer` was run, if it was."""
    compare: bool
    """Whether the others are timed too."""


def measure(trial: Trial) -> dict[str, float]:
    """Mails a second to the server of SMTP_URL, ours and the others', and the ratios.

    All take turns, ROUNDS times: the machine is shared, and so is its luck. The middle round counts.
    """
    html, rounds, planning = _html(trial.size), list[dict[str, float]](), 0.0
    part = trial.recipients // ROUNDS
    with embedded.redis(), _workers(trial.workers):
        _sent(_planned("warm-up", html, trial.workers * 500)[1])
        for number in range(ROUNDS):
            seconds, mailing = _planned(f"round {number}", html, part)
            planning += seconds
            rates = {"ours": part / _sent(mailing)} | (_others(trial, html) if trial.compare else {})
            rounds.append(rates | {f"ours_to_{name}": rates["ours"] / rates[name] for name in rates})
    middle = {name: median(rates[name] for rates in rounds) for name in rounds[0] if name != "ours_to_ours"}
    return {"recipients": part * ROUNDS, "bytes": trial.size, "planning_seconds": planning} | middle


def _others(trial: Trial, html: str) -> dict[str, float]:
    (server,) = servers(settings.SMTP_URL)
    return others.compared(server, trial.recipients // ROUNDS, trial.size, html, trial.nodemailer)


def _html(size: int) -> str:
    """HTML that makes a mail of `size` bytes."""
    one = Forme(Frame("x", "x", SENDER, "x", {}, "x", PARAGRAPH * 100, clock.now()), b"x")
    paragraph = one.copy(1, "x", "x@x.example", {}).size / 100
    return PARAGRAPH * int(size / paragraph) + f"<p><a href='{LINK}'>Se désabonner</a></p>"


def _planned(key: str, html: str, recipients: int) -> tuple[float, Mailing]:
    headers = {"List-Unsubscribe": f"<{LINK}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    text = f"Bonjour.\n{LINK}\n"
    draft = Draft("fr", "fr", "EurasiaTimes", SENDER, "Asie", headers, text, html, "<p></p>")
    people = [
        Recipient(f"{n:032x}", f"reader{n}@reader.example", "asia/daily", subject=f"{n:032x}")
        for n in range(recipients)
    ]
    began = time.perf_counter()
    planned = plan(key, [(draft, people)], clock.now())
    return time.perf_counter() - began, planned.mailing


def _sent(mailing: Mailing) -> float:
    """Send `mailing`; seconds until its last row says accepted."""
    began = time.perf_counter()
    ring("deliver", mailing.messages.values_list("batches", flat=True))
    while (found := account([mailing])).accepted < found.recipients:
        if time.perf_counter() - began > PATIENCE or found.failed or found.uncertain or found.deferred:
            raise TimeoutError(f"the mailing did not go out: {found}; see {embedded.log_folder()}")
        time.sleep(0.05)
    return time.perf_counter() - began


@contextmanager
def _workers(count: int) -> Iterator[None]:
    child = Child("worker", worker_arguments(concurrency=count), embedded.log_folder() / "worker.log")
    child.start()
    try:
        until = time.monotonic() + 60
        while not app.control.ping(timeout=0.5) and time.monotonic() < until:
            pass
        yield
    finally:
        child.stop()
