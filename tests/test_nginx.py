"""deploy/nginx.conf, under a real nginx: it serves the built feeds as the web process does."""

import gzip
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

import pytest

from service.feeds.serve import TYPES
from service.press.shelf import put
from tests.cast import NOON

CONF = Path(__file__).resolve().parent.parent / "deploy" / "nginx.conf"
FEED = b"<rss>" + "Алматы ".encode() * 200 + b"</rss>"


@dataclass(frozen=True)
class Answer:
    """What came back, as it came."""

    status: int
    headers: Message
    body: bytes


Ask = Callable[..., Answer]
"""ask(path, header=value, ...)"""


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[Ask]:
    """A real nginx with our file over a folder of feeds, and nobody behind it."""
    if not shutil.which("nginx"):
        pytest.skip("nginx is not on the PATH")
    put(tmp_path / "feeds", "asia/kk/rss.xml", FEED, NOON, lambda: True)
    put(tmp_path / "feeds", "asia/kk/feed.json", b"{}", NOON, lambda: True)
    put(tmp_path / "feeds", "asia/kk/atom.xml", b"<feed/>", NOON, lambda: True)
    port, nobody = free_port(), free_port()
    conf = tmp_path / "nginx.conf"
    text = CONF.read_text("utf-8").replace("/tmp/", f"{tmp_path}/")  # noqa: S108
    for old, new in (
        ("worker_processes auto;", "user root;" if os.getuid() == 0 else ""),
        ("listen 8080 default_server;", f"listen 127.0.0.1:{port};"),
        ("root /srv;", f"root {tmp_path};"),
        ("http://web:8000", f"http://127.0.0.1:{nobody}"),
    ):
        assert old in text
        text = text.replace(old, new)
    conf.write_text(text, encoding="utf-8")
    arguments = ["nginx", "-e", "stderr", "-p", str(tmp_path), "-c", str(conf), "-g", "daemon off;"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(arguments, stdout=log, stderr=log)
    try:
        wait_for(port)
        yield lambda path, **headers: get(port, path, headers)
    finally:
        process.terminate()
        process.wait(10)


def get(port: int, path: str, headers: dict[str, str]) -> Answer:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(
            "GET", path, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not listen")


def test_nginx_serves_the_feeds_as_the_web_process_would(nginx: Ask) -> None:
    for name, media_type in TYPES.items():
        answer = nginx(f"/feeds/asia/kk/{name}", accept_encoding="identity")

        assert answer.status == 200
        assert answer.headers["content-type"] == media_type
        assert answer.headers["last-modified"] == "Mon, 23 Nov 2026 12:00:00 GMT"
        assert answer.headers["cache-control"] == "public, max-age=300"
        assert answer.headers["content-language"] == "kk"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert f'</hub>; rel="hub", </feeds/asia/kk/{name}>; rel="self"' == answer.headers["link"]
        assert ("access-control-allow-origin" in answer.headers) == (name == "feed.json")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("identity", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=1.0", "br"),
        ("br;q=0, gzip", "gzip"),
        ("brotli", None),
    ],
)
def test_nginx_chooses_the_twin(nginx: Ask, accepted: str, coding: str | None) -> None:
    answer = nginx("/feeds/asia/kk/rss.xml", accept_encoding=accepted)

    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-type"] == TYPES["rss.xml"]
    assert coding is None or len(answer.body) < len(FEED)
    assert coding != "gzip" or gzip.decompress(answer.body) == FEED


def test_nginx_answers_304_to_who_has_it(nginx: Ask) -> None:
    tags = set()
    for accepted in ("identity", "gzip", "br"):
        first = nginx("/feeds/asia/kk/rss.xml", accept_encoding=accepted)
        tags.add(first.headers["etag"])
        for name, value in (
            ("if_none_match", first.headers["etag"]),
            ("if_modified_since", first.headers["last-modified"]),
            ("if_modified_since", "Tue, 24 Nov 2026 00:00:00 GMT"),
        ):
            again = nginx("/feeds/asia/kk/rss.xml", accept_encoding=accepted, **{name: value})
            assert (again.status, again.body) == (304, b"")

    assert len(tags) == 3


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/asia/kk/rss.xml.gz",
        "/feeds/asia/fr/rss.xml",
        "/feeds/../nginx.conf",
        "/feeds/asia/kk/..%2f..%2f..%2fnginx.conf",
        "/partners/asia/kk/atom.xml",
        "/",
    ],
)
def test_nginx_leaves_everything_else_to_the_web_process(nginx: Ask, path: str) -> None:
    assert nginx(path).status == 502


def test_nginx_says_that_it_lives(nginx: Ask) -> None:
    assert nginx("/livez").status == 204


def test_the_log_of_nginx_keeps_no_token(nginx: Ask, tmp_path: Path) -> None:
    nginx("/unsubscribe/secret-token-of-a-reader", referer="https://mail.example/inbox")
    nginx("/feeds/asia/kk/rss.xml")

    log = (tmp_path / "log").read_text("utf-8")
    assert "GET /unsubscribe/... 502" in log
    assert "GET /feeds/asia/kk/rss.xml 200" in log
    assert "secret-token" not in log
    assert "mail.example" not in log
