"""Copies for the feeds' tests: plain values, so that a bare Python process can make them too."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from service.render.values import FeedCopy, Image, Piece, Sibling

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SITE = "https://eurasiatimes.example"
TAG = "tag:eurasiatimes.example,2026"

METRO = Piece(
    id=f"{TAG}:almaty/fr",
    url="https://eurasiatimes.example/metro?a=1&b=2",
    language="fr",
    title="Almaty ouvre sa nouvelle ligne de métro",
    summary='La ville ouvre une ligne. <span lang="en" dir="ltr">Mind the gap.</span>',
    body='<p>Huit stations &amp; un dépôt.</p><p lang="en" dir="ltr">Mind the gap.</p>',
    source="wire-folder",
    published=NOON - timedelta(hours=3),
    updated=NOON - timedelta(hours=2),
    authors=("Mei-Ling Tan", "Askar Nurlanov"),
    topics=("Transports",),
    regions=("KZ", "143"),
    image=Image("https://pictures.example/metro.jpg", "Une rame", "Askar Nurlanov", 1200, 800),
    siblings=(Sibling("kk", "https://eurasiatimes.example/kk/article/almaty/"),),
)


def a_piece(number: int = 0, **changes: Any) -> Piece:
    """The metro article, or its `number`th follow-up a minute earlier."""
    if not number:
        return replace(METRO, **changes)
    minutes = timedelta(minutes=number)
    moved = {"published": METRO.published - minutes, "updated": METRO.updated - minutes}
    return replace(METRO, **{"id": f"{TAG}:almaty-{number}/fr", **moved, **changes})


def a_copy(*pieces: Piece, name: str = "atom.xml", **changes: Any) -> FeedCopy:
    """Central Asia in French, with Arabic and Chinese siblings."""
    values: dict[str, Any] = {
        "id": f"{TAG}:feed/central-asia/fr",
        "title": "EurasiaTimes : Asie centrale",
        "subtitle": "Les derniers articles.",
        "language": "fr",
        "self_url": f"{SITE}/feeds/central-asia/fr/{name}",
        "home_url": f"{SITE}/fr/central-asia/",
        "house": "EurasiaTimes",
        "rights": "© EurasiaTimes",
        "updated": max((piece.updated for piece in pieces), default=NOON - timedelta(days=30)),
        "pieces": pieces,
        "siblings": tuple(
            Sibling(tag, f"{SITE}/feeds/central-asia/{tag}/{name}") for tag in ("ar", "zh-Hans")
        ),
    }
    return FeedCopy(**{**values, **changes})
