"""What stands in a feed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from service.desks.models import Desk, Version
from service.house.models import House
from service.render import feeds_copy
from service.render.feeds_copy import pieces, translations, window
from tests.cast import LANGUAGES, NOON, a_version

pytestmark = pytest.mark.django_db
Desks = tuple[Desk, Desk]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def dated(title: str, ago: timedelta, **changes: Any) -> Version:
    """A version published and changed `ago`, released with it."""
    when = NOON - ago
    dates: dict[str, Any] = {"published_at": when, "updated_at": when, "released_at": when}
    return a_version(title=title, **{**dates, **changes})


def rows() -> QuerySet[Version]:
    return Version.objects.all()


def titles(now_later: timedelta = timedelta()) -> list[str]:
    return [version.title for version in window(rows(), NOON + now_later).versions]


def test_the_newest_comes_first(house: House) -> None:
    for hours in (2, 1, 3):
        dated(f"{hours} h ago", hours * HOUR)
    assert titles() == ["1 h ago", "2 h ago", "3 h ago"]


def test_fifty_stand_in_a_feed_however_old(house: House) -> None:
    for number in range(60):
        dated(f"n{number}", (10 + number) * DAY)
    assert titles() == [f"n{number}" for number in range(50)]


def test_two_days_stand_in_a_feed_however_many(house: House) -> None:
    for number in range(60):
        dated(f"n{number}", number * timedelta(minutes=48))
    assert len(titles()) == 60


def test_the_window_hangs_on_the_articles_and_not_on_the_clock(house: House) -> None:
    for number in range(60):
        dated(f"n{number}", number * timedelta(minutes=48))
    assert titles() == titles(now_later=30 * DAY)


def test_a_late_arrival_is_seen_although_its_date_is_old(house: House) -> None:
    for number in range(55):
        dated(f"n{number}", (10 + number) * DAY)
    dated("late", 300 * DAY, released_at=NOON - HOUR)
    assert "late" in titles()


def test_an_old_article_that_was_corrected_is_seen(house: House) -> None:
    for number in range(55):
        dated(f"n{number}", number * HOUR)
    dated("corrected", 300 * DAY, updated_at=NOON - HOUR)
    assert "corrected" in titles()


def test_what_is_dated_later_waits_for_its_moment(house: House) -> None:
    dated("now", HOUR)
    dated("tomorrow", -DAY)
    dated("tonight", -3 * HOUR)
    assert titles() == ["now"]
    assert window(rows(), NOON).opens_at == NOON + 3 * HOUR
    assert titles(now_later=3 * HOUR) == ["tonight", "now"]


def test_nothing_waits_where_nothing_is(house: House) -> None:
    empty = window(rows(), NOON)
    assert (empty.versions, empty.opens_at) == ((), None)


def test_a_change_is_never_before_the_publication(house: House) -> None:
    version = dated("odd", HOUR, updated_at=NOON - DAY)
    assert pieces([version], house)[0].updated == version.published_at


def test_translations_are_the_storys_published_versions_in_other_languages(house: House) -> None:
    french = a_version("fr", "Métro")
    story = french.story
    a_version("kk", "Метро", story=story, url="https://eurasiatimes.example/kk/metro")
    a_version("ru", "Метро", story=story, state=Version.State.HELD)
    a_version("ar", "مترو", story=story, url="not an address")
    a_version("en", "Bridge")
    assert [(other.language, other.url) for other in translations([french], house)[french.pk]] == [
        ("kk", "https://eurasiatimes.example/kk/metro")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_feed_are_in_its_language(house: House, desks: Desks, language: str) -> None:
    words = feeds_copy.words(house, desks[1], language)
    assert "EurasiaTimes" in words.title
    assert "%" not in "".join((words.title, words.subtitle, words.rights))
    if language != "en":
        assert words.subtitle != feeds_copy.words(house, desks[1], "en").subtitle
        assert words.rights != feeds_copy.words(house, desks[1], "en").rights


def test_a_partner_reads_its_name_in_the_rights(house: House, desks: Desks) -> None:
    words = feeds_copy.partner_words(house, desks[1], "en", "Almaty Courier")
    assert words.title == "EurasiaTimes: Central Asia, for Almaty Courier"
    assert words.rights == "© EurasiaTimes. For use by Almaty Courier under its contract only."
