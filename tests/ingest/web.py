"""A small real web server on loopback for the tests of this room."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Page = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """A server with its pages by path; `asked` keeps paths and headers, `posted` paths and forms."""

    def __init__(self, pages: dict[str, Page]) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.posted: list[tuple[str, bytes]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                pages.get(self.path, missing)(self)

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                site.posted.append((self.path, raw))
                pages.get(self.path, missing)(self)

            def log_message(self, format: str, *args: object) -> None:
                """Keep quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"

    def url(self, path: str) -> str:
        """The address of a page."""
        return f"http://{self.host}{path}"


@contextmanager
def serving(pages: dict[str, Page]) -> Iterator[Site]:
    """A site that answers while the block runs."""
    site = Site(pages)
    thread = threading.Thread(target=site.server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        thread.join()
        site.server.server_close()


def page(body: bytes, status: int = 200, **headers: str) -> Page:
    """An answer that is always the same; header names with underscores for hyphens."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def moved(to: str, status: int = 302) -> Page:
    """A redirect."""
    return page(b"", status, Location=to)


def versioned(body: bytes, etag: str) -> Page:
    """A page that answers 304 to whoever has this version already."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        if request.headers.get("If-None-Match") == etag:
            page(b"", 304, ETag=etag)(request)
        else:
            page(body, 200, ETag=etag, Last_Modified="Mon, 23 Nov 2026 09:00:00 GMT")(request)

    return answer


def dripping(seconds: float, *, head: bool = False) -> Page:
    """A byte now and then, in the head or in the body, for longer than anybody should wait."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        if not head:
            request.send_response(200)
            request.send_header("Content-Length", "100000")
            request.end_headers()
        try:
            for _ in range(200):
                request.wfile.write(b"H")
                request.wfile.flush()
                time.sleep(seconds)
        except OSError:
            request.close_connection = True

    return answer


def missing(request: BaseHTTPRequestHandler) -> None:
    """The answer for paths that have no page."""
    page(b"", 404)(request)
