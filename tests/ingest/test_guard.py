"""Only the public internet is called, whatever dress an inside address wears."""

import pytest

from service.errors import Unsafe
from service.ingest.guard import Guard, is_public

INSIDE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.100.100.200",
    "192.0.0.8",
    "192.88.99.1",
    "198.18.0.1",
    "224.0.0.1",
    "0.0.0.0",  # noqa: S104
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "fe80::1%eth0",
    "fec0::1",
    "fc00::1",
    "ff02::1",
    "no address",
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_refused(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(Unsafe, match="not on the public internet"):
        Guard().admit("name.example", 443, ["93.184.215.14", address])


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"]
)
def test_an_address_outside_is_admitted(address: str) -> None:
    assert Guard().admit("name.example", 443, [address]) == [address]


@pytest.mark.parametrize(
    "url",
    [
        "gopher://a.example/",
        "file:///etc/passwd",
        "http://u:p@a.example/",
        "ftp://a.example/",
        "http://127.1/",
        "x",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(Unsafe, match="no http or https address"):
        Guard().address(url)


def test_other_ports_are_for_hosts_the_operator_named() -> None:
    with pytest.raises(Unsafe, match="port 6379"):
        Guard(frozenset({"redis.example:6380"})).address("http://redis.example:6379/")
    named = Guard(frozenset({"cms.example:8080"}))
    assert named.address("http://cms.example:8080/feed") == "http://cms.example:8080/feed"


def test_a_named_host_may_stand_inside() -> None:
    assert Guard(frozenset({"cms.example"})).admit("cms.example", 80, ["10.0.0.7"]) == ["10.0.0.7"]
    assert Guard(frozenset({"[::1]:8080"})).admit("::1", 8080, ["::1"]) == ["::1"]
    with pytest.raises(Unsafe):
        Guard(frozenset({"cms.example:8080"})).admit("cms.example", 80, ["10.0.0.7"])


def test_a_relative_redirect_is_resolved_against_where_we_are() -> None:
    assert Guard().address("/new", "https://a.example/old") == "https://a.example/new"
