"""The body of a request, within limits, before anything is made of it."""

import zlib

from django.http import HttpRequest, HttpResponse

from service.errors import Unreachable, Unreadable
from service.ingest.inflate import Limits, take_in

LARGEST = 5 * 1024 * 1024
"""Bytes of a body as it comes; unpacked it may be four times that."""

_STEP = 65_536


def body(request: HttpRequest) -> bytes:
    """The body of `request`, unpacked. Raises Unreadable for one that is too large or wrongly packed."""
    length = request.headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and int(length) > LARGEST:
        raise Unreadable(f"is larger than {LARGEST:,} bytes")
    whole = bytearray()
    while chunk := request.read(_STEP):
        whole += chunk
        if len(whole) > LARGEST:
            raise Unreadable(f"is larger than {LARGEST:,} bytes")
    return bytes(whole)


def unpacked(raw: bytes, coding: str) -> bytes:
    """The body behind its Content-Encoding. Raises Unreadable for one that cannot be unpacked in bounds."""
    try:
        return take_in([raw], coding, Limits(wire=LARGEST))
    except (Unreachable, zlib.error) as error:
        raise Unreadable(str(error)) from error


def said(text: str, status: int = 200) -> HttpResponse:
    """A line of plain text that nobody keeps and no browser takes for a page."""
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(f"{text}\n", "text/plain; charset=utf-8", status, headers=headers)
