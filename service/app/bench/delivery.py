"""What the ledger costs: a Maildir filled through it, beside the same Maildir filled without it."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from service import clock, lease
from service.delivery.maildir import Maildir
from service.delivery.mime import Forme, Frame
from service.delivery.models import Batch, Message
from service.delivery.plan import Draft, Recipient, plan
from service.delivery.send import Round, frame_of
from service.delivery.slots import slot

LINK = f"https://eurasiatimes.example/unsubscribe/{slot('unsubscribe')}"
BODY = "<p>Dans la steppe, le train arrive à l’heure. " * 800 + LINK
SECRET = b"bench"


def measure(recipients: int) -> dict[str, float]:
    """Seconds with and without the ledger, and their ratio."""
    people = [
        Recipient(f"{n:032x}", f"reader{n}@reader.example", "asia/daily", {"unsubscribe": f"token{n:08}"})
        for n in range(recipients)
    ]
    with TemporaryDirectory() as folder:
        planned, sent = _with_ledger(people, Path(folder) / "with")
        bare = _without(people, Path(folder) / "without")
    return {
        "recipients": recipients,
        "planning_seconds": planned,
        "sending_seconds": sent,
        "bare_seconds": bare,
        "sending_to_bare": sent / bare,
    }


def _with_ledger(people: list[Recipient], folder: Path) -> tuple[float, float]:
    draft = Draft("fr", "fr", "EurasiaTimes", "desk@eurasiatimes.example", "Asie", {}, LINK, BODY, "<p></p>")
    began = time.perf_counter()
    batches = plan("bench", [(draft, people)], clock.now()).batches
    planned = time.perf_counter()
    for batch in batches:
        for row in lease.claim(Batch.objects.select_related("message__mailing"), [batch], clock.now(), 60):
            Round(Maildir(folder), clock.now, _forme, folder / "journals", 60).send([row])
    return planned - began, time.perf_counter() - planned


def _without(people: list[Recipient], folder: Path) -> float:
    frame = Frame("bench", "EurasiaTimes", "desk@eurasiatimes.example", "Asie", {}, LINK, BODY, clock.now())
    maildir, began = Maildir(folder), time.perf_counter()
    forme = Forme(frame, SECRET)
    for number, who in enumerate(people):
        maildir.write(forme.copy(number, who.recipient, who.address, who.slots))
    return time.perf_counter() - began


def _forme(message: Message) -> Forme:
    return Forme(frame_of(message), SECRET)
