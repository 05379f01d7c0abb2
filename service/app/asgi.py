"""The web application: feed files on a fast path, everything else by Django."""

import os
from typing import cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "service.app.settings")

from django.core.asgi import get_asgi_application

django = cast("Application", get_asgi_application())

from service.app.intake import Application, bounded  # noqa: E402
from service.feeds.serve import Receive, Scope, Send, feeds  # noqa: E402

pages = bounded(django)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one connection."""
    if scope["type"] == "http" and scope["path"].startswith("/feeds/") and not _a_list(scope["path"]):
        await feeds(scope, receive, send)
    elif scope["type"] == "http":
        await pages(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _lifespan(receive, send)


def _a_list(path: str) -> bool:
    """Whether the address is that of a list of feeds, which comes from the tables."""
    return path.endswith(".opml")


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        event = (await receive())["type"]
        await send({"type": f"{event}.complete"})
        if event == "lifespan.shutdown":
            return
