"""How much memory reading a feed takes, by number of items: a process of its own for each number.

What is told is how far the highest point of reading lies above that of a process which has read an empty
feed. Ours reads and cleans item by item and forgets each; feedparser gives back all of them.
"""

import subprocess
import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

_TOLD = r"""
import io, pathlib, re, resource, sys
def highest():
    status = pathlib.Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # Linux carries ru_maxrss over from the parent through fork and exec; VmHWM begins anew.
    return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text())[1]) / 1024
read(b"<rss version='2.0'><channel/></rss>")
data = open(sys.argv[1], "rb").read()
before = highest()
read(data)
sys.stdout.write(str(highest() - before))
"""
OURS = """
from collections import deque
from service.ingest import feed
def read(data):
    deque(feed.harvest(data, "https://wire.example/feed").items, maxlen=0)
"""
BARE = """
import feedparser
def read(data):
    return feedparser.parse(io.BytesIO(data))
"""


def by_items(counts: Iterable[int], items: Iterable[str], frame: str) -> dict[str, float]:
    """Megabytes for feeds of so many `items`, ours and feedparser's; `frame` holds a feed's items at "%s"."""
    found: dict[str, float] = {}
    with TemporaryDirectory() as folder:
        for count in counts:
            path = Path(folder) / f"{count}.xml"
            path.write_text(frame % "".join(islice(items, count)), encoding="utf-8")
            name = f"memory_of_{count}_items"
            found[f"{name}_feed_mb"] = path.stat().st_size / 1024 / 1024
            found[f"{name}_ours_mb"] = _spent(OURS, path)
            found[f"{name}_feedparser_mb"] = _spent(BARE, path)
    return found


def _spent(read: str, path: Path) -> float:
    command = [sys.executable, "-c", read + _TOLD, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    return float(done.stdout)
