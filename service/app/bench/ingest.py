"""What taking news in costs: reading, cleaning, language and places, beside feedparser alone.

The same documents are read twice in the same run: by feedparser with its defaults, which is the least that
anybody pays who reads a feed, and by the whole of ours: decoded, looked over, parsed, cleaned, compared, and
read for language, passages, places and desks. The documents are the demo newsroom's articles, lengthened with
each other's paragraphs to the size of a long report, in all six languages. Memory is that of processes of
their own, one for each number of items.
"""

import io
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from email.utils import format_datetime
from functools import partial
from html import escape
from itertools import cycle, islice
from pathlib import Path
from statistics import median

import feedparser

from service import clock
from service.app.bench import ingest_memory
from service.desks import language, places
from service.desks.decide import Rules, decide
from service.desks.reading import Copy
from service.desks.rules import Asks, DeskRule
from service.ingest import feed, folder
from service.ingest.decide import digest
from service.ingest.item import Item

ARTICLES = Path(__file__).resolve().parents[3] / "demo" / "articles"
LONG = 6_000
"""Characters of a long article's HTML: about a thousand words."""
SHORT = 600
A_FEED = 25
"""Items of one document."""
LANGUAGES = ("fr", "en", "ru", "kk", "zh-Hans", "ar")
DESKS = {"asia": "142", "central-asia": "143", "europe": "150"}
RULES = Rules(
    LANGUAGES,
    desks=tuple(
        DeskRule(number, slug, Asks(regions=(region,))) for number, (slug, region) in enumerate(DESKS.items())
    ),
)
ROUNDS = 3
FEEDS = (50, 500, 2_500)
"""Items of the feeds whose memory is measured: what fits into the 20 MB that a document may have."""
FRAME = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Wire</title>'
    "<link>https://wire.example/</link><description>All of it</description>%s</channel></rss>"
)


def measure(items: int) -> dict[str, float]:
    """Milliseconds an item, their ratios, milliseconds to load, and megabytes by number of items."""
    loading = _loading()
    found: dict[str, float] = {"items": items}
    for name, size in (("long", LONG), ("short", SHORT)):
        documents = list(_documents(items, size))
        found |= {f"{name}_{key}": value for key, value in _compared(documents, items).items()}
    return found | loading | ingest_memory.by_items(FEEDS, written(LONG), FRAME)


def _compared(documents: list[bytes], items: int) -> dict[str, float]:
    """The median of ROUNDS, each of which reads every document in both ways, one after the other."""
    bare, taken, read = [], [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for document in documents:
            feedparser.parse(io.BytesIO(document))
        between = time.perf_counter()
        pieces = [item for document in documents for item in _taken_in(document)]
        after = time.perf_counter()
        for item in pieces:
            _read(item)
        bare.append(between - began)
        taken.append(after - between)
        read.append(time.perf_counter() - after)
    a_item = 1000 / items
    return {
        "feedparser_ms": median(bare) * a_item,
        "ingest_ms": median(taken) * a_item,
        "desks_ms": median(read) * a_item,
        "ingest_to_feedparser": median(taken) / median(bare),
        "whole_to_feedparser": median(t + r for t, r in zip(taken, read, strict=True)) / median(bare),
    }


def _taken_in(document: bytes) -> list[Item]:
    items = list(feed.harvest(document, "https://wire.example/feed").items)
    for item in items:
        digest(item)
    return items


def _read(item: Item) -> None:
    decide(Copy(item.title, item.summary, item.body, item.authors, item.language), RULES)


def _loading() -> dict[str, float]:
    """What the first look costs more than the second: detector, each language's places. Once a process."""
    found = {"loading_detector_ms": _first(lambda: language.detect("La ligne ouvre."))}
    for tag in LANGUAGES:
        found[f"loading_places_{tag}_ms"] = _first(partial(places.find, "Almaty", tag))
    return found


def _first(look: Callable[[], object]) -> float:
    began = time.perf_counter()
    look()
    cold = time.perf_counter()
    look()
    return ((cold - began) - (time.perf_counter() - cold)) * 1000


def _texts() -> Iterable[Item]:
    return folder.harvest(ARTICLES, clock.now()).whole().items


def _documents(items: int, size: int) -> Iterator[bytes]:
    """RSS documents of A_FEED items each, `items` in all, every body of about `size` characters."""
    pieces = islice(written(size), items)
    while part := list(islice(pieces, A_FEED)):
        yield (FRAME % "".join(part)).encode()


def written(size: int) -> Iterator[str]:
    """RSS items without end: the demo's articles in turn, each grown to `size` by others of its language."""
    texts = [item for item in _texts() if item.body]
    by_language: dict[str, list[str]] = {}
    for item in texts:
        by_language.setdefault(item.language, []).extend(item.body.split("\n"))
    moment = clock.now()
    for number, item in enumerate(cycle(texts)):
        others = by_language[item.language]
        body, more = item.body, cycle(others[number % len(others) :] + others[: number % len(others)])
        while len(body) < size:
            body += "\n" + next(more)
        published = format_datetime(moment - timedelta(minutes=number))
        yield (
            f"<item><guid isPermaLink='false'>tag:wire.example,2026:{number}</guid>"
            f"<title>{escape(item.title)} {number}</title><link>https://wire.example/{number}</link>"
            f"<dc:creator>Mei-Ling Tan</dc:creator><pubDate>{published}</pubDate>"
            f"<content:encoded><![CDATA[{body}]]></content:encoded></item>"
        )
