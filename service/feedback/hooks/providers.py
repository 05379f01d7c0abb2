"""Each provider's notices as reports. django-anymail's views know the words of each, and are used for that.

A notice is tied to a mail of ours by the token that the mail carried along: as the provider's metadata
(verp.METADATA), or in the return path where the provider tells it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from io import BytesIO
from typing import Any

from anymail.exceptions import AnymailError
from anymail.signals import EventType, RejectReason
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest

from service.delivery import verp
from service.errors import Unreadable
from service.feedback.reading.classify import classify, reply_code, status_in
from service.feedback.reading.report import Kind, Reason, Report, one_line

KINDS = {
    EventType.DELIVERED: Kind.DELIVERED,
    EventType.BOUNCED: Kind.BOUNCED,
    EventType.REJECTED: Kind.BOUNCED,
    EventType.FAILED: Kind.BOUNCED,
    EventType.DEFERRED: Kind.DEFERRED,
    EventType.COMPLAINED: Kind.COMPLAINED,
    EventType.UNSUBSCRIBED: Kind.UNSUBSCRIBED,
    EventType.AUTORESPONDED: Kind.REPLIED,
}
"""What of a provider's news is news here; opens and clicks are not (scanners make them)."""
_SOFT = ("transient", "soft", "temporary", "undetermined")


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider: anymail's module and view, and the setting of that view that holds our secret."""

    module: str
    view: str
    secret: str
    headers: tuple[str, ...] = ()
    """Headers that are needed to read a notice again."""


PROVIDERS = {
    "brevo": Provider("brevo", "BrevoTrackingWebhookView", "webhook_secret"),
    "mailersend": Provider("mailersend", "MailerSendTrackingWebhookView", "signing_secret"),
    "mailgun": Provider("mailgun", "MailgunTrackingWebhookView", "webhook_signing_key"),
    "mailjet": Provider("mailjet", "MailjetTrackingWebhookView", "webhook_secret"),
    "mailtrap": Provider("mailtrap", "MailtrapTrackingWebhookView", "tracking_secret"),
    "postmark": Provider("postmark", "PostmarkTrackingWebhookView", "webhook_secret"),
    "resend": Provider("resend", "ResendTrackingWebhookView", "webhook_secret", ("svix-id",)),
    "ses": Provider("amazon_ses", "AmazonSESTrackingWebhookView", ""),
    "sparkpost": Provider("sparkpost", "SparkPostTrackingWebhookView", "webhook_secret"),
    "unisender": Provider("unisender_go", "UnisenderGoTrackingWebhookView", "api_key"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One report out of a provider's notice, with the tokens it brings."""

    report: Report
    tokens: tuple[str, ...]
    at: datetime | None
    mark: str


def view_of(name: str) -> Any:
    """anymail's view of the provider `name`, with our secret."""
    provider = PROVIDERS[name]
    made: type[Any] = getattr(import_module(f"anymail.webhooks.{provider.module}"), provider.view)
    if name == "ses":  # its constructor wants Amazon's library, which only its inbound side needs
        return object.__new__(made)
    return made(**{provider.secret: settings.MAIL_HOOKS.get(name) or "-"})


def read(name: str, raw: bytes, about: Mapping[str, str]) -> list[Notice]:
    """The notices in `raw`, which was verified. Raises Unreadable if they cannot be understood."""
    try:
        events = view_of(name).parse_events(request_of(raw, about))
    except (AnymailError, LookupError, ValueError, TypeError, AttributeError) as error:
        raise Unreadable(f"a notice of {name} that cannot be understood: {error!r}") from error
    return [_notice(event) for event in events if event.event_type in KINDS]


def request_of(raw: bytes, about: Mapping[str, str]) -> HttpRequest:
    """The request that brought `raw`, as anymail wants to see it."""
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in about.items()}
    return WSGIRequest(
        {
            **headers,
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": about.get("content-type", "application/json"),
            "CONTENT_LENGTH": str(len(raw)),
            "wsgi.input": BytesIO(raw),
        }
    )


def _notice(event: Any) -> Notice:
    said = " ".join(str(part) for part in (event.mta_response, event.description) if part)
    kind = KINDS[event.event_type]
    if kind is Kind.BOUNCED and _is_soft(event, said):
        kind = Kind.DEFERRED
    addresses = (str(event.recipient),) if event.recipient else ()
    return Notice(
        Report(kind, _reason(event, kind, said), addresses, status_in(said), one_line(said)),
        _tokens(event),
        event.timestamp,
        str(event.message_id or "")[:120],
    )


def _is_soft(event: Any, said: str) -> bool:
    return str(event.description or "").lower().startswith(_SOFT) or reply_code(said).startswith("4")


def _reason(event: Any, kind: Kind, said: str) -> Reason:
    if kind not in (Kind.BOUNCED, Kind.DEFERRED):
        return Reason.AUTO_REPLY if kind is Kind.REPLIED else Reason.UNKNOWN
    reason = classify(said)
    if reason is Reason.UNKNOWN and event.reject_reason == RejectReason.INVALID:
        return Reason.INVALID_ADDRESS
    return reason


def _tokens(event: Any) -> tuple[str, ...]:
    metadata = event.metadata if isinstance(event.metadata, Mapping) else {}
    carried = metadata.get(verp.METADATA)
    paths = verp.names_in(json.dumps(event.esp_event, default=str))
    return (*((str(carried),) if carried else ()), *paths)
