"""Amazon SNS: signatures that are Amazon's, for topics of ours, and nothing else."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from service.errors import Unreachable, Unsafe
from service.feedback.hooks import sns
from service.ingest.fetch import Answer, FakeWeb

TOPIC = "arn:aws:sns:eu-central-1:123456789012:mail"
CERTIFICATE = f"https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-{'a' * 32}.pem"
KEY = rsa.generate_private_key(65537, 2048)


def certificate(key: rsa.RSAPrivateKey = KEY) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
    )
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def signed(version: str = "2", key: rsa.RSAPrivateKey = KEY, **changes: Any) -> bytes:
    """A message as Amazon's guide says it is signed."""
    message = {
        "Type": "Notification",
        "MessageId": "m-1",
        "TopicArn": TOPIC,
        "Message": '{"notificationType":"Bounce"}',
        "Timestamp": "2026-11-23T12:00:00.000Z",
        "SigningCertURL": CERTIFICATE,
        "SignatureVersion": version,
        **changes,
    }
    order = ["Message", "MessageId", "SubscribeURL", "Subject", "Timestamp", "Token", "TopicArn", "Type"]
    said = "".join(f"{name}\n{message[name]}\n" for name in order if name in message).encode()
    algorithm = hashes.SHA1() if version == "1" else hashes.SHA256()  # noqa: S303 - version 1 is signed so
    message["Signature"] = base64.b64encode(key.sign(said, padding.PKCS1v15(), algorithm)).decode()
    return json.dumps(message).encode()


@pytest.fixture
def web() -> FakeWeb:
    sns.forget_keys()
    return FakeWeb({CERTIFICATE: [Answer(200, CERTIFICATE, body=certificate())]})


@pytest.mark.parametrize("version", ["1", "2"])
def test_amazons_own_message_is_taken(version: str, web: FakeWeb) -> None:
    assert sns.verify(signed(version), [TOPIC], web)["MessageId"] == "m-1"
    assert sns.verify(signed(version, Subject="x"), [TOPIC], web)["Subject"] == "x"
    assert len(web.asked) == 1


def test_a_subscription_is_verified_and_its_link_left_to_people(web: FakeWeb) -> None:
    link = "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription"
    raw = signed(Type="SubscriptionConfirmation", SubscribeURL=link, Token="t")
    sns.verify(raw, [TOPIC], web)
    assert sns.subscription_link(raw) == link
    assert [url for url, _ in web.asked] == [CERTIFICATE]


def changed(**changes: Any) -> Callable[[], bytes]:
    return lambda: json.dumps({**json.loads(signed()), **changes}).encode()


ELSEWHERE = [
    f"https://s3.amazonaws.com/bucket/SimpleNotificationService-{'a' * 32}.pem",
    f"https://sns.eu-central-1.amazonaws.com.evil.example/SimpleNotificationService-{'a' * 32}.pem",
    f"https://user@sns.eu-central-1.amazonaws.com/SimpleNotificationService-{'a' * 32}.pem",
    f"https://sns.eu-central-1.amazonaws.com:8443/SimpleNotificationService-{'a' * 32}.pem",
    CERTIFICATE.replace("https", "http"),
    CERTIFICATE + "?x=1",
    "https://127.0.0.1/cert.pem",
    "",
]


@pytest.mark.parametrize("url", ELSEWHERE)
def test_a_certificate_from_elsewhere_is_not_even_fetched(url: str, web: FakeWeb) -> None:
    with pytest.raises(Unsafe, match="certificate"):
        sns.verify(signed(SigningCertURL=url), [TOPIC], web)
    assert web.asked == []


def test_a_strangers_topic_gets_nothing_fetched(web: FakeWeb) -> None:
    with pytest.raises(Unsafe, match="topic"):
        sns.verify(signed(TopicArn=TOPIC + "x"), [TOPIC], web)
    assert web.asked == []


@pytest.mark.parametrize(
    "raw",
    [
        changed(Message="{}"),
        changed(MessageId="m-2"),
        changed(Signature="AAAA"),
        changed(Signature="no base64!"),
        changed(Type="Order"),
        changed(SignatureVersion="3"),
        lambda: signed(key=rsa.generate_private_key(65537, 2048)),
        lambda: b"[]",
        lambda: b"{",
    ],
)
def test_anything_that_was_changed_is_refused(raw: Callable[[], bytes], web: FakeWeb) -> None:
    with pytest.raises(Unsafe):
        sns.verify(raw(), [TOPIC], web)


def test_a_certificate_that_cannot_be_had_now_is_asked_for_again(web: FakeWeb) -> None:
    away = FakeWeb({CERTIFICATE: [Unreachable("away"), Answer(200, CERTIFICATE, body=certificate())]})
    with pytest.raises(Unreachable):
        sns.verify(signed(), [TOPIC], away)
    assert sns.verify(signed(), [TOPIC], away)
