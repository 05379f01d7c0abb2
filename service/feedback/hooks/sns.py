"""Amazon SNS messages: is it Amazon that signed this, and for a topic of ours?

Source: "Verifying the signatures of Amazon SNS messages" (SNS developer guide). The topic is compared first,
so that a stranger with a topic of their own gets nothing fetched; the certificate may come from Amazon's own
hosts for SNS and nowhere else, because whoever chooses it chooses who signs. A subscription is never
confirmed by itself: an operator opens the link.
"""

import base64
import binascii
import json
import re
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256

from service.errors import Unsafe
from service.ingest.fetch import Web

_HOST = re.compile(r"sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?")
_PATH = re.compile(r"/SimpleNotificationService-[0-9a-f]{32,64}\.pem")
NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
SIGNED = {
    "Notification": NOTIFICATION,
    "SubscriptionConfirmation": CONFIRMATION,
    "UnsubscribeConfirmation": CONFIRMATION,
}
"""The fields that are signed, in order, by Type; one that a message does not have is left out."""
_HASHES = {"1": SHA1, "2": SHA256}
_KNOWN: dict[str, RSAPublicKey] = {}
"""Keys by the URL of their certificate: Amazon changes the URL with the key."""


def verify(raw: bytes, topics: Collection[str], web: Web) -> dict[str, Any]:
    """The message in `raw`.

    Raises Unsafe unless Amazon signed it for one of `topics` (their ARNs), Unreachable where the certificate
    cannot be had now.
    """
    message = _parsed(raw)
    if message.get("TopicArn") not in topics:
        raise Unsafe("an SNS message for a topic that is not ours: see MAIL_HOOK_SES")
    hashing = _HASHES.get(str(message.get("SignatureVersion")))
    if hashing is None or message.get("Type") not in SIGNED:
        raise Unsafe("an SNS message of an unknown type or signature version")
    key = _key(str(message.get("SigningCertURL", "")), web)
    try:
        signature = base64.b64decode(str(message.get("Signature", "")), validate=True)
        key.verify(signature, _signed(message), PKCS1v15(), hashing())
    except (InvalidSignature, binascii.Error) as error:
        raise Unsafe("an SNS message whose signature is not Amazon's") from error
    return message


def forget_keys() -> None:
    """Fetch certificates anew from now on."""
    _KNOWN.clear()


def subscription_link(raw: bytes) -> str:
    """The link that confirms a subscription, for an operator to open; empty for any other message."""
    message = _parsed(raw)
    return str(message.get("SubscribeURL", "")) if message.get("Type") == "SubscriptionConfirmation" else ""


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        message = json.loads(raw)
    except ValueError as error:
        raise Unsafe("an SNS message that is no JSON") from error
    if not isinstance(message, dict):
        raise Unsafe("an SNS message that is no JSON object")
    return message


def _signed(message: Mapping[str, Any]) -> bytes:
    names = [name for name in SIGNED[message["Type"]] if message.get(name) is not None]
    return "".join(f"{name}\n{message[name]}\n" for name in names).encode()


def _key(url: str, web: Web) -> RSAPublicKey:
    if url not in _KNOWN:
        _KNOWN[url] = _fetched(url, web)
    return _KNOWN[url]


def _fetched(url: str, web: Web) -> RSAPublicKey:
    parts = urlsplit(url)
    ours = parts.scheme == "https" and _HOST.fullmatch(parts.netloc) and _PATH.fullmatch(parts.path)
    if not ours or parts.query or parts.fragment:
        raise Unsafe("an SNS message whose certificate does not come from Amazon SNS")
    answer = web.get(url, {})
    if answer.status != 200 or answer.url != url:
        raise Unsafe(f"the certificate of an SNS message: its server answered {answer.status}")
    try:
        key = x509.load_pem_x509_certificate(answer.body).public_key()
    except ValueError as error:
        raise Unsafe("the certificate of an SNS message cannot be read") from error
    if not isinstance(key, RSAPublicKey):
        raise Unsafe("the certificate of an SNS message has no RSA key")
    return key
