"""Signatures of what comes in: of this moment, of these bytes, under our secret, or refused."""

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Unsafe
from service.ingest.signatures import hub_signature, sign, signed_push
from tests.cast import NOON

SECRET, BODY = "a-secret-for-trials", '{"id": "1", "title": "Метро"}'.encode()
MOMENT = str(int(NOON.timestamp()))


def headers(**changes: str) -> dict[str, str]:
    """A push that is signed as it should be."""
    made = {"id": "msg_1", "timestamp": MOMENT, "signature": f"v1,{sign(SECRET, 'msg_1', MOMENT, BODY)}"}
    return {f"webhook-{name}": value for name, value in (made | changes).items()}


def test_a_signed_push_is_known_by_its_id() -> None:
    assert signed_push(SECRET, headers(), BODY, NOON) == "msg_1"


def test_the_example_of_the_specification() -> None:
    """Made with the reference implementation's own secret, id, time and body."""
    body, moment = b'{"test": 2432232314}', "1614265330"
    secret, name = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    assert sign(secret, name, moment, body) == "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_one_of_several_signatures_is_enough_while_a_secret_is_changed() -> None:
    both = f"v1,{sign('the-older-secret-', 'msg_1', MOMENT, BODY)} {headers()['webhook-signature']} v1a,x"
    assert signed_push(SECRET, headers(signature=both), BODY, NOON) == "msg_1"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": "msg_2"}, "not that of this message"),
        ({"id": ""}, "no webhook-id"),
        ({"id": "two words"}, "no webhook-id"),
        ({"timestamp": ""}, "no webhook-timestamp"),
        ({"timestamp": "١٧"}, "no webhook-timestamp"),
        ({"timestamp": "-5"}, "no webhook-timestamp"),
        ({"timestamp": str(int(MOMENT) + 1)}, "not that of this message"),
        ({"timestamp": str(int(MOMENT) - 301)}, "5 minutes off"),
        ({"timestamp": str(int(MOMENT) + 301)}, "5 minutes off"),
        ({"signature": ""}, "not that of this message"),
        ({"signature": "v2," + sign(SECRET, "msg_1", MOMENT, BODY)}, "not that of this message"),
        ({"signature": "v1,"}, "not that of this message"),
        ({"signature": "v1,é"}, "not that of this message"),
    ],
)
def test_anything_else_is_refused(changes: dict[str, str], said: str) -> None:
    with pytest.raises(Unsafe, match=said):
        signed_push(SECRET, headers(**changes), BODY, NOON)


def test_a_true_signature_grows_old() -> None:
    assert signed_push(SECRET, headers(), BODY, NOON + timedelta(minutes=5)) == "msg_1"
    with pytest.raises(Unsafe, match="5 minutes off"):
        signed_push(SECRET, headers(), BODY, NOON + timedelta(minutes=5, seconds=1))


@given(st.binary(max_size=60), st.text(min_size=1, max_size=20))
def test_another_body_or_secret_never_passes(body: bytes, secret: str) -> None:
    if body != BODY:
        with pytest.raises(Unsafe):
            signed_push(SECRET, headers(), body, NOON)
    if secret != SECRET:
        with pytest.raises(Unsafe):
            signed_push(secret, headers(), BODY, NOON)


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_hub_signs_the_body(method: str) -> None:
    mark = hmac.new(b"ours", BODY, method).hexdigest()
    assert hub_signature(["newer", "ours"], f"{method.upper()}={mark.upper()}", BODY) == method
    assert hub_signature(["theirs"], f"{method}={mark}", BODY) == ""
    assert hub_signature(["ours"], f"{method}={mark}", BODY + b" ") == ""


@pytest.mark.parametrize(
    "header",
    [
        "",
        "sha256",
        "sha256=",
        "md5=" + hashlib.md5(BODY, usedforsecurity=False).hexdigest(),
        "é=é",
        "sha256=é",
    ],
)
def test_what_is_no_hub_signature_fits_nothing(header: str) -> None:
    assert hub_signature(["ours"], header, BODY) == ""


def test_a_secret_in_base64_is_the_bytes_behind_it() -> None:
    raw = bytes(range(24))
    spelled = "whsec_" + base64.b64encode(raw).decode()
    expected = hmac.new(raw, f"msg_1.{MOMENT}.".encode() + BODY, hashlib.sha256).digest()
    assert sign(spelled, "msg_1", MOMENT, BODY) == base64.b64encode(expected).decode()
