"""The pages for people."""

from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from service.desks.models import Desk, Version
from service.render.catalogue import speak
from tests.cast import LANGUAGES, a_version


@pytest.fixture
def story(desks: tuple[Desk, Desk]) -> Version:
    """A story of the Central Asia desk, in French and Kazakh; the French one."""
    french = a_version("fr", "Une ligne pour Almaty", desks=desks[1:])
    a_version("kk", "Алматыда жаңа желі ашылды", desks=desks[1:], story=french.story)
    return french


def test_the_start_page_speaks_the_language_of_its_address(client: Client, story: Version) -> None:
    for language in LANGUAGES:
        page = client.get(f"/{language}/")
        assert page.status_code == 200
        assert page["Content-Language"] == language
        assert f'lang="{language}"' in page.text


def test_the_start_page_counts_the_stories_of_a_desk_and_its_children(client: Client, story: Version) -> None:
    page = client.get("/fr/")
    assert page.text.index("/fr/asia/") < page.text.index("/fr/central-asia/")
    speech = speak("fr")
    one = speech.ngettext("%(number)s story", "%(number)s stories", 1) % {"number": speech.number(1)}
    assert page.text.count(one) >= 2


@pytest.mark.parametrize(
    ("wanted", "spoken"), [("kk, ru;q=0.5", "kk"), ("uz", "ru"), ("ar-EG", "ar"), ("hi", "fr"), ("", "fr")]
)
def test_the_root_speaks_what_the_browser_asks_for(
    wanted: str, spoken: str, client: Client, story: Version
) -> None:
    page = client.get("/", headers={"Accept-Language": wanted})
    assert page["Content-Language"] == spoken
    assert "Accept-Language" in page["Vary"]
    assert f'href="https://eurasiatimes.example/{spoken}/"' in page.text


def test_a_desks_page_holds_what_its_children_hold_each_story_once(client: Client, story: Version) -> None:
    page = client.get("/kk/asia/")
    assert "Алматыда жаңа желі ашылды" in page.text
    assert "Une ligne pour Almaty" not in page.text
    assert "Азия" in page.text


def test_a_story_that_is_not_in_the_pages_language_comes_in_a_near_one_and_says_so(
    client: Client, story: Version
) -> None:
    page = client.get("/en/central-asia/")
    assert "Une ligne pour Almaty" in page.text
    assert 'lang="fr"' in page.text
    assert "French" in page.text


def test_a_desks_page_offers_its_feeds_and_its_other_languages(client: Client, story: Version) -> None:
    page = client.get("/ar/asia/")
    for name in ("rss.xml", "atom.xml", "feed.json"):
        assert f"https://eurasiatimes.example/feeds/asia/ar/{name}" in page.text
    for language in LANGUAGES:
        assert f"https://eurasiatimes.example/{language}/asia/" in page.text
    assert 'dir="rtl"' in page.text


def test_a_desks_page_leads_to_the_desks_around_it_and_not_to_itself(client: Client, story: Version) -> None:
    wide, near = client.get("/fr/asia/").text, client.get("/fr/central-asia/").text
    asia, central = (f'<a href="/fr/{slug}/"' for slug in ("asia", "central-asia"))
    assert (asia in wide, central in wide) == (False, True)
    assert (asia in near, central in near) == (True, False)


def test_an_empty_desk_has_a_page(client: Client, desks: tuple[Desk, Desk]) -> None:
    assert client.get("/zh-Hans/asia/").status_code == 200


def test_an_article_has_its_own_page(client: Client, story: Version) -> None:
    page = client.get(f"/fr/article/{story.article.key}/")
    assert page.status_code == 200
    assert "Elle compte huit stations" in page.text
    kazakh = story.story.versions.get(language="kk")
    assert f'href="/kk/article/{kazakh.article.key}/"' in page.text


def test_an_article_under_another_language_leads_to_its_own(client: Client, story: Version) -> None:
    page = client.get(f"/kk/article/{story.article.key}/")
    assert page.status_code == 301
    assert page["Location"] == f"/fr/article/{story.article.key}/"


def test_an_article_that_was_taken_back_is_gone_and_one_that_is_held_is_not_there(
    client: Client, story: Version
) -> None:
    address = f"/fr/article/{story.article.key}/"
    Version.objects.filter(pk=story.pk).update(state=Version.State.WITHDRAWN)
    page = client.get(address)
    assert page.status_code == 410
    assert speak("fr").gettext("This article was withdrawn") in unescape(page.text)
    Version.objects.filter(pk=story.pk).update(state=Version.State.HELD)
    assert client.get(address).status_code == 404


def test_a_language_in_other_letters_leads_to_its_own_address(client: Client, story: Version) -> None:
    for address in ("/zh-hans/asia/", "/ZH-HANS/asia/"):
        page = client.get(address)
        assert (page.status_code, page["Location"]) == (301, "/zh-Hans/asia/")


@pytest.mark.parametrize(
    "address",
    ["/de/", "/de/asia/", "/fr/atlantis/", "/fr/article/0000000000000000/", "/fr/asia/x/", "/nowhere/at/all"],
)
def test_what_is_not_there_is_not_found_in_a_language_of_the_house(
    address: str, client: Client, story: Version
) -> None:
    page = client.get(address, headers={"Accept-Language": "fr"})
    assert page.status_code == 404
    assert page["X-Robots-Tag"] == "noindex"
    assert speak("fr").gettext("There is nothing here") in page.text


def test_pages_set_no_cookies_and_run_no_script(client: Client, story: Version) -> None:
    for address in ("/", "/fr/", "/fr/asia/", f"/fr/article/{story.article.key}/"):
        page = client.get(address)
        assert not page.cookies
        assert "<script" not in page.text
        assert "default-src 'none'" in page["Content-Security-Policy"]


def test_nothing_is_posted_to_a_page(client: Client, story: Version) -> None:
    for address in ("/", "/fr/", "/fr/asia/", f"/fr/article/{story.article.key}/"):
        assert client.post(address).status_code == 405


def test_before_a_newsroom_is_loaded_the_pages_say_what_to_do(client: Client, db: None) -> None:
    for address in ("/", "/fr/", "/view/x", "/unsubscribe/x", "/nowhere/at/all"):
        page = client.get(address)
        assert page.status_code == 503
        assert "deskwire load" in page.text


def test_a_desks_page_asks_the_database_the_same_however_many_stories_there_are(
    client: Client, desks: tuple[Desk, Desk], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        a_version("fr", f"nouvelle {number}", desks=desks[1:])
    with django_assert_max_num_queries(12):
        client.get("/fr/asia/")
