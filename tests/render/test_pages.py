"""Pages as readers get them: language and direction, links, labels, and nothing that the CSP forbids."""

from dataclasses import replace

import pytest
from lxml import html

from service.render.pages import article_page, desk_page, start_page
from service.render.values import FeedLink, PageFrame
from tests.render.copies import (
    LANGUAGES,
    PICTURE,
    SITE,
    TREATY,
    a_desk_page,
    a_frame,
    a_piece,
    a_start_page,
    an_article_page,
)

PAGES = {
    "start": lambda language: start_page(a_start_page(language)),
    "desk": lambda language: desk_page(a_desk_page(language)),
    "article": lambda language: article_page(an_article_page(language)),
}
HOSTILE = '"><script>alert(1)</script>{{ config }}'


def read(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(PAGES))
def test_every_page_says_its_language_and_direction(kind: str, language: str) -> None:
    page = read(PAGES[kind](language))
    assert (page.get("lang"), page.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
    assert len(page.xpath("//h1")) == len(page.xpath("//main")) == 1


@pytest.mark.parametrize("kind", sorted(PAGES))
def test_nothing_is_inline_and_nothing_comes_from_a_third_party(kind: str) -> None:
    page = read(PAGES[kind]("fr"))
    assert page.xpath("//script|//style|//iframe|//*[@style]|//@*[starts-with(name(), 'on')]") == []
    assert page.xpath("//link[@rel='stylesheet']/@href") == ["/static/deskwire/house.css"]


@pytest.mark.parametrize("kind", sorted(PAGES))
def test_the_same_page_in_other_languages_is_linked_for_readers_and_for_machines(kind: str) -> None:
    page = read(PAGES[kind]("kk"))
    assert page.xpath("//link[@rel='alternate' and @hreflang]/@hreflang") == list(LANGUAGES)
    assert page.xpath("//nav//a/@hreflang") == list(LANGUAGES)
    assert page.xpath("//nav//a[@aria-current]/@lang") == ["kk"]
    assert "简体中文" in page.xpath("//nav")[0].text_content()


def test_a_page_that_lists_only_its_siblings_is_in_its_own_list_too() -> None:
    frame = a_frame("ru")
    frame = replace(frame, languages=tuple(each for each in frame.languages if each.language != "ru"))
    page = read(desk_page(a_desk_page("ru", frame=frame)))
    assert page.xpath("//nav//a/@hreflang")[0] == "ru"
    assert f"{SITE}/ru/asia/" in page.xpath("//link/@href")


def test_a_desks_feeds_are_found_by_feed_readers_and_explained_to_people() -> None:
    page = read(desk_page(a_desk_page("fr")))
    assert page.xpath("//link[@type]/@type") == [
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
    ]
    assert page.xpath("//dl//a/@href") == page.xpath("//link[@type]/@href")
    assert page.xpath("//dd")[0].text_content() == "Pour tous les lecteurs de flux."


def test_an_unknown_kind_of_feed_is_left_out() -> None:
    page = read(desk_page(a_desk_page("fr", feeds=(FeedLink("feed.gopher", "https://a.example/"),))))
    assert page.xpath("//dl//a") == []


def test_the_newest_story_leads_and_the_rest_stand_by_day() -> None:
    page = read(desk_page(a_desk_page("fr")))
    assert page.xpath("//h2/a/text()") == ["Almaty ouvre sa nouvelle ligne de métro"]
    assert page.xpath("//time/@datetime") == ["2026-11-23", "2026-11-22"]
    assert len(page.xpath("//h3")) == 3


def test_a_story_in_another_language_is_labelled_and_marked() -> None:
    page = read(desk_page(a_desk_page("fr")))
    assert page.xpath("//h3[@lang='ru' and @dir='ltr']")
    assert "en russe" in page.text_content()
    assert page.xpath("//q[@lang='en' and @dir='ltr']/text()") == [TREATY.text]


def test_a_desk_without_stories_says_so() -> None:
    assert "Cette rubrique n’a pas encore d’articles." in desk_page(a_desk_page("fr", pieces=()))


def test_a_desk_wears_its_accent() -> None:
    assert read(desk_page(a_desk_page("fr"))).get("class") == "accent-asia"
    assert read(desk_page(a_desk_page("fr", accent="east-asia"))).get("class") == "accent-east-asia"


def test_the_start_page_nests_desks_and_counts_stories_as_the_language_does() -> None:
    page = read(start_page(a_start_page("ru")))
    nested = page.xpath("//ul[@class='desks']//ul[@class='desks']//a")
    assert [link.text_content() for link in nested] == ["Центральная Азия", "Восточная Азия", "Южная Азия"]
    text = page.text_content()
    assert all(count in text for count in ("24 материала", "11 материалов", "1 материал"))


def test_an_article_keeps_the_language_of_its_body_and_says_when_it_was_published() -> None:
    body = '<p>Texte <span lang="en" dir="ltr">foreign</span>.</p>'
    copy = an_article_page("ar", piece=a_piece("fr", body=body))
    page = read(article_page(copy))
    assert (page.get("lang"), page.xpath("//div[@class='body']/@lang")) == ("ar", ["fr"])
    assert page.xpath("//div[@class='body']//span/@lang") == ["en"]
    assert page.xpath("//time/@datetime") == ["2026-11-23T04:30:00+00:00"]
    assert "باللغة الفرنسية" in page.text_content()


def test_an_article_from_elsewhere_points_to_its_original() -> None:
    copy = an_article_page(
        piece=a_piece(url="https://paper.example/a"), canonical_url="https://paper.example/a"
    )
    page = read(article_page(copy))
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://paper.example/a"]
    assert page.xpath("//p[@class='source']/a[contains(., 'source')]/@href") == ["https://paper.example/a"]


def test_an_article_without_an_address_of_its_own_points_nowhere_else() -> None:
    assert "Lire l’article à sa source" not in article_page(an_article_page())


def test_a_picture_has_size_alternative_text_and_credit() -> None:
    page = read(article_page(an_article_page(piece=a_piece(image=replace(PICTURE, alt="Une rame")))))
    image = page.xpath("//figure/img")[0]
    assert (image.get("alt"), image.get("width"), image.get("height")) == ("Une rame", "1200", "675")
    assert page.xpath("//figcaption")[0].text_content() == "Dana Omarova"


def test_hostile_names_and_links_are_shown_as_text() -> None:
    piece = a_piece(title=HOSTILE, summary=HOSTILE, source=HOSTILE, url="javascript:alert(1)", siblings=())
    frame = PageFrame(HOSTILE, f"{SITE}/", "fr", f"{SITE}/fr/asia/")
    for page in (
        desk_page(a_desk_page(frame=frame, name=HOSTILE, pieces=(piece,) * 3)),
        article_page(an_article_page(frame=frame, piece=piece, canonical_url="javascript:alert(1)")),
    ):
        assert read(page).xpath("//script") == []
        assert "javascript" not in page
        assert "{{ config }}" in page


def test_a_page_without_a_catalogue_says_that_it_is_english() -> None:
    frame = replace(a_frame("fr"), language="sw")
    page = read(desk_page(a_desk_page("fr", frame=frame)))
    assert page.get("lang") == "en"
    assert "Follow this desk" in page.text_content()


def test_a_link_to_a_page_of_ours_works_wherever_the_page_is_served_from() -> None:
    page = read(desk_page(a_desk_page("fr")))
    ours = [link for link in page.xpath("//a/@href") if link.startswith(SITE) and "/feeds/" not in link]
    assert ours == []
    assert page.xpath("//link[@rel='canonical']/@href")[0].startswith(SITE)
