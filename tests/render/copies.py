"""Copy for letters and pages: the same four stories, each in the six languages of the house and some more."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from service.render.names import territory_name
from service.render.values import (
    ArticleCopy,
    DeskCopy,
    DeskLine,
    DigestCopy,
    FeedLink,
    Image,
    PageFrame,
    Passage,
    Piece,
    Section,
    Sibling,
    StartCopy,
)

SITE = "https://eurasiatimes.example"
MORNING = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
LANGUAGES = ("fr", "en", "ru", "kk", "zh-Hans", "ar")

STORIES = tomllib.loads(Path(__file__).with_name("stories.toml").read_text())
PICTURE = Image("https://pictures.example/metro.jpg", "", "Dana Omarova", 1200, 675)
TREATY = Passage("en", "This treaty fixes the principle of friendship for generations in legal form.")


def a_piece(language: str = "fr", story: str = "metro", **changes: Any) -> Piece:
    """One of the four stories in one language; it says where its siblings are."""
    title, summary = STORIES[story][language]["title"], STORIES[story][language]["summary"]
    values: dict[str, Any] = {
        "id": f"tag:eurasiatimes.example,2026:{story}/{language}",
        "url": f"{SITE}/{language}/article/{story}/",
        "language": language,
        "title": title,
        "summary": summary,
        "body": f"<p>{summary}</p>",
        "source": "EurasiaTimes",
        "published": MORNING,
        "updated": MORNING,
        "authors": ("Mei-Ling Tan",),
        "regions": ("KZ", "143"),
        "minutes": 3,
        "siblings": tuple(
            Sibling(other, f"{SITE}/{other}/article/{story}/") for other in LANGUAGES if other != language
        ),
    }
    return Piece(**{**values, **changes})


def a_digest(language: str = "fr", **changes: Any) -> DigestCopy:
    """The Asia desk's daily digest: a lead and three stories, one of them in another language."""
    other = "ru" if language != "ru" else "en"
    values: dict[str, Any] = {
        "house": "EurasiaTimes",
        "site_url": f"{SITE}/{language}/",
        "postal_address": "12 rue des Steppes, 75011 Paris",
        "desk": "asia",
        "desk_name": territory_name("142", language),
        "accent": "",
        "cadence": "daily",
        "date": date(2026, 11, 23),
        "language": language,
        "lead": a_piece(language, siblings=a_piece(language).siblings[:3]),
        "sections": (
            Section(
                territory_name("143", language),
                (
                    a_piece(language, "port", siblings=(), minutes=1),
                    a_piece(other, "archive", siblings=(), minutes=5),
                ),
            ),
            Section(
                territory_name("035", language),
                (a_piece(language, "river", siblings=(), minutes=2, passages=(TREATY,)),),
            ),
        ),
        "desk_url": f"{SITE}/{language}/asia/",
        "view_url": f"{SITE}/view/⟦view⟧",
        "unsubscribe_url": f"{SITE}/unsubscribe/⟦unsubscribe⟧",
    }
    return DigestCopy(**{**values, **changes})


def a_frame(language: str = "fr", path: str = "asia/") -> PageFrame:
    """What every page has, for the page at `path` of a language."""
    return PageFrame(
        house="EurasiaTimes",
        site_url=f"{SITE}/",
        language=language,
        url=f"{SITE}/{language}/{path}",
        languages=tuple(Sibling(each, f"{SITE}/{each}/{path}") for each in LANGUAGES),
        feeds=the_feeds(language),
    )


def the_feeds(language: str) -> tuple[FeedLink, ...]:
    """The three feeds of the Asia desk."""
    return tuple(
        FeedLink(form, f"{SITE}/feeds/asia/{language}/{form}")
        for form in ("rss.xml", "atom.xml", "feed.json")
    )


def a_desk_line(slug: str, code: str, language: str, stories: int, *children: DeskLine) -> DeskLine:
    """A desk as the start page lists it."""
    return DeskLine(slug, territory_name(code, language), f"{SITE}/{language}/{slug}/", stories, children)


def a_start_page(language: str = "fr") -> StartCopy:
    """Asia with three desks below it, and Europe."""
    line = a_desk_line
    asia = line(
        "asia",
        "142",
        language,
        24,
        line("central-asia", "143", language, 11),
        line("east-asia", "030", language, 8),
        line("south-asia", "034", language, 1),
    )
    counts = zip(LANGUAGES, (31, 28, 24, 17, 22, 19), strict=True)
    return StartCopy(
        a_frame(language, ""),
        (asia, line("europe", "150", language, 7)),
        tuple((Sibling(tag, f"{SITE}/{tag}/"), count) for tag, count in counts),
    )


def a_desk_page(language: str = "fr", **changes: Any) -> DeskCopy:
    """The Asia desk: two stories of today, one of yesterday, one in another language."""
    yesterday = MORNING - timedelta(days=1)
    other = "ru" if language != "ru" else "en"
    values: dict[str, Any] = {
        "frame": a_frame(language),
        "slug": "asia",
        "name": territory_name("142", language),
        "accent": "",
        "pieces": (
            a_piece(language),
            a_piece(language, "port", siblings=(), minutes=1),
            a_piece(other, "archive", published=yesterday, siblings=(), minutes=5),
            a_piece(language, "river", published=yesterday, siblings=(), minutes=2, passages=(TREATY,)),
        ),
        "feeds": the_feeds(language),
        "children": (a_desk_line("central-asia", "143", language, 11),),
    }
    return DeskCopy(**{**values, **changes})


def an_article_page(language: str = "fr", **changes: Any) -> ArticleCopy:
    """The metro story on its own page."""
    values: dict[str, Any] = {
        "frame": a_frame(language, "article/metro/"),
        "piece": a_piece(language),
        "desks": (a_desk_line("asia", "142", language, 24),),
        "canonical_url": f"{SITE}/{language}/article/metro/",
    }
    return ArticleCopy(**{**values, **changes})
