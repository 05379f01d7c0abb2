"""What a new story costs in the feeds, beside the compression of the changed files, which nobody can spare.

Twelve desks, 25 languages and three formats; each feed holds `entries` articles of six kilobytes. One story
comes in, in every language, and stands on every desk: all feeds are due. They are built as in flow, from the
tables to the renamed file, in one process. Then the same files are compressed again, alone, and the same
feeds are rebuilt by plain feedgen from articles that it is handed for nothing.
"""

import gzip
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from random import Random

import brotli
from django.conf import settings

from service import clock
from service.app.bench import feedgen_alone
from service.desks.holdings import versions_of
from service.desks.models import Desk, Placement, Story, Version
from service.feeds import build, documents
from service.feeds.models import FeedDocument
from service.house.models import House
from service.ingest.models import Article, Source
from service.render import feeds, feeds_copy
from service.render.values import FeedCopy

LANGUAGES = [
    *("en", "fr", "de", "es", "pt", "it", "nl", "pl", "cs", "sv", "fi", "el", "tr"),
    *("uk", "ru", "kk", "ar", "fa", "he", "hi", "th", "vi", "id", "ja", "zh-Hans"),
]
DESKS = 12
LETTERS = "абвгдежзийклмнопрстуфхцчшщыьэюяabcdefghijklmnopqrstuvwxyz"
_CHANCE = Random(1)  # noqa: S311 - the same in every run
WORDS = ["".join(_CHANCE.choices(LETTERS, k=_CHANCE.randint(2, 9))) for _ in range(4_000)]
SIZE = 6_000
"""Bytes of an article."""
SAMPLE = 25
"""Feeds that plain feedgen rebuilds: the first desk's."""


def measure(entries: int) -> dict[str, float]:
    """Processor seconds for all feeds of a new story, in the parts, and the ratios.

    Processor time, so that neighbours on the machine count for neither side.
    """
    house, source = _stage()
    _stories(house, source, range(entries - 1))
    rows = list(FeedDocument.objects.select_related("desk").order_by("pk"))
    first = _took(partial(_built, rows, house))
    _stories(house, source, range(entries - 1, entries))
    after_one = _took(partial(_built, rows, house))
    packing = _took(partial(_packed, rows))
    return {
        "entries": entries,
        "feeds": len(rows),
        "first_s": first,
        "new_story_s": after_one,
        "compression_s": packing,
        "new_story_to_compression": after_one / packing,
        **_against_feedgen(rows, house),
    }


def _against_feedgen(rows: list[FeedDocument], house: House) -> dict[str, float]:
    """Milliseconds a feed, building alone: plain feedgen, and entries that are kept."""
    found: dict[str, float] = {}
    plain = {"atom": feedgen_alone.atom, "rss": feedgen_alone.rss}
    for name, ours in (("atom", feeds.atom), ("rss", feeds.rss)):
        chosen = islice((row for row in rows if row.format == f"{name}.xml"), SAMPLE)
        copies = [build.copy_of(row, house, _window(row)) for row in chosen]
        theirs = _took(partial(_each, plain[name], copies)) * 1000 / len(copies)
        _each(ours, copies)
        kept = _took(partial(_each, ours, copies)) * 1000 / len(copies)
        found |= {f"{name}_feedgen_ms": theirs, f"{name}_ms": kept, f"feedgen_to_{name}": theirs / kept}
    return found


def _window(row: FeedDocument) -> feeds_copy.Window:
    return feeds_copy.window(versions_of(row.desk, row.language), clock.now())


def _each(draw: feeds.Draw, copies: Iterable[FeedCopy]) -> None:
    for copy in copies:
        draw(copy)


def _built(rows: Iterable[FeedDocument], house: House) -> None:
    for row in rows:
        build.publish(row, house, clock.now())


def _packed(rows: Iterable[FeedDocument]) -> None:
    """What the press does with changed bytes, and nothing else."""
    for row in rows:
        body = (settings.FEEDS_ROOT / row.path).read_bytes()
        gzip.compress(body, compresslevel=6, mtime=0)
        brotli.compress(body, quality=5)


def _took(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _stage() -> tuple[House, Source]:
    """The house with its desks and their empty feeds."""
    now = clock.now()
    facts = {"name": "EurasiaTimes", "url": "https://eurasiatimes.example", "languages": LANGUAGES}
    facts |= {"tag_authority": "eurasiatimes.example,2026", "sender": "desk@eurasiatimes.example"}
    house = House.objects.update_or_create(pk=1, defaults=facts | {"founded_at": now})[0]
    desks = [Desk.objects.create(slug=f"desk-{number}", founded_at=now) for number in range(DESKS)]
    documents.ensure(desks, LANGUAGES, now)
    return house, Source.objects.create(name="wire", kind="folder", location="/nowhere")


def _stories(house: House, source: Source, numbers: Iterable[int]) -> None:
    """Stories in every language, each on every desk."""
    now = clock.now() - timedelta(days=30)
    for number in numbers:
        keys = {tag: f"{number * len(LANGUAGES) + place:016x}" for place, tag in enumerate(house.languages)}
        articles = Article.objects.bulk_create(
            Article(source=source, external_id=key, key=key, first_seen_at=now) for key in keys.values()
        )
        story = Story.objects.create(key=articles[0].key, opened_at=now)
        moment = now + timedelta(minutes=number)
        versions = Version.objects.bulk_create(
            _version(article, story, tag, number, moment) for article, tag in zip(articles, keys, strict=True)
        )
        Placement.objects.bulk_create(
            Placement(version=version, desk=desk, because="a bench")
            for version in versions
            for desk in Desk.objects.all()
        )


def _version(article: Article, story: Story, tag: str, number: int, moment: datetime) -> Version:
    return Version(
        article=article,
        story=story,
        revision=1,
        state=Version.State.PUBLISHED,
        language=tag,
        language_because="the text",
        title=f"Almaty opens its line {number}",
        summary="A line opens.",
        body=f"<p>{_report(number, tag)}</p>",
        authors=["Mei-Ling Tan"],
        published_at=moment,
        updated_at=moment,
        released_at=moment,
    )


def _report(number: int, tag: str) -> str:
    """Six kilobytes that compress like prose: words of a vocabulary, no two articles alike."""
    chance = Random(f"{number} {tag}")  # noqa: S311 - the same in every run
    text = " ".join(WORDS[min(int(chance.expovariate(1 / 300)), len(WORDS) - 1)] for _ in range(SIZE // 6))
    return text.encode()[:SIZE].decode(errors="ignore")
