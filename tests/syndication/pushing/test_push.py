"""Signed POSTs, to a real server."""

import pytest

from service.delivery.push import LivePusher
from service.errors import Gone, NotTaken, TryAgain, Unreachable, Unsafe
from service.ingest.signatures import signed_push
from service.syndication.pushing.push import HttpPost
from tests.cast import NOON
from tests.syndication.pushing.others import SECRET, a_machine
from tests.syndication.pushing.test_sftp import a_parcel

AGENT = "Deskwire/0.1 (+https://eurasiatimes.example; news syndication)"


def test_a_partner_can_check_who_sent_it_when_and_that_nobody_changed_it() -> None:
    with a_machine() as machine:
        carrier = HttpPost(machine.url, [SECRET, "the-former-one"], LivePusher(AGENT, [machine.host]))
        assert carrier.hand(a_parcel(), NOON) == "200 noted"
        (headers, body), *_ = machine.got
    for secret in (SECRET, "the-former-one"):
        assert signed_push(secret, headers, body, NOON) == "push-1"
    with pytest.raises(Unsafe):
        signed_push("another", headers, body, NOON)
    with pytest.raises(Unsafe):
        signed_push(SECRET, headers, body + b" ", NOON)
    assert headers["content-type"] == "application/atom+xml"
    assert headers["deskwire-status"] == "canceled"
    assert headers["user-agent"] == AGENT


@pytest.mark.parametrize(
    ("status", "headers", "error", "says"),
    [
        (422, {}, NotTaken, "will not take it: 422 noted"),
        (413, {}, NotTaken, "413"),
        (410, {}, Gone, "gone for good"),
        (302, {"Location": "https://elsewhere.example/"}, TryAgain, "give its new address"),
        (401, {}, TryAgain, "401"),
        (500, {}, TryAgain, "cannot take it now: 500"),
        (429, {"Retry-After": "120"}, TryAgain, "429"),
    ],
)
def test_what_answers_mean(status: int, headers: dict[str, str], error: type[Exception], says: str) -> None:
    with a_machine((status, headers)) as machine:
        carrier = HttpPost(machine.url, [SECRET], LivePusher(AGENT, [machine.host]))
        with pytest.raises(error, match=says) as raised:
            carrier.hand(a_parcel(), NOON)
    assert getattr(raised.value, "after", None) == (120 if headers.get("Retry-After") else None)


def test_a_name_that_points_into_our_networks_is_not_called() -> None:
    pusher = LivePusher(AGENT, resolver=lambda *_: ["10.0.0.5"])
    with pytest.raises(Unsafe, match="not on the public internet"):
        HttpPost("http://courier.example/in", [SECRET], pusher).hand(a_parcel(), NOON)


def test_nobody_there_is_worth_another_try_and_keys_in_the_address_are_not_shown() -> None:
    with a_machine() as machine:
        host = machine.host
    carrier = HttpPost(f"http://{host}/in?token=hush", [SECRET], LivePusher(AGENT, [host]))
    with pytest.raises(Unreachable, match="does not answer") as raised:
        carrier.hand(a_parcel(), NOON)
    assert "hush" not in str(raised.value)
