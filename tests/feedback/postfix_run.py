"""Four readers and a real Postfix in between, followed to the end.

    python -m tests.feedback.postfix_run [--json]

Three editions go out on three days to four readers behind one mail server: a good mailbox, a full one, an
unknown one, and a greylisted one. Every hop is real: Deskwire's own sending, Postfix with its queue, a server
at the far end that answers as theirs would, Postfix's notifications back by LMTP, and Postfix's own log. Only
the days are played: the clock is moved on.
"""

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

DOMAIN = "returns.news.example"
READERS = {
    "good@reader.example": "g" * 32,
    "full@reader.example": "f" * 32,
    "unknown@reader.example": "u" * 32,
    "greylisted@reader.example": "y" * 32,
}
DAYS = 3


@dataclass
class FarEnd:
    """The readers' own mail server: answers by recipient, and counts the copies it takes by Message-ID."""

    copies: Counter[str] = field(default_factory=Counter)
    taken: list[tuple[str, str]] = field(default_factory=list)
    met: set[tuple[str, str]] = field(default_factory=set)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """As each of the four would."""
        if address.startswith("unknown@"):
            return f"550 5.1.1 <{address}>: Recipient address rejected: User unknown"
        if address.startswith("full@"):
            return f"552 5.2.2 <{address}>: mailbox full"
        pair = (str(envelope.mail_from), address)
        if address.startswith("greylisted@") and pair not in self.met:
            self.met.add(pair)
            return "451 4.7.1 Greylisted, please come back later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take it."""
        name = str(message_from_bytes(envelope.content or b"")["Message-ID"])  # type: ignore[arg-type]
        self.copies[name] += 1
        self.taken.append((envelope.rcpt_tos[0], name))
        return "250 2.0.0 taken"


@contextmanager
def serving(controller: Any) -> Iterator[None]:
    """`controller` runs while the block does."""
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def story() -> dict[str, Any]:
    """Play it in the database of the settings; what became of everybody."""
    from django.conf import settings

    from service import clock
    from service.feedback.inbound import Lmtp
    from tests.feedback.postfix import free_port, running

    far, lmtp, end = free_port(), free_port(), FarEnd()
    told: dict[str, Any] = {"days": []}
    with (
        serving(Controller(end, hostname="127.0.0.1", port=far)),
        serving(Lmtp(clock.now, "127.0.0.1", lmtp)),
        running(DOMAIN, far, lmtp) as postfix,
    ):
        settings.SMTP_URL, settings.RETURN_DOMAIN = f"smtp://127.0.0.1:{postfix.port}", DOMAIN
        for day in range(DAYS):
            told["days"].append(_a_day(day, postfix))
            clock.move_to(clock.now() + timedelta(days=1))
        told["log"] = _the_log(postfix)
    told["copies"] = sorted(end.copies.values())
    told["taken"] = Counter(address for address, _ in end.taken)
    return told


def _a_day(day: int, postfix: Any) -> dict[str, Any]:
    """An edition goes out, and what comes back is heeded."""
    from service import clock, flow, lease
    from service.delivery.account import account
    from service.delivery.models import Delivery, Mailing, Suppression
    from service.feedback.models import Arrival
    from tests.feedback.postfix import until

    mailing = _planned(day)
    flow.deliver(lease.due(flow.WORK["deliver"](), clock.now()), clock.now())
    bouncing = Delivery.objects.filter(
        mailing=mailing, state=Delivery.State.ACCEPTED, address__regex="^(full|unknown)@"
    ).count()
    due = flow.WORK["heed"]
    until(
        lambda: due().filter(due_at__isnull=False).count() >= bouncing, f"{bouncing} bounces of day {day + 1}"
    )
    until(lambda: postfix.waiting() == 0, "an empty queue")
    came = lease.due(due(), clock.now())
    flow.heed(came, clock.now())
    return {
        "account": asdict(account([Mailing.objects.get(pk=mailing)])),
        "outcomes": list(
            Arrival.objects.filter(pk__in=came).order_by("pk").values_list("outcome", flat=True)
        ),
        "suppressed": dict(Suppression.objects.values_list("address", "reason")),
        "excluded": list(
            Delivery.objects.filter(mailing=mailing, state=Delivery.State.EXCLUDED).values_list(
                "address", "reply"
            )
        ),
    }


def _planned(day: int) -> int:
    """The mailing of a day, in the ledger."""
    from service import clock
    from service.delivery.plan import Draft, Recipient, plan

    draft = Draft("run", "en", "EurasiaTimes", "desk@news.example", "Asia", {}, "Good morning", "<p>Good", "")
    people = [Recipient(name, address, "asia/daily") for address, name in READERS.items()]
    return plan(f"digest/asia/daily/{day}", [(draft, people)], clock.now()).mailing.pk


def _the_log(postfix: Any) -> dict[str, Any]:
    """A row is put in doubt, and Postfix's log settles it; then it tells the rest."""
    from django.db.models import F

    from service import clock
    from service.delivery.models import Batch, Delivery
    from service.feedback.evidence import take_log
    from service.feedback.models import Event

    doubtful = Delivery.objects.filter(address="good@reader.example").latest("pk")
    Delivery.objects.filter(pk=doubtful.pk).update(state=Delivery.State.UNCERTAIN)
    Batch.objects.filter(pk=doubtful.batch_id).update(
        uncertain=F("uncertain") + 1, accepted=F("accepted") - 1
    )
    lines = postfix.log.read_text().splitlines()
    first, again = take_log(lines, clock.now()), take_log(lines, clock.now())
    doubtful.refresh_from_db()
    events = Event.objects.filter(how="log").values_list("address", "kind", "reason").order_by("pk")
    counted = Counter(" ".join(event) for event in events)
    return {"first": asdict(first), "again": asdict(again), "state": doubtful.state, "events": counted}


def main() -> None:
    """Play it in a database of its own, and print what was seen."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "service.app.settings")
    os.environ["DESKWIRE_DOORBELL"] = "none"
    with tempfile.TemporaryDirectory(prefix="deskwire-run-") as folder:
        os.environ["DESKWIRE_VAR"] = folder
        _play()


def _play() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    told = story()
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps(told) + "\n")
    else:
        _show(told)


def _show(told: dict[str, Any]) -> None:
    """Print what was seen."""
    from rich.console import Console

    console = Console(width=140, highlight=False)
    for number, day in enumerate(told["days"], 1):
        counts = {name: count for name, count in day["account"].items() if count}
        console.print(f"day {number}: {counts}")
        console.print(f"    came back: {', '.join(day['outcomes'])}")
        console.print(
            f"    stopped: {day['suppressed'] or 'nobody'}; excluded: {day['excluded'] or 'nobody'}"
        )
    console.print(f"copies at the far end, by recipient: {dict(told['taken'])}")
    console.print(f"copies of a Message-ID, at most: {max(told['copies'])}")
    console.print(f"the log, read once: {told['log']['first']}; read again: {told['log']['again']}")
    for what, count in sorted(told["log"]["events"].items()):
        console.print(f"    {what}: {count}")


if __name__ == "__main__":
    main()
