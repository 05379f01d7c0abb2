"""What feed readers find in the documents: one test for each thing they are known to stumble over."""

import json
import locale
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from lxml import etree

from service.errors import NotPublishable
from service.render.feeds import DRAW, atom, json_feed, rss
from tests.render.feed_copies import METRO, NOON, SITE, a_copy, a_piece

A = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def links(element: etree._Element) -> list[dict[str, str]]:
    return [dict(link.attrib) for link in element.iterfind(f"{A}link")]


def entry_of(body: bytes) -> etree._Element:
    found = etree.fromstring(body).find(f"{A}entry")
    assert found is not None
    return found


def item_of(body: bytes) -> etree._Element:
    found = etree.fromstring(body).find("channel/item")
    assert found is not None
    return found


def test_an_atom_entry_has_one_alternate_link_and_it_keeps_all_it_says() -> None:
    assert links(entry_of(atom(a_copy(METRO)))) == [
        {"rel": "alternate", "type": "text/html", "hreflang": "fr", "href": METRO.url},
        {"rel": "enclosure", "type": "image/jpeg", "href": "https://pictures.example/metro.jpg"},
    ]


def test_translations_are_linked_for_partners_only() -> None:
    told = {"rel": "alternate", "type": "text/html", "hreflang": "kk", "href": METRO.siblings[0].url}
    assert told in links(entry_of(atom(a_copy(METRO), translations=True)))
    assert told not in links(entry_of(atom(a_copy(METRO))))


def test_an_atom_feed_links_itself_its_page_and_its_siblings() -> None:
    found = links(etree.fromstring(atom(a_copy())))
    assert [(link["rel"], link.get("hreflang")) for link in found] == [
        ("self", None),
        ("alternate", "fr"),
        ("alternate", "ar"),
        ("alternate", "zh-Hans"),
    ]
    assert found[2]["type"] == "application/atom+xml"


def test_an_rss_channel_links_the_page_and_no_feed() -> None:
    channel = etree.fromstring(rss(a_copy(METRO, name="rss.xml")))[0]
    assert channel.findtext("link") == f"{SITE}/fr/central-asia/"
    assert [link["rel"] for link in links(channel)] == ["self", "alternate", "alternate"]
    assert links(channel)[0]["href"] == f"{SITE}/feeds/central-asia/fr/rss.xml"


def test_an_rss_item_says_who_wrote_it_without_an_address() -> None:
    item = item_of(rss(a_copy(METRO)))
    assert [name.text for name in item.iterfind(f"{DC}creator")] == ["Mei-Ling Tan", "Askar Nurlanov"]
    assert item.find("author") is None


def test_an_rss_item_has_its_summary_before_its_article() -> None:
    names = [child.tag for child in item_of(rss(a_copy(METRO)))]
    assert names.index("description") < names.index(f"{CONTENT}encoded")


