"""No request is larger than we want to hold: bounded before Django writes it to the disk.

Django's ASGI handler takes in a whole body, of whatever length, before a view is asked.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from service.feeds.serve import Receive, Scope, Send

Application = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST = 6 * 1024 * 1024
"""Bytes of a body: what a source may push (5 MiB), with room for forms' own words."""

_TOO_LARGE = b"too large\n"


def bounded(application: Application, largest: int = LARGEST) -> Application:
    """`application`, spared of requests with a body beyond `largest` bytes, which are answered with 413."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if _announced(scope) > largest:
            await _refuse(send)
            return
        size, answered, refused = 0, False, False

        async def counted() -> Any:
            nonlocal size, refused
            message = await receive()
            size += len(message.get("body", b""))
            if size > largest:
                refused = True
                return {"type": "http.disconnect"}  # Django gives up, and drops what it holds
            return message

        async def watched(message: Any) -> None:
            nonlocal answered
            answered = True
            if not refused:
                await send(message)

        await application(scope, counted, watched)
        if refused and not answered:
            await _refuse(send)

    return guarded


def _announced(scope: Scope) -> int:
    """What Content-Length says; 0 if it says nothing that can be counted."""
    value = next((value for name, value in scope["headers"] if name.lower() == b"content-length"), b"")
    return int(value) if value.isdigit() and len(value) < 20 else 0


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": _TOO_LARGE})
