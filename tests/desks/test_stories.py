"""Translations of one another are versions of one story."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from service.desks.models import Desk, Story, Version
from service.desks.place import place
from service.desks.stories import kinship
from service.house.models import House
from service.ingest.models import Article
from tests.cast import NOON, a_source, an_article

Desks = tuple[Desk, Desk]


def story(article: Article) -> Story:
    return kinship(article, article.latest, "fr", {}, NOON).story


def test_an_article_opens_a_story_of_its_own(house: House) -> None:
    article = an_article()
    assert story(article).key == article.key
    assert story(article) == story(article)


def test_a_translation_joins_its_original(house: House, desks: Desks) -> None:
    original = an_article("fr.txt")
    place(original, house, NOON)
    assert story(an_article("ru.txt", translation_of="fr.txt")).key == original.key


def test_both_find_the_same_story_before_either_is_placed(house: House) -> None:
    original = an_article("fr.txt")
    translation = an_article("ru.txt", translation_of="fr.txt")
    assert story(translation) == story(original)


def test_an_original_that_comes_late_joins_its_translation(house: House, desks: Desks) -> None:
    translation = an_article("ru.txt", translation_of="fr.txt")
    first = place(translation, house, NOON).version
    original = an_article("fr.txt")
    assert first is not None
    assert story(original) == first.story
    place(original, house, NOON)
    assert story(translation) == first.story


def test_a_translation_of_a_translation_is_the_same_story(house: House) -> None:
    original = an_article("fr.txt")
    an_article("ru.txt", translation_of="fr.txt")
    assert story(an_article("kk.txt", translation_of="ru.txt")).key == original.key


def test_an_original_is_known_by_its_address_too(house: House) -> None:
    original = an_article("fr.txt", url="https://a.example/fr")
    assert story(an_article("ru.txt", translation_of="https://a.example/fr")).key == original.key


def test_another_source_has_other_originals(house: House) -> None:
    an_article("fr.txt")
    stranger = an_article("ru.txt", source=a_source("other"), translation_of="fr.txt")
    assert story(stranger).key == stranger.key


def test_two_that_call_each_other_their_original_come_to_an_end(house: House) -> None:
    one = an_article("fr.txt", translation_of="ru.txt")
    other = an_article("ru.txt", translation_of="fr.txt")
    assert {story(one).key, story(other).key} <= {one.key, other.key}


FRENCH = (
    "<p>Le train d’Almaty part à 7 h 45 avec 312 voyageurs.</p>"
    "<p>Le ministre Talgat Baimukhanov a payé 18,50 euros son billet mardi.</p>"
)
RUSSIAN = (
    "<p>Поезд из Алматы уходит в 7.45, в нём едут 312 пассажиров.</p>"
    "<p>Билет министра Талгата Баймуханова стоил 18,50 евро во вторник.</p>"
)
ENGLISH = (
    "<p>The train from Almaty leaves at 7.45 with 312 passengers.</p>"
    "<p>The minister Talgat Baimukhanov paid 18.50 euros for his ticket on Tuesday.</p>"
)


def placed(article: Article, house: House) -> Version:
    version = place(article, house, NOON).version
    assert version is not None
    return version


def test_a_translation_that_nobody_declared_joins_its_original(house: House, desks: Desks) -> None:
    french = placed(an_article("fr.txt", title="", body=FRENCH), house)
    later = NOON - timedelta(hours=1)
    russian = placed(an_article("ru.txt", title="", body=RUSSIAN, published_at=later), house)
    assert russian.story == french.story
    assert (russian.translation_of, russian.translated_from) == (french.article, 1)
    assert russian.story_because.startswith("it shares ")
    assert "312" in russian.story_because


def test_the_one_published_first_is_the_original_though_it_came_last(house: House, desks: Desks) -> None:
    russian = placed(an_article("ru.txt", title="", body=RUSSIAN), house)
    before = NOON - timedelta(hours=9)
    french = placed(an_article("fr.txt", title="", body=FRENCH, published_at=before), house)
    russian.refresh_from_db()
    assert french.story == russian.story
    assert french.translation_of is None
    assert russian.translation_of == french.article


def test_an_undeclared_translation_stays_in_its_story_when_it_is_placed_again(
    house: House, desks: Desks
) -> None:
    french = placed(an_article("fr.txt", title="", body=FRENCH), house)
    russian = placed(an_article("ru.txt", title="", body=RUSSIAN), house)
    again = placed(russian.article, house)
    assert (again.story, again.translation_of) == (french.story, french.article)


@pytest.mark.parametrize(
    "change",
    [{"published_at": NOON - timedelta(days=4)}, {"source": "other"}],
    ids=["days apart", "elsewhere"],
)
def test_another_time_or_another_newsroom_makes_another_story(
    house: House, desks: Desks, change: dict[str, Any]
) -> None:
    french = placed(an_article("fr.txt", title="", body=FRENCH), house)
    if "source" in change:
        change = {"source": a_source("other")}
    russian = placed(an_article("ru.txt", title="", body=RUSSIAN, **change), house)
    assert russian.story != french.story


def test_the_sources_of_one_site_share_their_stories(house: House, desks: Desks) -> None:
    ours = a_source("french", kind="feed", location="https://fr.wire.example/feed")
    theirs = a_source("russian", kind="feed", location="https://ru.wire.example/feed")
    french = placed(an_article("1", source=ours, title="", body=FRENCH), house)
    russian = placed(an_article("2", source=theirs, title="", body=RUSSIAN), house)
    assert russian.story == french.story


def test_stories_that_turn_out_to_be_one_are_joined(house: House, desks: Desks) -> None:
    french = placed(an_article("fr.txt", title="", body=FRENCH), house)
    russian = placed(an_article("ru.txt", title="", body=RUSSIAN), house)
    apart = Story.objects.create(key="apart", opened_at=NOON)
    Version.objects.filter(pk=russian.pk).update(story=apart, translation_of=None, story_because="")
    english = placed(an_article("en.txt", title="", body=ENGLISH), house)
    stories = Version.objects.filter(pk__in=[french.pk, russian.pk, english.pk]).values_list("story")
    assert len(set(stories)) == 1


def test_a_translation_older_than_its_corrected_original_is_stale_until_it_is_made_again(
    house: House, desks: Desks
) -> None:
    original = an_article("fr.txt", body=FRENCH)
    translation = an_article("ru.txt", body=RUSSIAN, translation_of="fr.txt")
    for article in (original, translation):
        placed(article, house)
    revise(original, FRENCH.replace("312", "321"), NOON + timedelta(hours=1))
    assert place(original, house, NOON).translations == (translation.pk,)
    old = placed(translation, house)
    assert flags(old) == ["it was made from revision 1 of fr.txt, which is at 2 now"]
    revise(translation, RUSSIAN.replace("312", "321"), NOON + timedelta(hours=2))
    new = placed(translation, house)
    assert (flags(new), new.translated_from) == ([], 2)


def revise(article: Article, body: str, at: datetime) -> None:
    old = article.latest
    old.pk, old.number, old.body, old.taken_at = None, old.number + 1, body, at
    old.save(force_insert=True)
    article.revision = old.number
    article.save()


def flags(version: Version) -> list[str]:
    return [flag["because"] for flag in version.flags if flag["code"] == "stale-translation"]
