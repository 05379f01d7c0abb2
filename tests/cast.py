"""The fixed cast of the tests, and short ways to put them on stage.

The house is EurasiaTimes: six languages, an Asia desk with Central Asia below it. Its readers are Aigerim in
Almaty (Kazakh, then Russian), Camille in Paris (French), Yusuf in Cairo (Arabic, then English) and Wei in
Singapore (Chinese, then English). NOON is the moment the stories are played at.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from service.audience.models import Reader, Subscription
from service.desks.models import Desk, Placement, Story, Version
from service.house.models import House
from service.ingest.models import Article, Revision, Source

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LANGUAGES = ["fr", "en", "ru", "kk", "zh-Hans", "ar"]


def the_house(**changes: Any) -> House:
    """EurasiaTimes, in the database."""
    values: dict[str, Any] = {
        "name": "EurasiaTimes",
        "url": "https://eurasiatimes.example",
        "tag_authority": "eurasiatimes.example,2026",
        "languages": LANGUAGES,
        "sender": "desk@eurasiatimes.example",
        "postal_address": "12 rue des Steppes, 75011 Paris",
        "founded_at": NOON - timedelta(days=30),
    }
    return House.objects.update_or_create(pk=1, defaults={**values, **changes})[0]


def the_desks() -> tuple[Desk, Desk]:
    """Asia, and Central Asia below it."""
    asia = Desk.objects.create(slug="asia", regions=["142"], founded_at=NOON - timedelta(days=30))
    central = Desk.objects.create(
        slug="central-asia", parent=asia, regions=["143"], founded_at=NOON - timedelta(days=30)
    )
    return asia, central


def a_source(name: str = "wire-folder", **changes: Any) -> Source:
    """A folder source."""
    values = {"kind": "folder", "location": "/nowhere", "due_at": NOON, **changes}
    return Source.objects.get_or_create(name=name, defaults=values)[0]


def an_article(external_id: str = "almaty.txt", source: Source | None = None, **revision: Any) -> Article:
    """An article with its first revision."""
    source = source or a_source()
    key = sha256(f"{source.name}\n{external_id}".encode()).hexdigest()[:16]
    article = Article.objects.create(
        source=source, external_id=external_id, key=key, first_seen_at=NOON, due_at=NOON
    )
    values: dict[str, Any] = {
        "digest": "0" * 64,
        "title": "Almaty ouvre sa nouvelle ligne de métro",
        "body": "<p>La ville d’Almaty, au Kazakhstan, ouvre une ligne. Elle compte huit stations.</p>",
        "published_at": NOON - timedelta(hours=3),
        "updated_at": NOON - timedelta(hours=3),
        "taken_at": NOON,
    }
    Revision.objects.create(article=article, number=1, **{**values, **revision})
    return article


def a_version(
    language: str = "fr",
    title: str = "Almaty ouvre sa nouvelle ligne de métro",
    *,
    desks: tuple[Desk, ...] = (),
    story: Story | None = None,
    **changes: Any,
) -> Version:
    """A published version on `desks`; a story of its own unless `story` is given."""
    article = an_article(f"{title}.{language}", title=title)
    story = story or Story.objects.create(key=article.key, opened_at=NOON)
    values: dict[str, Any] = {
        "revision": 1,
        "state": Version.State.PUBLISHED,
        "language": language,
        "language_because": "the text",
        "title": title,
        "summary": "La ville d’Almaty ouvre une ligne. Elle compte huit stations.",
        "body": "<p>La ville d’Almaty, au Kazakhstan, ouvre une ligne. Elle compte huit stations.</p>",
        "authors": ["Mei-Ling Tan"],
        "regions": [{"code": "KZ", "because": "Kazakhstan, in the lead", "weight": 2}],
        "published_at": NOON - timedelta(hours=3),
        "updated_at": NOON - timedelta(hours=3),
        "released_at": NOON - timedelta(hours=2),
    }
    values |= changes
    version = Version.objects.create(
        article=article, story=story, **{"mailable_at": values["released_at"], **values}
    )
    for desk in desks:
        Placement.objects.create(version=version, desk=desk, because="Kazakhstan", weight=2)
    return version


CAST: dict[str, tuple[str, list[str], str]] = {
    "aigerim": ("aigerim@reader.example", ["kk", "ru"], "Asia/Almaty"),
    "camille": ("camille@reader.example", ["fr"], "Europe/Paris"),
    "yusuf": ("yusuf@reader.example", ["ar", "en"], "Africa/Cairo"),
    "wei": ("wei@reader.example", ["zh-Hans", "en"], "Asia/Singapore"),
}


def a_reader(name: str, *desks: Desk, cadence: str = "daily") -> Reader:
    """One of the cast, active, subscribed to the digests of `desks`."""
    address, languages, timezone = CAST[name]
    reader = Reader.objects.create(
        address=address,
        languages=languages,
        timezone=timezone,
        state=Reader.State.ACTIVE,
        since=NOON - timedelta(days=9),
    )
    for desk in desks:
        Subscription.objects.create(reader=reader, desk=desk, cadence=cadence, since=NOON - timedelta(days=9))
    return reader
