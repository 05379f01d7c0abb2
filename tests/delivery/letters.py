"""Drafts and recipients for the delivery's stories."""

from service.delivery.mime import Forme
from service.delivery.models import Message
from service.delivery.plan import Draft, Recipient
from service.delivery.send import frame_of
from service.delivery.slots import slot

LINK = f"https://eurasiatimes.example/unsubscribe/{slot('unsubscribe')}"


def a_draft(label: str = "fr") -> Draft:
    """A small digest with a slot in its header and in both parts."""
    return Draft(
        label=label,
        language=label,
        sender_name="EurasiaTimes",
        sender="desk@eurasiatimes.example",
        subject="Asie : l’édition du matin",
        headers={"List-Unsubscribe": f"<{LINK}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        text=f"Bonjour.\n.\nSe désabonner : {LINK}\n",
        html=f"<p>Bonjour.</p><p><a href='{LINK}'>Se désabonner</a></p>",
        view="<p>Bonjour.</p>",
    )


def readers(count: int) -> list[Recipient]:
    """The first `count` readers of a long list, always the same ones."""
    return [
        Recipient(f"{n:032x}", f"reader{n}@reader.example", "asia/daily", {"unsubscribe": f"token{n}"})
        for n in range(count)
    ]


def forme(message: Message) -> Forme:
    """`message` ready for copies."""
    return Forme(frame_of(message), b"secret")
