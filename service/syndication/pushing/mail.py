"""A parcel goes to a partner as a letter, through the ledger of deliveries like every other mail.

The letter is planned under the push's own name, so that planning it again adds nothing. What became of it is
the ledger's to say: until a mail server took it, the push waits.
"""

from datetime import datetime
from hashlib import sha256
from html import escape

from service.delivery.models import Delivery, Mailing
from service.delivery.plan import Draft, Recipient, plan
from service.doorbell import ring
from service.errors import NotTaken, NotYet
from service.house.models import House
from service.render.catalogue import direction
from service.render.feeds_text import plain
from service.render.plain import line, scrubbed
from service.syndication.pushing.parcels import Parcel

LOOK_AGAIN = 20.0
"""Seconds after which the ledger is asked again."""
SCOPE = "partners"
STATE = Delivery.State


class Letter:
    """Letters to one address."""

    def __init__(self, address: str, house: House) -> None:
        self._address, self._house = address, house

    def hand(self, parcel: Parcel, now: datetime) -> str:
        """See `Carrier.hand`. Raises NotYet while the letter waits in the ledger."""
        key = f"partner/{parcel.id}"
        if not Mailing.objects.filter(key=key).exists():
            planned = plan(
                key,
                [(self._draft(parcel), [self._recipient()])],
                now,
                policy=Mailing.Policy.AGAIN,
                lane=Mailing.Lane.CONFIRM,
            )
            ring("confirm", planned.batches)
        return _outcome(key)

    def close(self) -> None:
        """The ledger holds nothing open."""

    def _recipient(self) -> Recipient:
        name = sha256(self._address.encode()).hexdigest()[:32]
        return Recipient(recipient=name, address=self._address, scope=SCOPE)

    def _draft(self, parcel: Parcel) -> Draft:
        mark = f"[{parcel.signal or parcel.status}] " if parcel.caution or parcel.signal else ""
        facts = f"id: {parcel.article}\nversion: {parcel.version}\nstatus: {parcel.status}\n"
        text = f"{scrubbed(parcel.caution)}\n\n{line(parcel.title)}\n\n{plain(parcel.html)}\n\n{facts}"
        return Draft(
            label=parcel.status,
            language=parcel.language,
            sender_name=self._house.name,
            sender=self._house.sender,
            subject=f"{mark}{line(parcel.title)}"[:300],
            headers={"Auto-Submitted": "auto-generated", "Content-Language": parcel.language},
            text=scrubbed(text).lstrip(),
            html=_page(parcel, facts),
            view="",
        )


def _page(parcel: Parcel, facts: str) -> str:
    title, body = escape(line(parcel.title)), scrubbed(parcel.html)
    way = direction(parcel.language)
    return (
        f'<!doctype html><html lang="{parcel.language}" dir="{way}"><head><meta charset="utf-8">'
        f"<title>{title}</title></head><body><h1>{title}</h1>{body}"
        f'<pre dir="ltr">{escape(facts)}</pre></body></html>'
    )


def _outcome(key: str) -> str:
    row = Delivery.objects.get(mailing__key=key)
    if row.state == STATE.ACCEPTED:
        return row.reply or "taken by the mail server"
    if row.state in (STATE.FAILED, STATE.EXCLUDED):
        raise NotTaken(f"the mail to {row.address} cannot be delivered: {row.reply}")
    raise NotYet(f"the mail to {row.address} is {row.get_state_display()}", after=LOOK_AGAIN)
