"""What a request to the hub says, and what is nobody's honest request."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Unsafe
from service.feeds.hub.asking import FIELDS, Asked, asked
from service.feeds.hub.decide import LONGEST_LEASE, SHORTEST_LEASE
from tests.feeds.hub.listening import CALLBACK, SECRET, TOPIC, form


def ask(**changes: str) -> Asked:
    return asked({name: [value] for name, value in form(**changes).items()}, private_way=True)


def test_a_subscriber_is_granted_ten_days_unless_it_asks_for_less() -> None:
    assert ask() == Asked("subscribe", TOPIC, CALLBACK, LONGEST_LEASE, SECRET)
    assert ask().host == "reader.example"
    assert ask(lease_seconds="86400").lease_seconds == 86_400
    assert ask(lease_seconds="1").lease_seconds == SHORTEST_LEASE
    for nonsense in ("99999999999", "-5", "0", "ten days", "٣", "1" * 400):
        assert ask(lease_seconds=nonsense).lease_seconds == LONGEST_LEASE


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"mode": "publish"}, "knows by itself"),
        ({"mode": ""}, "hub.mode"),
        ({"callback": ""}, "missing"),
        ({"callback": "ftp://reader.example/"}, "http or https"),
        ({"callback": "javascript:alert(1)"}, "http or https"),
        ({"callback": "https://me:secret@reader.example/"}, "http or https"),
        ({"callback": "https://reader.example/#me"}, "http or https"),
        ({"callback": "https://reader.example/\r\nHost: inside"}, "http or https"),
        ({"callback": "https://reader.example/" + "a" * 1000}, "at most 1000"),
        ({"secret": "s" * 200}, "200 bytes"),
        ({"secret": "ш" * 100}, "200 bytes"),
    ],
)
def test_what_is_not_in_order_is_said(changes: dict[str, str], says: str) -> None:
    with pytest.raises(Unsafe, match=says):
        ask(**changes)


def test_a_secret_goes_over_https_only() -> None:
    with pytest.raises(Unsafe, match="HTTPS"):
        asked({name: [value] for name, value in form().items()}, private_way=False)
    nothing = {name: [value] for name, value in form(secret="").items()}
    assert asked(nothing, private_way=False).secret == ""


def test_a_field_that_is_given_twice_is_refused() -> None:
    twice = {name: [value] for name, value in form().items()} | {"hub.callback": [CALLBACK, CALLBACK]}
    with pytest.raises(Unsafe, match="2 times"):
        asked(twice, True)


def test_one_who_leaves_need_not_say_more() -> None:
    assert ask(mode="unsubscribe").secret == ""


@given(st.dictionaries(st.sampled_from(FIELDS), st.lists(st.text(max_size=40), max_size=2)), st.booleans())
def test_any_form_is_understood_or_refused(fields: dict[str, list[str]], private_way: bool) -> None:
    try:
        found = asked(fields, private_way)
    except Unsafe:
        return
    assert found.callback.startswith(("http://", "https://"))
    assert SHORTEST_LEASE <= found.lease_seconds <= LONGEST_LEASE
