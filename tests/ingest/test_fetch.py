"""One guarded client: what it follows, what it refuses, and that it comes back in time."""

import gzip
import socket
import zlib
from http.server import BaseHTTPRequestHandler

import pytest

from service.errors import Unreachable, Unreadable, Unsafe
from service.ingest.fetch import AGENT, HOPS, Answer, FakeWeb, LiveWeb, introduction
from tests.ingest.web import dripping, moved, page, serving, versioned


def test_a_page_comes_with_its_headers() -> None:
    with serving({"/feed": page(b"<rss/>", Content_Type="application/rss+xml")}) as site:
        answer = LiveWeb([site.host]).get(site.url("/feed"), {"If-None-Match": '"v0"'})
    assert (answer.status, answer.body, answer.url) == (200, b"<rss/>", site.url("/feed"))
    assert answer.headers["content-type"] == "application/rss+xml"
    sent = site.asked[0][1]
    assert sent["if-none-match"] == '"v0"'
    assert sent["accept-encoding"] == "gzip"
    assert sent["host"] == site.host
    assert sent["user-agent"].startswith("Deskwire/")
    assert "cookie" not in sent


def test_whoever_has_the_version_gets_304() -> None:
    with serving({"/feed": versioned(b"<rss/>", '"v1"')}) as site:
        web = LiveWeb([site.host])
        first = web.get(site.url("/feed"), {})
        second = web.get(site.url("/feed"), {"If-None-Match": first.headers["etag"]})
    assert (first.status, second.status, second.body) == (200, 304, b"")


def test_gzip_is_unpacked() -> None:
    with serving({"/": page(gzip.compress(b"<rss/>"), Content_Encoding="gzip")}) as site:
        assert LiveWeb([site.host]).get(site.url("/"), {}).body == b"<rss/>"


def test_a_bomb_names_its_address() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(64)) + packer.flush()
    with (
        serving({"/": page(bomb, Content_Encoding="gzip")}) as site,
        pytest.raises(Unreadable, match=site.host),
    ):
        LiveWeb([site.host]).get(site.url("/"), {})


def test_redirects_are_followed_relative_ones_too() -> None:
    with serving({"/old": moved("/new", 301), "/new": moved("newest", 308), "/newest": page(b"x")}) as site:
        answer = LiveWeb([site.host]).get(site.url("/old"), {})
    assert (answer.url, answer.body) == (site.url("/newest"), b"x")


def test_a_circle_of_redirects_ends() -> None:
    with serving({"/a": moved("/a")}) as site, pytest.raises(Unreachable, match="redirects more than"):
        LiveWeb([site.host]).get(site.url("/a"), {})
    assert len(site.asked) == HOPS + 1


def test_a_redirect_to_an_inside_address_is_not_followed() -> None:
    with serving({"/x": page(b"secret")}) as inside, serving({"/": moved(inside.url("/x"))}) as site:
        with pytest.raises(Unsafe, match="asks for port"):
            LiveWeb([site.host]).get(site.url("/"), {})
        assert inside.asked == []


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "gopher://a.example/", "http://u:p@a.example/", "http://127.1/"]
)
def test_a_redirect_out_of_the_web_is_not_followed(target: str) -> None:
    with serving({"/": moved(target)}) as site, pytest.raises(Unsafe, match="may be called"):
        LiveWeb([site.host]).get(site.url("/"), {})


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "169.254.169.254", "10.0.0.1", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"]
)
def test_a_name_that_points_inside_is_not_called(address: str) -> None:
    with pytest.raises(Unsafe, match=r"cms\.example stands at"):
        LiveWeb(resolver=lambda host, port: ["93.184.215.14", address]).get("http://cms.example/", {})


def test_a_literal_inside_address_is_not_called() -> None:
    for url in ("http://169.254.169.254/latest/", "http://[::1]/", "http://localhost/"):
        with pytest.raises(Unsafe, match="not on the public internet"):
            LiveWeb().get(url, {})


def test_the_name_is_resolved_once_and_the_judged_address_is_called() -> None:
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    with serving({"/": page(b"x")}) as site:
        port = site.server.server_port
        web = LiveWeb([f"cms.example:{port}"], resolver=lambda host, port: answers.pop(0))
        assert web.get(f"http://cms.example:{port}/", {}).body == b"x"
    assert answers == [["10.0.0.1"]]
    assert site.asked[0][1]["host"] == f"cms.example:{port}"


def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    with serving({"/": page(b"x")}) as site:
        port = site.server.server_port
        web = LiveWeb([f"cms.example:{port}"], resolver=lambda host, port: ["::1", "127.0.0.1"])
        assert web.get(f"http://cms.example:{port}/", {}).body == b"x"


