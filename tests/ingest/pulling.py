"""Short ways to play a pull: a feed source, what the web answers, what is told."""

from datetime import datetime, timedelta

from service.house.models import Problem
from service.ingest.fetch import Answer, FakeWeb, Web
from service.ingest.models import Source
from service.ingest.pull import Pulled, pull
from tests.cast import NOON, a_source

URL = "https://source.example/feed"
LATER = NOON + timedelta(hours=1)


def rss(*items: tuple[str, str]) -> bytes:
    """An RSS document of (guid, title)."""
    parts = (f"<item><guid>{guid}</guid><title>{title}</title></item>" for guid, title in items)
    return f'<rss version="2.0"><channel><title>T</title>{"".join(parts)}</channel></rss>'.encode()


def says(*bodies: bytes | Exception, **headers: str) -> FakeWeb:
    """A web on which URL gives these one after another."""
    return FakeWeb(
        {URL: [body if isinstance(body, Exception) else Answer(200, URL, headers, body) for body in bodies]}
    )


def answers(status: int, **headers: str) -> FakeWeb:
    """A web on which URL answers with a status and no body."""
    return FakeWeb({URL: [Answer(status, URL, {k.replace("_", "-"): v for k, v in headers.items()})]})


def a_feed(location: str = URL, **changes: object) -> Source:
    """A feed source."""
    return a_source("agency", kind="feed", location=location, **changes)


def again(source: Source, web: Web | None = None, now: datetime = LATER) -> Pulled:
    """Pull the source as it now stands in the database."""
    return pull(Source.objects.get(pk=source.pk), now, web)


def problems() -> list[tuple[str, str]]:
    """The problems that are open."""
    return list(Problem.objects.filter(closed_at=None).order_by("place").values_list("place", "what"))
