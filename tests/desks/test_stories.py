"""Translations of one another are versions of one story."""

from service.desks.models import Desk, Story
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
