"""How long a story takes: from `published` in a pushed article to the feed, and to a subscriber of the hub.

Everything is real and runs as under `deskwire up`: the web server, Redis, a worker with every queue, the
database on disk. Articles are pushed one after the other, each signed and `published` the moment it is made.
The feed is asked over HTTP every few milliseconds, with its entity tag, until it holds the article; a
subscriber that went through the hub's verification notes when it is handed the feed with the article in it.
"""

import hmac
import json
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import median, quantiles
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings

from service import clock, flow
from service.app import embedded
from service.app.children import Child, web_arguments, worker_arguments
from service.delivery.push import LivePusher
from service.errors import DeskwireError
from service.ingest.fetch import LiveWeb
from service.ingest.signatures import sign
from service.newsroom.load import load

TOPIC = "/feeds/central-asia/fr/atom.xml"
PATIENCE = 60.0
"""Seconds until an article that does not come is given up."""
LOOK = 0.005
REPORT = (
    "<p>La ville attendait ce jour depuis dix ans, et les habitants sont venus de tous les quartiers voir "
    "partir la première rame. Le maire a parlé des travaux, des retards et du prix du billet.</p>"
) * 30
"""About six kilobytes."""
NEWSROOM = """
[site]
name = "EurasiaTimes"
url = "{url}"
languages = ["fr", "en", "ru", "kk", "zh-Hans", "ar"]
sender = "desk@eurasiatimes.example"
[[desk]]
slug = "asia"
regions = ["142"]
[[desk]]
slug = "central-asia"
parent = "asia"
regions = ["143"]
[[source]]
name = "cms"
kind = "push"
secret = "{secret}"
"""


class Listener:
    """A subscriber: confirms what it is asked, and keeps each delivery with the moment it came."""

    def __init__(self, secret: str) -> None:
        self.came = threading.Condition()
        self.deliveries: list[tuple[float, bytes]] = []
        self.confirmed = threading.Event()
        listener = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                challenge = parse_qs(urlsplit(self.path).query)["hub.challenge"][0]
                self._say(200, challenge.encode())
                listener.confirmed.set()

            def do_POST(self) -> None:
                moment, body = time.time(), self.rfile.read(int(self.headers["Content-Length"]))
                mark = f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}"
                if hmac.compare_digest(mark, self.headers.get("X-Hub-Signature", "")):
                    with listener.came:
                        listener.deliveries.append((moment, body))
                        listener.came.notify_all()
                self._say(202, b"")

            def _say(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Keep quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"

    def waited_for(self, mark: bytes) -> float:
        """When the first delivery with `mark` in it came."""
        with self.came:
            if not self.came.wait_for(lambda: self._with(mark), PATIENCE):
                raise TimeoutError(f"the hub delivers nothing; see {embedded.log_folder()}")
            moment = self._with(mark)
            self.deliveries.clear()
            return moment

    def _with(self, mark: bytes) -> float:
        return next((moment for moment, body in self.deliveries if mark in body), 0.0)


def measure(articles: int) -> dict[str, float]:
    """Milliseconds from `published` to the feed and to the subscriber: median and 99th percentile."""
    to_feed, to_subscriber = [], []
    secret = secrets.token_urlsafe(24)
    with _line(secret) as (site, listener):
        web = LiveWeb([urlsplit(site).netloc])
        _subscribed(site, listener, secret)
        for number in range(-3, articles):  # the first few load what is loaded once
            published, mark = _pushed(site, secret, number)
            seen = _in_feed(web, site + TOPIC, mark)
            handed = listener.waited_for(mark)
            if number >= 0:
                to_feed.append((seen - published) * 1000)
                to_subscriber.append((handed - published) * 1000)
    return {"articles": articles, **_said("feed", to_feed), **_said("subscriber", to_subscriber)}


def _said(name: str, found: list[float]) -> dict[str, float]:
    at = quantiles(found, n=100, method="inclusive") if len(found) > 1 else found * 99
    return {f"{name}_median_ms": median(found), f"{name}_p99_ms": at[98], f"{name}_most_ms": max(found)}


@contextmanager
def _line(secret: str) -> Iterator[tuple[str, Listener]]:
    """The whole line while the block runs: its address, and the subscriber."""
    listener, port = Listener(secret), _free_port()
    threading.Thread(target=listener.server.serve_forever, args=(0.01,), daemon=True).start()
    os.environ["DESKWIRE_PRIVATE_SUBSCRIBERS"] = listener.host
    site = f"http://127.0.0.1:{port}"
    file = settings.VAR / "newsroom.toml"
    file.write_text(NEWSROOM.format(url=site, secret=secret), encoding="utf-8")
    load(file, clock.now())
    logs = embedded.log_folder()
    children = [
        Child("worker", worker_arguments(beat_schedule=settings.VAR / "beat"), logs / "worker.log"),
        Child("web", web_arguments("127.0.0.1", port), logs / "web.log"),
    ]
    with embedded.redis():
        for child in children:
            child.start()
        try:
            flow.sweep(clock.now())
            yield site, listener
        finally:
            for child in children:
                child.stop()
            listener.server.shutdown()


def _subscribed(site: str, listener: Listener, secret: str) -> None:
    """Subscribe at the hub as anybody does, and wait until it has verified it."""
    _in_feed(LiveWeb([urlsplit(site).netloc]), site + TOPIC, b"<feed")
    form = {
        "hub.mode": "subscribe",
        "hub.topic": site + TOPIC,
        "hub.callback": f"http://{listener.host}/",
        "hub.secret": secret,
    }
    caller = LivePusher("Deskwire bench", [urlsplit(site).netloc])
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    reply = caller.send("POST", f"{site}/hub", kind, urlencode(form).encode())
    if reply.status != 202 or not listener.confirmed.wait(PATIENCE):
        raise TimeoutError(f"the hub does not verify: {reply}; see {embedded.log_folder()}")
    time.sleep(0.5)  # the hub notes what it was told


def _pushed(site: str, secret: str, number: int) -> tuple[float, bytes]:
    """Push an article: the moment it was published, and what tells it in the feed."""
    name = secrets.token_hex(8)
    published, title = clock.now(), f"Almaty ouvre sa ligne {number}, {name}"
    item = {
        "id": name,
        "url": f"https://wire.example/{name}",
        "title": title,
        "content_html": f"<p>Almaty, au Kazakhstan, ouvre sa ligne {name}.</p>{REPORT}",
        "date_published": published.isoformat(),
        "language": "fr",
    }
    body, moment = json.dumps(item).encode(), str(int(published.timestamp()))
    headers = {
        "Content-Type": "application/feed+json",
        "webhook-id": name,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{sign(secret, name, moment, body)}",
    }
    caller = LivePusher("Deskwire bench", [urlsplit(site).netloc])
    reply = caller.send("POST", f"{site}/hooks/ingest/cms", headers, body)
    if reply.status != 202:
        raise ValueError(f"the push was not taken: {reply}")
    return published.timestamp(), name.encode()


def _in_feed(web: LiveWeb, url: str, mark: bytes) -> float:
    """When the feed at `url` answered with `mark` in it."""
    until, tag = time.monotonic() + PATIENCE, ""
    while time.monotonic() < until:
        try:
            answer = web.get(url, {"If-None-Match": tag} if tag else {})
        except DeskwireError:  # not up yet
            time.sleep(0.2)
            continue
        if answer.status == 200 and mark in answer.body:
            return time.time()
        tag = answer.headers.get("etag", tag)
        time.sleep(LOOK)
    raise TimeoutError(f"{url} does not show the article; see {embedded.log_folder()}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
