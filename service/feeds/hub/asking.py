"""What a request to the hub says (WebSub section 5.1). Values in, values out.

A field that is given twice, or that is longer than it can be, is nobody's honest request. Callbacks are
judged here by their form alone; where they lead is judged at every connection.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from service.errors import Unsafe
from service.feeds.hub.decide import LONGEST_LEASE, lease_seconds
from service.feeds.hub.tables import CALLBACK
from service.ingest.links import safe_url

SECRET_BYTES = 199
"""A secret must be under 200 bytes (section 5.1)."""
FIELDS = ("hub.mode", "hub.topic", "hub.callback", "hub.lease_seconds", "hub.secret")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, in order as to its form."""

    mode: str
    topic: str
    callback: str
    lease_seconds: int
    secret: str = ""

    @property
    def host(self) -> str:
        """The host behind the callback."""
        return (urlsplit(self.callback).hostname or "")[:255]


def asked(form: Mapping[str, Sequence[str]], private_way: bool) -> Asked:
    """The request in `form`; `private_way` is whether nobody between could read it.

    Raises Unsafe with a sentence for the one who asked.
    """
    given = {name: _once(form, name) for name in FIELDS}
    found = Asked(
        mode=given["hub.mode"],
        topic=given["hub.topic"],
        callback=_callback(given["hub.callback"]),
        lease_seconds=lease_seconds(given["hub.lease_seconds"]),
        secret=given["hub.secret"],
    )
    if found.mode == "publish":
        raise Unsafe(
            "this hub speaks for the feeds of this house alone, and knows by itself when they change"
        )
    if found.mode not in ("subscribe", "unsubscribe"):
        raise Unsafe("hub.mode must be subscribe or unsubscribe")
    if len(found.secret.encode()) > SECRET_BYTES:
        raise Unsafe("hub.secret must be shorter than 200 bytes")
    if found.secret and not private_way:
        raise Unsafe("hub.secret may be sent over HTTPS only")
    return found if found.mode == "subscribe" else replace(found, secret="", lease_seconds=LONGEST_LEASE)


def _once(form: Mapping[str, Sequence[str]], name: str) -> str:
    values = form.get(name, [])
    if len(values) > 1:
        raise Unsafe(f"{name} is given {len(values)} times")
    return values[0] if values else ""


def _callback(text: str) -> str:
    if not text:
        raise Unsafe("hub.callback is missing")
    parts = urlsplit(text) if text.isascii() and text.isprintable() and " " not in text else None
    safe = safe_url(text)
    if parts is None or safe is None or len(safe) > CALLBACK or parts.fragment or "@" in parts.netloc:
        raise Unsafe(
            f"hub.callback must be an http or https address of at most {CALLBACK} characters, "
            "without a name, a password or a fragment"
        )
    return safe
