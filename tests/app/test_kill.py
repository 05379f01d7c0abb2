"""A kill is followed from the desk to the last partner, with real processes and the partners' own machines.

weekly     fetches its feed with a key
courier    is told by signed POSTs; its server is down when the kill comes
archive    gets files by SFTP, and says by the API that it took the kill
letters    gets mails; an editor hears by telephone that the story is down
former     was told by signed POSTs, and has no contract any more when the kill comes
"""

import json
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from service import clock
from service.ingest.signatures import signed_push
from tests.app.line import Line, part
from tests.app.test_once import FRENCH, NEWSROOM
from tests.app.test_up import free_port, started
from tests.syndication.pushing.others import Machine, Store, a_machine, a_store

pytestmark = [pytest.mark.redis]
PATIENCE = 120.0
SECRET = "a-secret-that-signs"
SLUGS = ("weekly", "courier", "library", "letters", "former")

PARTNER = """
[[partner]]
slug = "{slug}"
key = "a-secret-for-{slug}"
desks = ["central-asia"]
languages = ["fr"]
"""
POST = """
[[push]]
partner = "{slug}"
kind = "post"
address = "{url}"
secret = "{secret}"
format = "ninjs"
"""
FOLDER = """
[[push]]
partner = "library"
kind = "sftp"
address = "{address}"
secret = "pass word"
host_key = "{host_key}"
"""
LETTERS = """
[[push]]
partner = "letters"
kind = "mail"
address = "desk@letters.example"
"""


@dataclass
class Stage:
    """A newsroom with its partners' machines, and a port for its own."""

    line: Line
    courier: Machine
    former: Machine
    store: Store
    port: int

    def write(self, *slugs: str) -> Path:
        """The newsroom file with these partners."""
        pushes = {
            "courier": POST.format(slug="courier", url=self.courier.url, secret=SECRET),
            "former": POST.format(slug="former", url=self.former.url, secret=SECRET),
            "library": FOLDER.format(address=self.store.address, host_key=self.store.host_key.strip()),
            "letters": LETTERS,
        }
        text = NEWSROOM.format(folder="articles") + "".join(
            PARTNER.format(slug=slug) + pushes.get(slug, "") for slug in slugs
        )
        path = self.line.var.parent / "newsroom.toml"
        path.write_text(text, encoding="utf-8")
        return path

    @property
    def private(self) -> str:
        """What lies inside and may be called."""
        return f"{self.courier.host},{self.former.host},{self.store.host}"

    def asks(self, slug: str, path: str, said: object = None) -> bytes:
        """A partner asks the web process, with its key."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Authorization": f"Bearer a-secret-for-{slug}", "Content-Type": "application/json"}
        with closing(connection):
            connection.request(
                "GET" if said is None else "POST",
                f"/partners/{slug}/{path}",
                None if said is None else json.dumps(said),
                headers,
            )
            answer = connection.getresponse()
            body = answer.read()
        assert answer.status == 200, body
        return body

    def report(self, slug: str) -> dict[str, object]:
        """`deskwire partner report --json`."""
        found = json.loads(self.line.run("partner", "report", slug, "--json").stdout)
        assert isinstance(found, dict)
        return found


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "almaty.txt").write_text(FRENCH, encoding="utf-8")
    with ExitStack() as open_:
        courier, former = open_.enter_context(a_machine()), open_.enter_context(a_machine())
        store = open_.enter_context(a_store(tmp_path / "store"))
        yield Stage(Line(tmp_path / "var"), courier, former, store, free_port())


@contextmanager
def running(stage: Stage) -> Iterator[None]:
    """`deskwire up` until the block ends."""
    process = started(
        stage.line,
        "up",
        "--port",
        str(stage.port),
        DESKWIRE_SWEEP_SECONDS="2",
        DESKWIRE_PRIVATE_SOURCES=stage.private,
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)


def soon(what: Callable[[], bool], why: str) -> None:
    """Wait until it is so."""
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, why
        time.sleep(0.2)


def statuses(machine: Machine) -> list[str]:
    """The status of the article in each POST that a machine got; every one is signed."""
    for headers, body in machine.got:
        signed_push(SECRET, headers, body, clock.now())
    return [json.loads(body)["associations"][0]["pubStatus"] for _, body in machine.got]


def files(stage: Stage) -> list[str]:
    """The status in the names of the files that came by SFTP, in their order."""
    names = sorted(file.name for file in (stage.store.root / "in").iterdir() if file.suffix == ".xml")
    return [name.rpartition(".")[0].rpartition("-")[2] for name in names]


def letters(stage: Stage) -> list[str]:
    """The texts of the mails to the partner."""
    sent = stage.line.every_mail()
    return [part(mail, "plain") for mail in sent if "letters.example" in str(mail["To"])]


def test_a_kill_reaches_the_last_partner_and_it_is_known_who_took_it(stage: Stage) -> None:
    assert stage.line.run("load", str(stage.write(*SLUGS))).returncode == 0
    with running(stage):
        soon(lambda: "usable" in statuses(stage.courier), "the courier is told of the story")
        soon(lambda: "usable" in statuses(stage.former), "so is the other")
        soon(lambda: files(stage) == ["usable"], "a file comes")
        soon(lambda: len(letters(stage)) == 1, "a letter comes")
        feed = stage.asks("weekly", "central-asia/fr/atom.xml")
        assert b"Les huit stations" in feed
        assert b"deleted-entry" not in feed

        assert stage.line.run("load", str(stage.write(*SLUGS[:-1]))).returncode == 0
        stage.courier.answers[:] = [(503, {})]
        done = stage.line.run(
            "kill", "almaty.txt", "--reason", "Faux.", DESKWIRE_PRIVATE_SOURCES=stage.private
        )
        assert done.returncode == 0, done.stderr

        soon(lambda: statuses(stage.former)[-1:] == ["canceled"], "a former partner is told")
        soon(lambda: files(stage)[-1:] == ["canceled"], "a second file says so")
        soon(lambda: any("status: canceled" in text for text in letters(stage)), "a letter says so")
        soon(lambda: b"deleted-entry" in stage.asks("weekly", "central-asia/fr/atom.xml"), "the feed says so")
        feed = stage.asks("weekly", "central-asia/fr/atom.xml")
        assert b"Les huit stations" not in feed
        soon(lambda: "canceled" in statuses(stage.courier), "the courier is asked, and is down")

        open_now = {slug: len(list(stage.report(slug)["open"])) for slug in SLUGS}  # type: ignore[call-overload]
        assert open_now == {"weekly": 0, "courier": 1, "library": 1, "letters": 1, "former": 0}

        stage.courier.answers[:] = [(200, {})]
        (notice,) = json.loads(stage.asks("library", "notices.json"))["notices"]
        stage.asks("library", "acknowledgements", {"id": notice["id"], "status": "canceled"})
        key = notice["id"].rpartition(":")[2].partition("/")[0]
        said = stage.line.run("partner", "acknowledge", "letters", "--article", key, "--who", "Dana")
        assert said.returncode == 0, said.stderr
        soon(lambda: not stage.report("courier")["open"], "the courier is back, and is told")

    for slug in SLUGS:
        report = stage.report(slug)
        assert report["open"] == [], slug
        assert {name: report["sums"][name] for name in ("offered", "killed", "open")} == {  # type: ignore[index]
            "offered": 2,
            "killed": 1,
            "open": 0,
        }, slug
    kills = [headers["webhook-id"] for headers, body in stage.courier.got if b"canceled" in body]
    assert len(kills) > 1
    assert len(set(kills)) == 1, "one push, however often it was tried"