@pytest.mark.parametrize("head", [True, False])
def test_a_server_that_drips_is_left_at_the_deadline(head: bool) -> None:
    with (
        serving({"/": dripping(0.05, head=head)}) as site,
        pytest.raises(Unreachable, match="does not answer"),
    ):
        LiveWeb([site.host], seconds=0.3).get(site.url("/"), {})


def test_nobody_there() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{held.getsockname()[1]}"
        with pytest.raises(Unreachable, match=f"http://{host}/ does not answer"):
            LiveWeb([host]).get(f"http://{host}/", {})


def test_a_name_nobody_knows() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise socket.gaierror("not known")

    with pytest.raises(Unreachable, match=r"no address for cms\.example"):
        LiveWeb(resolver=nobody).get("http://cms.example/", {})


def shouting(request: BaseHTTPRequestHandler) -> None:
    """A server of another trade."""
    request.wfile.write(b"SSH-2.0\r\n\r\n")
    request.close_connection = True


def test_something_that_does_not_speak_http() -> None:
    with serving({"/": shouting}) as site, pytest.raises(Unreachable, match="does not answer"):
        LiveWeb([site.host]).get(site.url("/"), {})


def test_the_fake_gives_its_answers_in_order_and_keeps_the_last() -> None:
    web = FakeWeb({"https://a.example/": [Unreachable("down"), Answer(200, "https://a.example/", body=b"x")]})
    with pytest.raises(Unreachable, match="down"):
        web.get("https://a.example/", {})
    assert web.get("https://a.example/", {"X": "y"}).body == b"x"
    assert web.get("https://a.example/", {}).body == b"x"
    assert web.asked[1] == ("https://a.example/", {"X": "y"})
    with pytest.raises(Unreachable, match="nobody is there"):
        web.get("https://b.example/", {})


def test_a_key_does_not_follow_a_redirect_to_another_host() -> None:
    with (
        serving({"/x": page(b"x")}) as other,
        serving({"/": moved("/b"), "/b": moved(other.url("/x"))}) as site,
    ):
        headers = {"Authorization": "Bearer s3cret", "X-Api-Key": "s3cret", "If-None-Match": '"v1"'}
        assert LiveWeb([site.host, other.host]).get(site.url("/"), headers).body == b"x"
    assert site.asked[1][1]["authorization"] == "Bearer s3cret"
    sent = other.asked[0][1]
    assert "s3cret" not in str(sent)
    assert sent["if-none-match"] == '"v1"'


def test_where_it_moved_for_good_is_told_and_a_detour_is_not() -> None:
    pages = {"/a": moved("/b", 301), "/b": moved("/c", 302), "/c": moved("/d", 301), "/d": page(b"x")}
    with serving(pages) as site:
        answer = LiveWeb([site.host]).get(site.url("/a"), {})
    assert (answer.url, answer.moved_to) == (site.url("/d"), site.url("/b"))


def test_no_message_shows_what_stands_in_a_query() -> None:
    web = LiveWeb(resolver=lambda host, port: [])
    with pytest.raises(Unreachable) as caught:
        web.get("http://cms.example/api?key=s3cret", {})
    assert "s3cret" not in str(caught.value)


def test_a_form_is_sent_and_sent_again_where_that_is_meant() -> None:
    pages = {"/hub": moved("/there", 307), "/there": page(b"", 202), "/see": moved("/there", 303)}
    with serving(pages) as site:
        web = LiveWeb([site.host])
        assert (
            web.post(
                site.url("/hub"), {"hub.mode": "subscribe", "hub.topic": "https://a.example/?x=1&y"}
            ).status
            == 202
        )
        assert web.post(site.url("/see"), {"a": "b"}).status == 303
    body = b"hub.mode=subscribe&hub.topic=https%3A%2F%2Fa.example%2F%3Fx%3D1%26y"
    assert site.posted == [("/hub", body), ("/there", body), ("/see", b"a=b")]


def test_a_form_is_not_sent_inside_either() -> None:
    with pytest.raises(Unsafe, match="not on the public internet"):
        LiveWeb().post("http://169.254.169.254/", {})


def test_we_say_who_we_are_and_where_to_find_us() -> None:
    with serving({"/": page(b"x")}) as site:
        LiveWeb([site.host], agent=introduction("https://eurasiatimes.example")).get(site.url("/"), {})
    assert site.asked[0][1]["user-agent"] == "Deskwire/0.1 (+https://eurasiatimes.example; news syndication)"
    assert introduction("https://a.example\r\nX: y") == AGENT
