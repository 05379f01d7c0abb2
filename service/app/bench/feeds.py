"""What building a feed costs beside compressing it once (gzip, level 6), which nobody can spare."""

import gzip
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from service.render import feeds
from service.render.values import FeedCopy, Piece

BEGAN = datetime(2026, 11, 23, tzinfo=UTC)
BODY = "<p>" + "Алматы، 阿拉木图, الماتي, Almaty: a line of six kilobytes. " * 90 + "</p>"


def measure(entries: int) -> dict[str, float]:
    """Milliseconds for each format, and the ratio of each to its compression."""
    copy = FeedCopy(
        id="tag:eurasiatimes.example,2026:feed/asia/en",
        title="EurasiaTimes: Asia",
        subtitle="Asia",
        language="en",
        self_url="https://eurasiatimes.example/feeds/asia/en/atom.xml",
        home_url="https://eurasiatimes.example/en/asia/",
        house="EurasiaTimes",
        rights="EurasiaTimes",
        updated=BEGAN,
        pieces=tuple(_piece(number) for number in range(entries)),
    )
    found: dict[str, float] = {"entries": entries}
    for name, build in (("atom", feeds.atom), ("rss", feeds.rss), ("json", feeds.json_feed)):
        building, packing = _best(partial(build, copy)), _best(partial(gzip.compress, build(copy), 6))
        found |= {f"{name}_ms": building, f"{name}_gzip_ms": packing, f"{name}_to_gzip": building / packing}
    return found


def _piece(number: int) -> Piece:
    moment = BEGAN - timedelta(minutes=number)
    return Piece(
        id=f"tag:eurasiatimes.example,2026:{number:016x}/en",
        url=f"https://eurasiatimes.example/en/article/{number:016x}/",
        language="en",
        title=f"Almaty opens its line {number}",
        summary="A line opens.",
        body=BODY,
        source="wire-folder",
        published=moment,
        updated=moment,
        authors=("Mei-Ling Tan",),
    )


def _best(work: Callable[[], object], times: int = 9) -> float:
    """The shortest of `times` runs, in milliseconds."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return min(found)
