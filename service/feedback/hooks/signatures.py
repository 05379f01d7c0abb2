"""Is it the provider who calls, now, and for the first time? Asked of the raw bytes, before they are parsed.

anymail's views check signatures and passwords; what they leave open is closed here: Resend's signature
without a further library, the age of Mailgun's and Resend's, and what makes a notice that very notice.
Mailgun signs only a time and a token, not what it tells, so a token is taken once: whoever saw a call cannot
send another body under it.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from django.conf import settings

from service.errors import Unsafe
from service.feedback.hooks import sns
from service.feedback.hooks.providers import request_of, view_of
from service.ingest.fetch import Web

WINDOW = 600.0
"""Seconds a signed time may be off."""


def identity(name: str, raw: bytes, headers: Mapping[str, str], now: datetime, web: Web) -> str:
    """What makes the notice `raw` of provider `name` that very notice; names of `headers` are lower case.

    Raises Unsafe for one that is not the provider's, or too old; Unreachable where nothing can be said now.
    """
    if name == "ses":
        return str(sns.verify(raw, settings.MAIL_HOOKS["ses"].split(), web)["MessageId"])
    if name == "resend":
        return _svix(raw, headers, settings.MAIL_HOOKS["resend"], now)
    try:
        view_of(name).run_validators(request_of(raw, headers))
    except (AnymailWebhookValidationFailure, AnymailError, LookupError, ValueError, TypeError) as error:
        raise Unsafe(f"a notice that is not signed by {name} with the secret we know") from error
    return _mailguns(raw, now) if name == "mailgun" else hashlib.sha256(raw).hexdigest()


def _mailguns(raw: bytes, now: datetime) -> str:
    try:
        block = json.loads(raw)["signature"]
        _fresh(float(block["timestamp"]), now)
    except (LookupError, ValueError, TypeError) as error:
        raise Unsafe(
            "a notice of mailgun without a signature block: only its JSON webhooks are read"
        ) from error
    return str(block["token"])


def _svix(raw: bytes, headers: Mapping[str, str], secret: str, now: datetime) -> str:
    """The scheme of Standard Webhooks: HMAC-SHA256 over id, time and body, under the key behind "whsec_"."""
    name, moment = headers.get("svix-id", ""), headers.get("svix-timestamp", "")
    try:
        _fresh(float(moment), now)
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (ValueError, binascii.Error) as error:
        raise Unsafe("a notice of resend without a time, or MAIL_HOOK_RESEND is no whsec_ secret") from error
    mark = base64.b64encode(hmac.new(key, f"{name}.{moment}.".encode() + raw, hashlib.sha256).digest())
    given = [part.partition(",")[2] for part in headers.get("svix-signature", "").split()]
    if not any(hmac.compare_digest(mark, one.encode()) for one in given):
        raise Unsafe("a notice that is not signed by resend with the secret we know")
    return name


def _fresh(moment: float, now: datetime) -> None:
    if not abs(now.timestamp() - moment) <= WINDOW:
        raise Unsafe("a notice that was signed too long ago, or ahead of time")