def test_an_id_is_no_address() -> None:
    guid = item_of(rss(a_copy(METRO))).find("guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == (METRO.id, "false")
    assert entry_of(atom(a_copy(METRO))).findtext(f"{A}id") == METRO.id
    assert json.loads(json_feed(a_copy(METRO)))["items"][0]["id"] == METRO.id


def test_dates_are_the_articles_own() -> None:
    document = etree.fromstring(rss(a_copy(METRO)))[0]
    assert document.findtext("lastBuildDate") == "Mon, 23 Nov 2026 10:00:00 GMT"
    assert document.findtext("item/pubDate") == "Mon, 23 Nov 2026 09:00:00 GMT"
    assert entry_of(atom(a_copy(METRO))).findtext(f"{A}updated") == "2026-11-23T10:00:00+00:00"
    assert json.loads(json_feed(a_copy(METRO)))["items"][0]["date_published"] == "2026-11-23T09:00:00Z"


@pytest.fixture
def german() -> Iterator[str]:
    """The process speaks another language for a while, where the machine has one."""
    before = locale.setlocale(locale.LC_ALL)
    for name in ("de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8"):
        try:
            yield locale.setlocale(locale.LC_ALL, name)
            break
        except locale.Error:
            continue
    locale.setlocale(locale.LC_ALL, before)


def test_rss_leaves_the_locale_of_the_process_alone(german: str) -> None:
    assert b"Mon, 23 Nov" in rss(a_copy(METRO))
    assert locale.setlocale(locale.LC_ALL) == german


def test_every_piece_says_its_language_and_direction() -> None:
    arabic = a_piece(language="ar", title="مترو جديد", body="<p>مترو</p>", summary="مترو")
    copy = a_copy(arabic, language="ar")
    entry = entry_of(atom(copy))
    assert entry.get(LANG) == "ar"
    assert entry.findtext(f"{A}content") == '<div lang="ar" dir="rtl"><p>مترو</p></div>'
    assert entry.findtext(f"{A}summary") == '<p lang="ar" dir="rtl">مترو</p>'
    assert item_of(rss(copy)).findtext(f"{CONTENT}encoded") == '<div lang="ar" dir="rtl"><p>مترو</p></div>'
    assert etree.fromstring(rss(copy)).findtext("channel/language") == "ar"


def test_a_foreign_passage_keeps_its_mark() -> None:
    for body in (atom(a_copy(METRO)), rss(a_copy(METRO))):
        assert 'lang="en" dir="ltr"&gt;Mind the gap.' in body.decode()


def test_regions_are_categories_named_in_the_language_of_the_piece() -> None:
    entry = entry_of(atom(a_copy(METRO)))
    assert [(one.get("term"), one.get("label")) for one in entry.iterfind(f"{A}category")] == [
        ("KZ", "Kazakhstan"),
        ("143", "Asie centrale"),
        ("Transports", "Transports"),
    ]
    assert json.loads(json_feed(a_copy(METRO)))["items"][0]["tags"][1] == "Asie centrale"


def test_a_picture_comes_with_its_credit() -> None:
    for element in (entry_of(atom(a_copy(METRO))), item_of(rss(a_copy(METRO)))):
        picture = element.find(f"{MEDIA}content")
        assert picture is not None
        assert dict(picture.attrib) == {
            "url": "https://pictures.example/metro.jpg",
            "medium": "image",
            "type": "image/jpeg",
            "width": "1200",
            "height": "800",
        }
        assert picture.findtext(f"{MEDIA}credit") == "Askar Nurlanov"
    enclosure = item_of(rss(a_copy(METRO))).find("enclosure")
    assert enclosure is not None
    assert dict(enclosure.attrib) == {
        "url": "https://pictures.example/metro.jpg",
        "length": "0",
        "type": "image/jpeg",
    }


def test_entries_stay_in_the_order_of_the_copy() -> None:
    copy = a_copy(*(a_piece(number) for number in range(5)))
    wanted = [piece.id for piece in copy.pieces]
    assert [entry.id for entry in feedparser.parse(atom(copy)).entries] == wanted
    assert [entry.id for entry in feedparser.parse(rss(copy)).entries] == wanted
    assert [item["id"] for item in json.loads(json_feed(copy))["items"]] == wanted


def test_a_control_character_and_a_cdata_end_cost_nothing() -> None:
    copy = a_copy(a_piece(title="a]]>b\x08<c&", body="<p>a]]>b\x0b</p>"))
    for body in (atom(copy), rss(copy)):
        parsed = feedparser.parse(body)
        assert not parsed.bozo
    assert entry_of(atom(copy)).findtext(f"{A}title") == "a]]>b<c&"
    assert item_of(rss(copy)).findtext("title") == "a]]>b<c&"
    assert json.loads(json_feed(copy))["items"][0]["title"] == "a]]>b<c&"


@pytest.mark.parametrize("name", sorted(DRAW))
def test_a_title_of_nothing_is_refused_by_name(name: str) -> None:
    with pytest.raises(NotPublishable, match="almaty/fr"):
        DRAW[name](a_copy(a_piece(title="\x00 \u200f")))


def test_without_full_text_an_entry_has_its_summary_alone() -> None:
    assert b"stations" not in atom(a_copy(METRO), full=False)
    assert b"stations" not in rss(a_copy(METRO), full=False)
    assert b"stations" not in json_feed(a_copy(METRO), full=False)
    assert b"Mind the gap" in json_feed(a_copy(METRO), full=False)


@pytest.mark.parametrize("name", sorted(DRAW))
@pytest.mark.parametrize("lacking", [{"summary": ""}, {"body": ""}, {"summary": "", "body": ""}])
def test_a_piece_may_lack_its_summary_or_its_body(name: str, lacking: dict[str, Any]) -> None:
    body = DRAW[name](a_copy(a_piece(authors=(), topics=(), regions=(), image=None, **lacking)))
    assert METRO.title in body.decode()


def test_a_feed_without_articles_is_a_feed() -> None:
    assert feedparser.parse(atom(a_copy())).feed.title == "EurasiaTimes : Asie centrale"
    assert feedparser.parse(rss(a_copy())).feed.title == "EurasiaTimes : Asie centrale"
    assert json.loads(json_feed(a_copy()))["items"] == []


def test_fractions_of_a_second_do_not_show() -> None:
    exact, later = a_piece(), a_piece(updated=METRO.updated + timedelta(microseconds=9))
    for draw in DRAW.values():
        assert draw(a_copy(exact)) == draw(a_copy(later))


def test_json_feed_names_its_siblings_in_an_extension() -> None:
    document = json.loads(json_feed(a_copy(METRO, name="feed.json")))
    assert document["feed_url"] == f"{SITE}/feeds/central-asia/fr/feed.json"
    assert [other["language"] for other in document["_deskwire"]["languages"]] == ["ar", "zh-Hans"]


def test_nothing_is_later_than_the_articles() -> None:
    for draw in DRAW.values():
        assert str(NOON.year + 1) not in draw(a_copy(METRO)).decode()
        assert b"T12:00" not in draw(a_copy(METRO))
