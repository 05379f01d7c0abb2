"""Mails through an e-mail provider's API, by django-anymail.

MAIL_PROVIDER names the provider and gives anymail's settings for it: `postmark?server_token=...`,
`resend?api_key=...`, `mailgun?api_key=...&sender_domain=...`. Several requests are under way at once, in
threads that do nothing else; notes are taken by one. Where a provider knows idempotency keys, a repeated
request sends no second mail, so a lost answer is worth another try; elsewhere it leaves doubt. A provider
that is down, or refuses our key, stops the lane: nothing is wrong with any reader.
"""

import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from importlib import import_module
from queue import SimpleQueue
from typing import Any
from urllib.parse import parse_qsl
from uuid import NAMESPACE_URL, uuid5

import requests
from anymail.exceptions import AnymailConfigurationError, AnymailError, AnymailRequestsAPIError
from django.core.mail import EmailMultiAlternatives

from service.delivery import verp
from service.delivery.transport import MOMENT, Copy, Notes
from service.errors import GiveUp, InDoubt, Refused5xx, SettingsError, TryAgain, Unreachable

PROVIDERS = {
    name: name
    for name in (
        "brevo",
        "mailersend",
        "mailgun",
        "mailjet",
        "mailtrap",
        "postmark",
        "resend",
        "scaleway",
        "sparkpost",
    )
} | {"unisender": "unisender_go"}
"""anymail's modules. Amazon SES is missing: its API needs Amazon's library, its SMTP needs nothing."""
IDEMPOTENT = frozenset({"resend"})
"""Resend keeps keys for 24 hours. Brevo keeps them for half an hour: our later attempts may come after it."""
AT_ONCE = 8
_OWN = ("From", "To", "Subject", "MIME-Version", "Content-Type", "Date", "DKIM-Signature")
_NOT_SENT = (requests.ConnectTimeout, requests.exceptions.SSLError, requests.exceptions.ProxyError)


class Provider:
    """The provider `name` with anymail's `options` for it. Raises SettingsError for what cannot be one."""

    def __init__(self, name: str, options: dict[str, str], at_once: int = AT_ONCE) -> None:
        if name not in PROVIDERS:
            known = ", ".join(sorted(PROVIDERS))
            raise SettingsError(f"MAIL_PROVIDER names {name!r}: it must be one of {known}")
        self._name, self._at_once = name, at_once
        self._backends: SimpleQueue[Any] = SimpleQueue()
        made = import_module(f"anymail.backends.{PROVIDERS[name]}").EmailBackend
        try:
            for _ in range(at_once):
                self._backends.put(made(**options, ignore_unsupported_features=True))
        except AnymailConfigurationError as error:
            raise SettingsError(f"MAIL_PROVIDER: {' '.join(str(error).split())}") from None

    @classmethod
    def from_text(cls, text: str) -> "Provider":
        """The provider that MAIL_PROVIDER names."""
        name, _, options = text.strip().partition("?")
        return cls(name, dict(parse_qsl(options)))

    def send(self, copies: Iterator[Copy | None], notes: Notes) -> None:
        """Hand over `copies`, a request for each. Raises Unreachable when the provider is away."""
        away: Unreachable | None = None
        with ThreadPoolExecutor(self._at_once, "provider") as threads:
            under_way: dict[Future[str], Copy] = {}
            try:
                while self._fill(threads, under_way, copies, notes, away) or under_way:
                    away = self._heed(under_way, notes) or away
            finally:
                while under_way:  # whatever went wrong, the answers to what is under way are noted
                    away = self._heed(under_way, notes) or away
        if away:
            raise away

    def evidence(self, copy: Copy) -> None:
        """None of them can be asked by Message-ID in one way; their notices tell later."""
        return

    def close(self) -> None:
        """Let go of the connections."""
        for _ in range(self._backends.qsize()):
            backend = self._backends.get()
            backend.close()
            self._backends.put(backend)

    def _fill(
        self,
        threads: ThreadPoolExecutor,
        under_way: dict[Future[str], Copy],
        copies: Iterator[Copy | None],
        notes: Notes,
        away: Unreachable | None,
    ) -> bool:
        """Begin as many requests as there may be at once; False when no more will come."""
        while away is None and len(under_way) < self._at_once:
            try:
                copy = next(copies)
            except StopIteration:
                return False
            if copy is None:
                return True
            if notes.submitting(copy):
                under_way[threads.submit(self._post, copy)] = copy
        return away is None

    def _heed(self, under_way: dict[Future[str], Copy], notes: Notes) -> Unreachable | None:
        """Note the answers that have come; what says that the provider is away."""
        away = None
        if not under_way:
            time.sleep(MOMENT)
        for future in wait(
            under_way, None if len(under_way) == self._at_once else MOMENT, FIRST_COMPLETED
        ).done:
            copy, error = under_way.pop(future), future.exception()
            if error is None:
                notes.accepted(copy, future.result())
            elif isinstance(error, InDoubt):
                notes.in_doubt(copy, error)
            elif isinstance(error, TryAgain | GiveUp):
                notes.refused(copy, error)
                away = error if isinstance(error, Unreachable) else away
            else:
                raise error
        return away

    def _post(self, copy: Copy) -> str:
        """One request, in a thread of its own."""
        backend = self._backends.get()
        try:
            backend.open()
            mail = self._mail(copy)
            if self._name == "resend":
                backend.session.headers["Idempotency-Key"] = copy.message_id.strip("<>")
            backend.send_messages([mail])
            status: Any = mail.anymail_status  # type: ignore[attr-defined]
            return f"{self._name}: {', '.join(sorted(status.status or ()))} {status.message_id or ''}".strip()
        except AnymailRequestsAPIError as error:
            raise self._meaning(error) from error
        except AnymailError as error:
            raise Refused5xx(f"{self._name}: {_words(error)}", "body") from error
        finally:
            self._backends.put(backend)

    def _mail(self, copy: Copy) -> EmailMultiAlternatives:
        """`copy` as Django's message, its headers and token beside it."""
        parsed = message_from_bytes(copy.data, policy=default)
        assert isinstance(parsed, EmailMessage)  # noqa: S101 - that policy makes no other
        text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
        headers = {name: str(value) for name, value in parsed.items() if name not in _OWN}
        if self._name == "brevo":
            headers["idempotencyKey"] = str(uuid5(NAMESPACE_URL, copy.message_id))
        mail = EmailMultiAlternatives(
            str(parsed["Subject"]), text.get_content() if text else "", str(parsed["From"]), [copy.recipient],
            headers=headers,
        )  # fmt: skip
        if html is not None:
            mail.attach_alternative(html.get_content(), "text/html")
        if tokens := verp.names_in(copy.sender):
            mail.metadata = {verp.METADATA: tokens[0]}  # type: ignore[attr-defined]
        return mail

    def _meaning(self, error: AnymailRequestsAPIError) -> TryAgain | GiveUp | InDoubt:
        """What an HTTP status, or the lack of one, means."""
        said, status = f"{self._name}: {_words(error)}", error.status_code
        if status is None and (isinstance(error, _NOT_SENT) or "NewConnectionError" in repr(error.__cause__)):
            return Unreachable(said)
        if status in (None, 408, 502, 504):
            return TryAgain(said) if self._name in IDEMPOTENT else InDoubt(said)
        if status == 429:
            return TryAgain(said, _seconds(error.response.headers.get("Retry-After", "")))
        if status in (401, 402, 403) or status >= 500:
            return Unreachable(said)
        return Refused5xx(said, "body")


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:400]


def _seconds(text: str) -> float:
    return min(float(text), 3600.0) if text.isdecimal() else 60.0
