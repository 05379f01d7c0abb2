"""One request to an address that a stranger gave: to the public internet alone, in time, never redirected."""

import socket

import pytest

from service.delivery.push import SAID, LivePusher
from service.errors import Unreachable, Unsafe
from tests.ingest.web import dripping, moved, page, serving

AGENT = "Deskwire/0.1"


def refuses(url: str, **how: object) -> None:
    with pytest.raises(Unsafe):
        LivePusher(AGENT, **how).send("POST", url, {}, b"x")  # type: ignore[arg-type]


def test_what_is_sent_arrives_and_what_is_said_comes_back() -> None:
    with serving({"/": page(b"thank you", 202, Retry_After="7")}) as site:
        reply = LivePusher(AGENT, [site.host]).send("POST", site.url("/"), {"X-Hub-Signature": "s"}, b"feed")
    assert site.posted == [("/", b"feed")]
    assert (reply.status, reply.body, reply.headers["retry-after"]) == (202, b"thank you", "7")


def test_a_redirect_is_an_answer() -> None:
    with serving({"/": moved("/elsewhere", 307)}) as site:
        reply = LivePusher(AGENT, [site.host]).send("POST", site.url("/"), {}, b"feed")
    assert reply.status == 307
    assert len(site.posted) == 1


def test_of_a_long_answer_the_beginning_is_read() -> None:
    with serving({"/": page(b"x" * 10_000_000)}) as site:
        reply = LivePusher(AGENT, [site.host]).send("GET", site.url("/"), {})
    assert len(reply.body) == SAID


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://10.0.0.5/",
        "http://169.254.169.254/latest/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://reader.example:6379/",
        "gopher://reader.example/",
        "",
    ],
)
def test_addresses_inside_and_odd_ports_are_never_called(url: str) -> None:
    refuses(url, resolver=lambda host, port: [host.strip("[]")])


def test_a_name_that_points_inside_is_never_called() -> None:
    with serving({"/": page(b"")}) as site:
        refuses("http://reader.example/", resolver=lambda host, port: ["127.0.0.1"])
        refuses("http://reader.example/", resolver=lambda host, port: ["93.184.215.14", "127.0.0.1"])
    assert site.posted == []


def test_one_that_drips_or_says_nothing_is_left_in_time() -> None:
    with serving({"/": dripping(0.05)}) as site, pytest.raises(Unreachable, match=site.host):
        LivePusher(AGENT, [site.host], seconds=0.3).send("GET", site.url("/"), {})
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host = f"127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Unreachable, match=host):
            LivePusher(AGENT, [host], seconds=0.3).send("POST", f"http://{host}/", {}, b"x")
