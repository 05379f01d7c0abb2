"""A request larger than we want to hold is refused before anybody holds it."""

import asyncio
from typing import Any

import pytest

from service.app.intake import bounded


class Reader:
    """An application that reads the whole body, as Django does, and says how long it was."""

    def __init__(self) -> None:
        self.held = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Read, then answer; give up if the other side goes."""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            self.held += len(message["body"])
            if not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"%d" % self.held})


def play(sizes: list[int], announced: bytes = b"") -> tuple[int, Reader]:
    """Send a body in pieces to an application bounded at 100 bytes; the status, and what it held."""
    reader, said = Reader(), []
    pieces = [{"type": "http.request", "body": b"x" * size, "more_body": True} for size in sizes]
    pieces[-1]["more_body"] = False

    async def receive() -> Any:
        return pieces.pop(0)

    async def send(message: Any) -> None:
        said.append(message)

    headers = [(b"content-length", announced)] if announced else []

    async def serve() -> None:
        await bounded(reader, 100)({"type": "http", "headers": headers}, receive, send)

    asyncio.run(serve())
    return said[0]["status"], reader


@pytest.mark.parametrize(("sizes", "announced"), [([100], b"100"), ([50, 50], b""), ([0], b"")])
def test_what_fits_goes_through(sizes: list[int], announced: bytes) -> None:
    status, reader = play(sizes, announced)
    assert (status, reader.held) == (200, sum(sizes))


@pytest.mark.parametrize("announced", [b"", b"50", b"-1", b"9" * 30, b"x"])
def test_a_body_that_grows_beyond_the_limit_is_cut_off(announced: bytes) -> None:
    status, reader = play([60, 41, 1000], announced)
    assert (status, reader.held) == (413, 60)


def test_a_body_that_is_announced_too_large_is_not_read() -> None:
    status, reader = play([101], b"101")
    assert (status, reader.held) == (413, 0)
