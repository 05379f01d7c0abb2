"""What a hostile server sends, and a visit to it: a real connection, the guarded client, the parsers."""

import time
import zlib
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler

from service.errors import DeskwireError
from service.ingest.decide import plan
from service.ingest.documents import harvest
from service.ingest.fetch import LiveWeb
from service.ingest.item import Item
from service.ingest.pull import MOST_NEW
from tests.cast import NOON
from tests.ingest.web import Page, page, serving


@dataclass(frozen=True)
class Sent:
    """What a server sends, what is kept of it (ids, or how many), and words of what is told."""

    what: str
    page: Page
    kept: list[str] | int = field(default_factory=list)
    told: tuple[str, ...] = ()
    seconds: float = 20.0
    """The deadline of the visit."""


@dataclass(frozen=True)
class Got:
    """What came of a visit."""

    items: list[Item]
    told: list[str]


def rss(*items: str, head: str = "", prolog: str = "") -> bytes:
    """An RSS document."""
    space = "xmlns:dc='http://purl.org/dc/elements/1.1/'"
    channel = f"<channel><title>T</title>{head}{''.join(items)}</channel>"
    return f"{prolog}<rss version='2.0' {space}>{channel}</rss>".encode()


def item(guid: str, *more: str, title: str = "Titre") -> str:
    """An item with a title."""
    return f"<item><guid>{guid}</guid><title>{title}</title>{''.join(more)}</item>"


def described(guid: str, html: str) -> str:
    """An item whose text is `html`, escaped once."""
    return item(guid, f"<description><![CDATA[{html}]]></description>")


def zipped(data: bytes) -> Page:
    """`data` sent as gzip."""
    return page(data, Content_Encoding="gzip")


@cache
def _packed() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(256)) + packer.flush()


def bomb(request: BaseHTTPRequestHandler) -> None:
    """256 MB of zeros in 261 KB."""
    zipped(_packed())(request)


def endless(request: BaseHTTPRequestHandler) -> None:
    """50 MB of one entry, as long as anybody listens."""
    request.send_response(200)
    request.end_headers()
    try:
        for _ in range(800):
            request.wfile.write(b"x" * 65_536)
    except OSError:
        request.close_connection = True


def dripping(request: BaseHTTPRequestHandler) -> None:
    """A byte now and then."""
    request.send_response(200)
    request.end_headers()
    try:
        for _ in range(100):
            request.wfile.write(b"<")
            request.wfile.flush()
            time.sleep(0.1)
    except OSError:
        request.close_connection = True


def visit(sent: Sent) -> Got:
    """Ask a real server for it, read it, and say what would be taken and told."""
    with serving({"/": sent.page}) as site:
        try:
            said = LiveWeb([site.host], seconds=sent.seconds).get(site.url("/"), {})
            found = harvest(said.body, said.url, said.headers.get("content-type", ""))
            planned = plan(found.items, (), NOON, MOST_NEW)
        except DeskwireError as error:
            return Got([], [str(error)])
    told = [fault.what for fault in (*found.faults, *planned.notes)]
    if planned.left:
        told.append(f"{planned.left:,} wait for the next pull")
    return Got([draft.item for draft in planned.new], told)
