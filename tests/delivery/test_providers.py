"""An e-mail provider takes mails: a real HTTP server in this process answers as theirs do."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from service.delivery import verp
from service.delivery.mime import Forme, Frame
from service.delivery.providers import Provider
from service.delivery.transport import Copy
from service.errors import SettingsError, TryAgain, Unreachable
from tests.cast import NOON
from tests.delivery.recorder import Recorder

FRAME = Frame(
    mailing="digest/asia/daily/2026-11-23",
    sender_name="EurasiaTimes",
    sender="desk@eurasiatimes.example",
    subject="Asie : l’édition du matin",
    headers={"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    text="Bonjour.\n",
    html="<p>Bonjour.</p>",
    made_at=NOON,
)
FORME = Forme(FRAME, b"secret")


def mails(*names: str) -> Iterator[Copy]:
    for number, name in enumerate(names):
        path = verp.return_path(number, name, "bounce.invalid", b"secret")
        yield FORME.copy(number, name, f"{name}@reader.example", {}, path)


class Desk(BaseHTTPRequestHandler):
    """Postmark and Resend, as far as sending goes; `answers` has a status for each name, 0 hangs up."""

    answers: ClassVar[dict[str, int]] = {}
    taken: ClassVar[list[tuple[dict[str, Any], dict[str, str]]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        to = body.get("To") or body["to"][0]
        name = to.partition("@")[0]
        status = self.answers.get(name, 200)
        if status == 0:
            self.connection.close()
            return
        if status == 200:
            self.taken.append((body, dict(self.headers)))
        said = {
            "ErrorCode": 0 if status == 200 else 300,
            "Message": "OK",
            "MessageID": f"id-{name}",
            "id": f"id-{name}",
        }
        self.send_response(status)
        self.send_header("Retry-After", "7")
        self.end_headers()
        self.wfile.write(json.dumps({**said, "To": to, "id": f"id-{name}"}).encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Not a word."""


@pytest.fixture
def url() -> Iterator[str]:
    """A provider on this machine."""
    Desk.answers, Desk.taken = {}, []
    with ThreadingHTTPServer(("127.0.0.1", 0), Desk) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def sent(url: str, *names: str, provider: str = "postmark", notes: Recorder | None = None) -> Recorder:
    notes = notes or Recorder()
    key = "server_token" if provider == "postmark" else "api_key"
    transport = Provider(provider, {key: "secret", "api_url": url}, at_once=3)
    try:
        transport.send(mails(*names), notes)
    finally:
        transport.close()
    return notes


def test_everyone_gets_one_with_headers_parts_and_token(url: str) -> None:
    names = [f"reader{n}" for n in range(12)]
    notes = sent(url, *names, notes=Recorder("reader5"))
    assert sorted(body["To"] for body, _ in Desk.taken) == sorted(
        f"{name}@reader.example" for name in names if name != "reader5"
    )
    assert notes.of("reader3") == "accepted postmark: sent id-reader3"
    body = next(body for body, _ in Desk.taken if body["To"].startswith("reader3@"))
    assert body["Subject"] == FRAME.subject
    assert body["TextBody"].strip() == "Bonjour."
    assert body["HtmlBody"].strip() == "<p>Bonjour.</p>"
    assert {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"} in body["Headers"]
    assert body["Metadata"] == {verp.METADATA: verp.token(3, "reader3", b"secret")}


def test_a_request_without_an_answer_is_in_doubt_or_repeated_where_that_is_safe(url: str) -> None:
    Desk.answers = {"yusuf": 0}
    assert sent(url, "yusuf").of("yusuf").startswith("in doubt")
    assert sent(url, "yusuf", "wei", provider="resend").of("yusuf").startswith("not now")
    key = {name.lower(): value for name, value in Desk.taken[-1][1].items()}["idempotency-key"]
    assert f"<{key}>" == next(mails("wei")).message_id


def test_refused_for_ever_and_for_now(url: str) -> None:
    Desk.answers = {"nobody": 422, "busy": 429}
    notes = sent(url, "aigerim", "nobody", "busy")
    assert notes.of("nobody").startswith("never postmark:")
    assert isinstance(notes.errors["busy"], TryAgain)
    assert notes.errors["busy"].after == 7
    assert notes.of("aigerim").startswith("accepted")


@pytest.mark.parametrize("status", [401, 500, 503])
def test_a_provider_that_is_away_or_refuses_our_key_ends_the_round(url: str, status: int) -> None:
    names = [f"reader{n}" for n in range(30)]
    Desk.answers = dict.fromkeys(names, status)
    notes = Recorder()
    with pytest.raises(Unreachable, match="postmark"):
        sent(url, *names, notes=notes)
    assert 1 <= len(notes.words) <= 6
    assert all(said[0].startswith("not now") for said in notes.words.values())


def test_nobody_at_that_address() -> None:
    notes = Recorder()
    with pytest.raises(Unreachable):
        sent("http://127.0.0.1:1/", "aigerim", notes=notes)
    assert notes.of("aigerim").startswith("not now")


@pytest.mark.parametrize(
    ("text", "why"), [("pigeon?key=1", "must be one of brevo"), ("postmark", "POSTMARK_SERVER_TOKEN")]
)
def test_settings_that_cannot_be(text: str, why: str) -> None:
    with pytest.raises(SettingsError, match=why):
        Provider.from_text(text)
