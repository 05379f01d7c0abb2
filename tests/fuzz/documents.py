"""Fuzz the parsers' entry with atheris: any bytes are a harvest, or are refused with a reason.

    pip install atheris
    python -m tests.fuzz.documents -max_total_time=600 CORPUS/

CORPUS is a folder that the fuzzer keeps what it learns in; a few real feeds in it are a good start. The first
byte says how the document is labelled. A crash is any exception but our own, an item that is not clean, or a
document that takes longer than `-timeout` seconds. Atheris is no dependency: it needs a compiler where it has
no wheel.
"""

import sys

import atheris

with atheris.instrument_imports(include=["service.ingest", "feedparser", "sgmllib"]):
    from service.errors import GiveUp
    from service.ingest.clean import clean
    from service.ingest.documents import harvest

LABELS = ["", "text/xml", "application/rss+xml; charset=windows-1251", "application/feed+json", "image/png"]


def one(data: bytes) -> None:
    """Read `data`, and hold what comes of it to what every item promises."""
    label = LABELS[data[0] % len(LABELS)] if data else ""
    try:
        found = harvest(data[1:], "https://source.example/feed", label).whole()
    except GiveUp:
        return
    seen = set()
    for item in found.items:
        if item.external_id in seen or not item.external_id:
            raise AssertionError(f"the id {item.external_id!r} is there twice, or empty")
        seen.add(item.external_id)
        if clean(item.body) != item.body:
            raise AssertionError(f"the text of {item.external_id!r} is not clean")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
