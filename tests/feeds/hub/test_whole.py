"""The hub with everything real: web, Redis, workers, our own subscriber of feeds as one of the audience.

A second Deskwire is subscribed through its ingest; beside it one subscriber is slow, one is dead, and one of
the workers is killed in the middle of its calls.
"""

import json
import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from service.app.environment import short_socket
from service.app.redis_server import embedded_redis
from service.ingest.signatures import sign
from tests.ingest.web import page, serving

pytestmark = pytest.mark.redis
PATIENCE = 90.0
SECRET = "the key of our cms"
TOPIC = "/feeds/central-asia/fr/atom.xml"
SITE = """
[site]
name = "EurasiaTimes"
url = "{url}"
languages = ["fr", "en"]
sender = "desk@eurasiatimes.example"
[[desk]]
slug = "central-asia"
regions = ["143"]
[[source]]
"""
CMS = f'name = "cms"\nkind = "push"\nsecret = "{SECRET}"\n'
FEED = 'name = "eurasia"\nkind = "feed"\nurl = "{topic}"\n'


class House:
    """A Deskwire of its own: a folder, a web server, and as many workers as are started."""

    def __init__(self, folder: Path, source: str) -> None:
        self.var, self.port = folder / "var", free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.var.mkdir(parents=True)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DESKWIRE_")},
            "DESKWIRE_VAR": str(self.var),
            "DESKWIRE_PRIVATE_SOURCES": "127.0.0.1",
            "DESKWIRE_PRIVATE_SUBSCRIBERS": "127.0.0.1",
            "DESKWIRE_LEASE_SECONDS": "12",
            "DESKWIRE_SWEEP_SECONDS": "1",
        }
        self.processes: list[subprocess.Popen[bytes]] = []
        (folder / "newsroom.toml").write_text(SITE.format(url=self.url) + source, encoding="utf-8")
        assert self.command("load", str(folder / "newsroom.toml")).wait() == 0

    def command(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """`deskwire ARGUMENTS` in a group of its own."""
        with (self.var / "log.txt").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "service", *arguments],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def ask(self, query: str) -> list[tuple[object, ...]]:
        """What a query of the tables answers."""
        with closing(sqlite3.connect(f"file:{self.var / 'deskwire.sqlite3'}?mode=ro", uri=True)) as tables:
            return tables.execute(query).fetchall()

    def end(self) -> None:
        """Kill whatever runs."""
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def a_house(folder: Path, source: str) -> Iterator[House]:
    """A house with its own Redis, web server, beat and a worker for all but the hub's calls."""
    folder.mkdir()
    house = House(folder, source)
    with embedded_redis(short_socket(house.var / "redis" / "redis.sock"), house.var / "redis.log"):
        try:
            house.command("web", "--port", str(house.port))
            house.command("beat")
            house.command(
                "worker", "--queues", "sweep,ingest,feeds,hub", "--concurrency", "2", "--name", "line"
            )
            yield house
        finally:
            house.end()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def eventually(what: str, holds: Callable[[], object], *houses: House) -> None:
    """Wait until `holds`."""
    end = time.monotonic() + PATIENCE
    while not holds():
        logs = [(one.var / "log.txt").read_text("utf-8")[-3000:] for one in houses]
        assert time.monotonic() < end, f"no {what}: {logs}"
        time.sleep(0.1)


def said(
    house: House, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    """One request to the house; (0, nothing) while it is not up."""
    with closing(HTTPConnection("127.0.0.1", house.port, timeout=20)) as connection:
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except OSError:
            return 0, b""


def pushed(house: House, title: str) -> None:
    """An article comes from the CMS."""
    name, moment = secrets.token_hex(8), str(int(time.time()))
    text = f"<p>{title}, au Kazakhstan, à Almaty.</p>"
    item = {"id": name, "title": title, "content_html": text, "language": "fr"}
    body = json.dumps(item).encode()
    headers = {
        "Content-Type": "application/feed+json",
        "webhook-id": name,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{sign(SECRET, name, moment, body)}",
    }
    assert said(house, "POST", "/hooks/ingest/cms", body, headers)[0] == 202


def subscribe(house: House, callback: str) -> None:
    form = {"hub.mode": "subscribe", "hub.topic": house.url + TOPIC, "hub.callback": callback}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert said(house, "POST", "/hub", urlencode(form).encode(), kind)[0] == 202


def listening(seconds: float) -> Callable[[BaseHTTPRequestHandler], None]:
    """A subscriber that confirms at once and takes `seconds` for a delivery."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        challenge = parse_qs(urlsplit(request.path).query).get("hub.challenge", [""])[0]
        if not challenge:
            time.sleep(seconds)
        page(challenge.encode())(request)

    return answer


class Anything(dict[str, Callable[[BaseHTTPRequestHandler], None]]):
    """The page of a path, whatever its query."""

    def get(self, path: str, default: object = None) -> Callable[[BaseHTTPRequestHandler], None]:
        return self[path.partition("?")[0]]


HELD = "SELECT callback, failures FROM feeds_hubsubscription WHERE state = 'held'"
TOLD = """
SELECT callback, delivery.state FROM feeds_hubdelivery AS delivery
JOIN feeds_hubsubscription AS one ON one.id = subscription_id ORDER BY delivery.id
"""
TITLES = "SELECT title FROM ingest_revision"


def test_a_story_reaches_who_asked_past_the_slow_the_dead_and_a_killed_worker(tmp_path: Path) -> None:
    with ExitStack() as stack:
        pages = Anything({"/slow": listening(30), "/dead": listening(0)})
        slow, dead = stack.enter_context(serving(pages)), stack.enter_context(serving(pages))
        ours = stack.enter_context(a_house(tmp_path / "ours", CMS))
        tellers = ours.command("worker", "--queues", "announce", "--concurrency", "1", "--name", "tell")
        eventually("feed", lambda: said(ours, "GET", TOPIC)[0] == 200, ours)
        theirs = stack.enter_context(a_house(tmp_path / "theirs", FEED.format(topic=ours.url + TOPIC)))
        subscribe(ours, slow.url("/slow"))
        subscribe(ours, dead.url("/dead"))
        eventually("three subscriptions", lambda: len(ours.ask(HELD)) == 3, ours, theirs)
        dead.server.socket.close()

        pushed(ours, "Le métro ouvre")
        eventually("call to the slow one", lambda: slow.posted, ours)
        os.killpg(tellers.pid, signal.SIGKILL)
        tellers.wait()
        ours.command("worker", "--queues", "announce", "--concurrency", "1", "--name", "again")
        eventually("first story", lambda: ("Le métro ouvre",) in theirs.ask(TITLES), ours, theirs)

        pushed(ours, "Le pont ouvre")
        eventually("second story", lambda: ("Le pont ouvre",) in theirs.ask(TITLES), ours, theirs)
        eventually("failures", lambda: failing(ours) == {slow.url("/slow"), dead.url("/dead")}, ours)
        told = {str(callback): state for callback, state in ours.ask(TOLD)}  # the last of each
        assert {told.pop(slow.url("/slow")), told.pop(dead.url("/dead"))} == {"waiting"}
        assert list(told.values()) == ["handed"]


def failing(house: House) -> set[object]:
    """The callbacks whose last call failed."""
    return {callback for callback, failures in house.ask(HELD) if failures}
