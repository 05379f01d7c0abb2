"""Mail addresses: one canonical form each, and none that two programs could read in two ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.audience.addresses import canonical, masked
from service.errors import BadAddress


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("aigerim@reader.example", "aigerim@reader.example"),
        ("Aigerim@Reader.Example", "aigerim@reader.example"),
        ("aigerim+asia@reader.example", "aigerim+asia@reader.example"),
        ("用户@例子.example", "用户@xn--fsqu00a.example"),
        ("wei@东京ニュース.example", "wei@xn--zck9awe6dx88oyya.example"),
        ("cafe\u0301@reader.example", "caf\u00e9@reader.example"),
        ("mi\u212ae@reader.example", "mike@reader.example"),
    ],
)
def test_an_address_has_one_form(typed: str, stored: str) -> None:
    assert canonical(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "a@localhost",
        "a@[127.0.0.1]",
        "%0a@reader.example",
        "a!b@reader.example",
        "a%b@reader.example",
        "=1+1@x",
        '"a@g.example x"@reader.example',
        "(c)a@reader.example",
        "a@reader.example, b@reader.example",
        "Aigerim <aigerim@reader.example>",
        "a@reader.example>\r\nDATA",
        "a@reader.example\n",
        "a b@reader.example",
        "a..b@reader.example",
        "a\x00@reader.example",
        "a\u202e@reader.example",
        "a@р\u0430ypal.example",
        "a@" + "x" * 300 + ".example",
    ],
)
def test_what_could_be_read_in_two_ways_is_no_address(typed: str) -> None:
    with pytest.raises(BadAddress) as refused:
        canonical(typed)
    assert repr(typed) in str(refused.value)


@given(st.text(max_size=30), st.text(max_size=30))
def test_the_canonical_form_is_final_and_safe_in_an_smtp_command(local: str, domain: str) -> None:
    try:
        stored = canonical(f"{local}@{domain}.example")
    except BadAddress:
        return
    assert canonical(stored) == stored
    assert stored.count("@") == 1
    assert not set(stored) & set(' <>"(),:;\\\r\n\x00%!')


def test_a_page_shows_only_how_an_address_begins() -> None:
    assert masked("aigerim@reader.example") == "a***@reader.example"
