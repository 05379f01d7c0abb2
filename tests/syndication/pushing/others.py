"""Partners' machines for the tests: a real web server, a real SFTP server, and carriers that write down."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import asyncssh

from service.desks.models import Desk, Version
from service.ingest.models import Article
from service.ingest.sealing import seal
from service.syndication.ledger import take_stock
from service.syndication.models import Entitlement, Partner
from service.syndication.pushing.parcels import Parcel
from service.syndication.pushing.plan import plan
from service.syndication.pushing.tables import Destination
from tests.cast import NOON
from tests.syndication.outlets import an_entitlement, an_outlet

SECRET = "whsec_" + "c2VjcmV0IG9mIHRoZSBjb3VyaWVy"


def a_destination(partner: Partner, kind: str = "post", **changes: object) -> Destination:
    """A place to push to."""
    values: dict[str, object] = {
        "name": "desk",
        "address": "https://courier.example/in",
        "sealed_secret": seal(SECRET),
        "since": NOON,
        **changes,
    }
    return Destination.objects.create(partner=partner, kind=kind, **values)


def offered(entitlement: Entitlement, now: datetime) -> list[int]:
    """The ledger of offers is brought up to date, and pushes are planned."""
    take_stock(entitlement, now)
    return plan(entitlement, now)


def killed(version: Version) -> None:
    """The article was killed and taken off its desks."""
    Article.objects.filter(pk=version.article_id).update(state=Article.State.KILLED)
    Version.objects.filter(pk=version.pk).update(state=Version.State.WITHDRAWN)


@dataclass
class Recorder:
    """A carrier that takes everything, or raises what it was given, in turn; None: takes it."""

    answers: Sequence[Exception | None] = ()
    taken: list[Parcel] = field(default_factory=list)
    closed: int = 0

    def hand(self, parcel: Parcel, now: datetime) -> str:
        """Take it."""
        answers = list(self.answers)
        answer = answers.pop(0) if answers else None
        self.answers = answers
        if answer is not None:
            raise answer
        self.taken.append(parcel)
        return "200 OK"

    def close(self) -> None:
        """Count the good-byes."""
        self.closed += 1


@dataclass
class Machine:
    """A partner's web server. `answers` are status and headers, in turn; the last one stays."""

    url: str
    got: list[tuple[dict[str, str], bytes]]
    answers: list[tuple[int, dict[str, str]]]

    @property
    def host(self) -> str:
        """host:port."""
        return self.url.split("/")[2]


@contextmanager
def a_machine(*answers: tuple[int, dict[str, str]]) -> Iterator[Machine]:
    """It answers while the block runs."""
    machine = Machine("", [], list(answers) or [(200, {})])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            machine.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status, headers = machine.answers.pop(0) if len(machine.answers) > 1 else machine.answers[0]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "5")
            self.end_headers()
            self.wfile.write(b"noted")

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    machine.url = f"http://127.0.0.1:{server.server_port}/in"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield machine
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Store:
    """A partner's SFTP server: its port, its public key, and the folder where files arrive."""

    port: int
    host_key: str
    root: Path
    loop: asyncio.AbstractEventLoop

    @property
    def host(self) -> str:
        """host:port."""
        return f"127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        """The address of the folder "in"."""
        return f"sftp://courier@{self.host}/in"


class _Door(asyncssh.SSHServer):
    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == ("courier", "pass word")


@contextmanager
def a_store(root: Path, client_key: str = "") -> Iterator[Store]:
    """An SFTP server of asyncssh on loopback, in a thread of its own. `client_key`: a public key let in."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    loop, ready, found = asyncio.new_event_loop(), threading.Event(), list[asyncssh.SSHAcceptor]()
    (root / "in").mkdir(parents=True)

    def files(channel: asyncssh.SSHServerChannel[bytes]) -> asyncssh.SFTPServer:
        return asyncssh.SFTPServer(channel, chroot=str(root).encode())

    async def serve() -> None:
        keys = asyncssh.import_authorized_keys(client_key) if client_key else None
        found.append(
            await asyncssh.listen(
                "127.0.0.1",
                0,
                server_host_keys=[key],
                server_factory=_Door,
                authorized_client_keys=keys,
                sftp_factory=files,
            )
        )
        ready.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(serve())
        loop.run_forever()

    async def end() -> None:
        found[0].close()
        await found[0].wait_closed()

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait(10)
    public = key.export_public_key().decode()
    try:
        yield Store(found[0].get_port(), public, root, loop)
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def an_outlet_of(desk: Desk) -> tuple[Partner, Entitlement]:
    """The Courier, which may have the desk in French."""
    partner = an_outlet()
    return partner, an_entitlement(partner, desk)
