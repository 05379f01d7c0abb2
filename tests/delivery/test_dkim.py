"""What we sign, another implementation verifies; what is changed or added after it, it does not."""

import base64
from collections.abc import Callable

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as rsa_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from service.delivery.dkim import Signer
from service.delivery.mime import Forme, Frame
from service.delivery.slots import slot
from service.errors import SettingsError
from tests.cast import NOON

LINK = f"<https://eurasiatimes.example/unsubscribe/{slot('unsubscribe')}>"
FRAME = Frame(
    mailing="digest/asia/daily/2026-11-23",
    sender_name="EurasiaTimes",
    sender="desk@eurasiatimes.example",
    subject="Азия: утренний выпуск " * 5,
    headers={"List-Unsubscribe": LINK, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    text=f"Доброе  утро.\n.\n{slot('unsubscribe')}\n\n",
    html=f"<p>Доброе утро.</p><a href='https://eurasiatimes.example/{slot('unsubscribe')}'>x</a>",
    made_at=NOON,
)
Key = RSAPrivateKey | Ed25519PrivateKey
KEYS: dict[str, Key] = {"rsa": rsa_key(65537, 2048), "ed25519": Ed25519PrivateKey.generate()}


def record(kind: str) -> Callable[..., bytes | None]:
    """The name service: what is published for the key."""
    raw = kind == "ed25519"
    public = (
        KEYS[kind]
        .public_key()
        .public_bytes(
            Encoding.Raw if raw else Encoding.DER,
            PublicFormat.Raw if raw else PublicFormat.SubjectPublicKeyInfo,
        )
    )
    said = b"v=DKIM1; k=%s; p=%s" % (kind.encode(), base64.b64encode(public))
    return lambda name, timeout=5: said if name == b"s1._domainkey.eurasiatimes.example." else None


def pem(key: object) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()  # type: ignore[attr-defined,no-any-return]


def signed(kind: str, mark: str = "abc") -> bytes:
    signer = Signer.from_pem("eurasiatimes.example", "s1", pem(KEYS[kind]))
    return Forme(FRAME, b"secret", signer).copy(1, "r", "a@reader.example", {"unsubscribe": mark}).data


@pytest.mark.parametrize("kind", KEYS)
def test_another_implementation_verifies_it(kind: str) -> None:
    assert dkim.verify(signed(kind), dnsfunc=record(kind))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"EurasiaTimes <", b"EurasiaTimez <"),
        (b"One-Click\r\n", b"One-Clique\r\n"),
        (b"unsubscribe/abc>", b"unsubscribe/abd>"),
        (b"\r\nFrom:", b"\r\nFrom: evil@x.example\r\nFrom:"),
        (b"\r\nList-Unsubscribe:", b"\r\nList-Unsubscribe: <https://evil.example>\r\nList-Unsubscribe:"),
        (b"\r\nList-Unsubscribe-Post:", b"\r\nList-Unsubscribe-Post: x\r\nList-Unsubscribe-Post:"),
        (b"--\r\n", b"--\r\nmore\r\n"),
    ],
)
def test_what_is_changed_or_added_is_noticed(before: bytes, after: bytes) -> None:
    mail = signed("rsa")
    assert mail.count(before) == 1
    assert not dkim.verify(mail.replace(before, after), dnsfunc=record("rsa"))


def test_what_is_kept_of_one_message_does_not_reach_another() -> None:
    signer = Signer("eurasiatimes.example", "s1", KEYS["rsa"])
    for subject in ("Asie", "Europe"):
        for token in ("abc", "abcdef"):
            frame = Frame("m", "EurasiaTimes", FRAME.sender, subject, FRAME.headers, "x", FRAME.html, NOON)
            copy = Forme(frame, b"secret", signer).copy(1, "r", "a@reader.example", {"unsubscribe": token})
            assert dkim.verify(copy.data, dnsfunc=record("rsa"))


def test_keys_that_cannot_serve() -> None:
    for bad, why in (
        ("no key", "holds no private key"),
        (pem(generate_private_key(SECP256R1())), "must be an RSA or an Ed25519 key"),
        (pem(rsa_key(65537, 1024)), "has 1024 bits"),  # noqa: S505 - that is what is refused
    ):
        with pytest.raises(SettingsError, match=why):
            Signer.from_pem("x.example", "s1", bad)
