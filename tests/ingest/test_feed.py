"""Feeds of every family become items; what is no feed, or means harm, says so."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Unreadable, Unsafe
from service.ingest import feed
from service.ingest.item import Item
from tests.ingest.whole import Whole, whole

URL = "https://source.example/feeds/all"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/"'
)

# fmt: off
JUMBLE = [
    "<item>", "</item>", "<guid>", "</guid>", "1", "<title>", "</title>", "<link/>", "&x;", "<![CDATA[",
    "]]>", "<author>", "</author>", "<", "é",
]
# fmt: on


def rss(items: str, head: str = "") -> bytes:
    """An RSS 2.0 document."""
    return f'<rss version="2.0" {NAMESPACES}><channel><title>T</title>{head}{items}</channel></rss>'.encode()


def atom(entries: str, attributes: str = "") -> bytes:
    """An Atom document."""
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>T</title>{entries}</feed>'.encode()


def harvest(data: bytes, url: str, content_type: str = "", hint: str = "") -> Whole:
    """All that the feed gives."""
    return whole(feed.harvest(data, url, content_type, hint))


def one(data: bytes, hint: str = "") -> Item:
    """The only item, where nothing is at fault."""
    found = harvest(data, URL, hint=hint)
    assert found.faults == ()
    (item,) = found.items
    return item


def test_an_rss_item() -> None:
    item = one(
        rss(
            "<item><guid isPermaLink='false'>17</guid><link>/metro</link><title>Tom &amp;amp; Mei</title>"
            "<dc:creator>Mei-Ling Tan</dc:creator><category>Metro</category>"
            "<pubDate>Mon, 23 Nov 2026 14:00:00 +0500</pubDate><description>Short.</description>"
            "<content:encoded><![CDATA[<p>Long <a href='more'>more</a>.</p>]]></content:encoded></item>"
        )
    )
    assert (item.external_id, item.url) == ("17", "https://source.example/metro")
    assert (item.title, item.summary, item.authors, item.topics) == (
        "Tom & Mei",
        "Short.",
        ("Mei-Ling Tan",),
        ("Metro",),
    )
    assert 'href="https://source.example/feeds/more"' in item.body
    assert item.published == datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize("element", ["description", "content:encoded"])
def test_a_full_text_is_no_summary_of_itself(element: str) -> None:
    item = one(
        rss(f"<item><guid>17</guid><title>T</title><{element}>&lt;p&gt;Long.&lt;/p&gt;</{element}></item>")
    )
    assert (item.summary, item.body) == ("", "<p>Long.</p>")


def test_an_atom_entry_with_a_base_and_xhtml() -> None:
    item = one(
        atom(
            "<entry xml:lang='kk' xml:base='/kk/'><id>tag:a.example,2026:1</id><title>Метро</title>"
            "<link href='metro'/><published>2026-11-23T09:00:00Z</published>"
            "<updated>2026-11-23T10:00:00Z</updated>"
            "<author><name>Mei-Ling Tan</name><email>m@a.example</email></author>"
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>x<img src='m.jpg'/></p></div>"
            "</content></entry>",
            "xml:lang='en-US'",
        ),
        hint="ru",
    )
    assert (item.external_id, item.url) == ("tag:a.example,2026:1", "https://source.example/kk/metro")
    assert 'src="https://source.example/kk/m.jpg"' in item.body
    assert (item.language, item.authors) == ("kk", ("Mei-Ling Tan",))
    assert item.updated == datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_an_operators_hint_goes_before_what_the_feed_claims_as_a_whole() -> None:
    entry = "<entry><id>1</id><title>x</title><content>y</content></entry>"
    assert one(atom(entry, "xml:lang='en-US'")).language == "en-US"
    assert one(atom(entry, "xml:lang='en-US'"), hint="fr").language == "fr"


def test_translations_point_at_one_original_and_never_in_a_circle() -> None:
    def entry(own: str, others: str) -> str:
        return f"<entry><id>{own}</id><title>x</title><link href='/{own}'/>{others}</entry>"

    def link(language: str) -> str:
        return f"<link rel='alternate' hreflang='{language}' href='/{language}'/>"

    family = harvest(atom(entry("fr", link("kk") + link("ru")) + entry("ru", link("fr") + link("kk"))), URL)
    assert [item.translation_of for item in family.items] == ["", "https://source.example/fr"]
    default = "<link rel='alternate' hreflang='x-default' href='/ru'/>"
    assert one(atom(entry("fr", link("kk") + default))).translation_of == "https://source.example/ru"
    said = (
        "<item><guid>2</guid><title>x</title><x:translated_from xmlns:x='urn:x'>1</x:translated_from></item>"
    )
    assert one(rss(said)).translation_of == "1"


def test_a_json_feed_item() -> None:
    item = one(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "language": "en",
                "items": [
                    {
                        "id": 17,
                        "url": "/metro",
                        "title": "The line",
                        "content_html": "<p>x<script>y</script></p>",
                        "summary": "Short.",
                        "image": "/m.jpg",
                        "authors": [{"name": "Mei-Ling Tan"}, None],
                        "tags": ["metro", 3],
                        "date_published": "2026-11-23T14:00:00+05:00",
                        "translated_from": "16",
                    }
                ],
            }
        ).encode()
    )
    assert (item.external_id, item.url, item.title) == ("17", "https://source.example/metro", "The line")
    assert (item.body, item.authors, item.topics, item.language) == (
        "<p>x</p>",
        ("Mei-Ling Tan",),
        ("metro",),
        "en",
    )
    assert item.image is not None
    assert item.image.url == "https://source.example/m.jpg"
    assert (item.translation_of, item.published) == ("16", datetime(2026, 11, 23, 9, tzinfo=UTC))


def test_json_text_is_text() -> None:
    item = one(
        b'{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","content_text":"a < b\\nc"}]}'
    )
    assert item.body == "<p>a &lt; b</p>\n<p>c</p>"


def test_the_picture_an_item_declares() -> None:
    media = "<media:content url='/m.jpg' medium='image' width='640' height='400'/>"
    media += "<media:credit>Omar</media:credit>"
    picture = one(rss(f"<item><guid>1</guid><title>x</title>{media}</item>")).image
    assert picture is not None
    assert (picture.url, picture.width, picture.height) == ("https://source.example/m.jpg", 640, 400)
    assert picture.credit == "Omar"
    enclosure = "<enclosure url='https://a.example/e.png' type='image/png' length='1'/>"
    enclosed = one(rss(f"<item><guid>1</guid><title>x</title>{enclosure}</item>")).image
    assert enclosed is not None
    assert enclosed.url == "https://a.example/e.png"


def test_an_item_without_an_id_is_known_by_its_link_then_its_headline() -> None:
    assert (
        one(rss("<item><link>https://a.example/1</link><title>x</title></item>")).external_id
        == "https://a.example/1"
    )
    assert one(rss("<item><title>x</title></item>")).external_id == "x"


def test_a_feed_with_named_entities_and_controls_is_still_read() -> None:
    assert (
        one(rss("<item><guid>1</guid><title>Caf&eacute; \x0b&#29;&rsquo;s</title></item>")).title == "Café ’s"
    )


def test_a_label_that_lies_about_its_charset() -> None:
    data = rss("<item><guid>1</guid><title>Алматы</title></item>")
    assert harvest(data, URL, "text/xml; charset=gbk").items[0].title == "Алматы"
    old = b"<?xml version='1.0' encoding='koi8-r'?>" + data.decode().encode("koi8-r")
    assert harvest(old, URL, "text/html").items[0].title == "Алматы"


def test_hostile_fields_come_out_as_text_or_not_at_all() -> None:
    item = one(
        rss(
            "<item><guid>javascript:alert(1)</guid><link>javascript:alert(1)</link>"
            "<title>&lt;script&gt;alert(1)&lt;/script&gt; \u202egpj.exe</title>"
            "<author>&lt;img src=x onerror=alert(1)&gt;</author>"
            "<description>&lt;svg&gt;&lt;set to=javascript:x&gt;&lt;/svg&gt;"
            "&lt;p onclick=x&gt;ok&lt;/p&gt;</description>"
            "<enclosure url='javascript:x' type='image/png'/></item>"
        )
    )
    assert item.title == "<script>alert(1)</script> gpj.exe"
    assert (item.url, item.image, item.body) == ("", None, "<p>ok</p>")


@pytest.mark.parametrize(
    ("bad", "name", "reason"),
    [
        (f"<guid>1</guid><title>x</title><author>a@{'a.' * 32_000}</author>", "1", "author is longer"),
        (f"<guid>1</guid><description>{'&lt;div&gt;' * 50_000}</description>", "1", "deep"),
        (f"<guid>1</guid><description>{'&lt;div&gt;' * 200_000}</description>", "1", "are the most"),
        ("<link>/1</link>", "/1", "neither a headline nor a text"),
        ("<description>x</description>", "item 2", "nothing to know it by"),
        ("<guid>2</guid><title>another</title>", "2", "bears the id of an item before it, '2'"),
    ],
)
def test_an_item_at_fault_is_set_aside_and_the_rest_goes_on(bad: str, name: str, reason: str) -> None:
    found = harvest(rss(f"<item><guid>2</guid><title>Fine</title></item><item>{bad}</item>"), URL)
    assert [item.title for item in found.items] == ["Fine"]
    (fault,) = found.faults
    assert fault.item == name
    assert reason in fault.what


def test_items_of_json_at_fault_are_named_too() -> None:
    items = [3, {"title": "x"}, {"url": "/1"}, {"id": True}, {"id": "2", "title": "Fine"}]
    data = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()
    found = harvest(data, URL)
    assert [item.external_id for item in found.items] == ["2"]
    assert [fault.item for fault in found.faults] == ["item 1", "item 2", "/1", "item 4"]


def test_the_same_item_twice_is_one() -> None:
    twice = "<item><guid>1</guid><title>x</title></item>" * 2
    assert harvest(rss(twice), URL).faults == ()


def test_mark_up_that_is_broken_in_one_entry_spoils_that_entry_alone() -> None:
    items = [
        f"<item><guid>{n}</guid><title>Line {n}</title><description>A &amp; B</description></item>"
        for n in range(45)
    ]
    items[30] = "<item><guid>30</guid><title>Broken <b>& open</title><dc:creator>Mei"
    found = harvest(rss("".join(items)), URL)
    assert [item.title for item in found.items if item.external_id != "30"] == [
        f"Line {n}" for n in range(45) if n not in (30, 31)
    ]


def test_an_entry_whose_letters_are_cut_in_two_is_set_aside_and_the_rest_goes_on() -> None:
    items = [f"<item><guid>{n}</guid><title>Été à Almaty {n}</title></item>".encode() for n in range(5)]
    items[3] = items[3].replace("à".encode(), b"\xc3")
    data = rss("@").replace(b"@", b"".join(items))
    found = harvest(data, URL)
    assert [item.external_id for item in found.items] == ["0", "1", "2", "4"]
    assert [(fault.item, fault.what[:30]) for fault in found.faults] == [
        ("item 4", "holds bytes that are not UTF-8"),
    ]


def test_a_harmful_entry_is_set_aside_and_the_rest_goes_on() -> None:
    deep = f"<item><guid>1</guid><description>{'<a>' * 2000}</description></item>"
    tag = f"<item><guid>2</guid><x {'a' * 20_000}='1'/></item>"
    found = harvest(rss(f"{deep}{tag}<item><guid>3</guid><title>Fine</title></item>"), URL)
    assert [item.title for item in found.items] == ["Fine"]
    assert [(fault.item, fault.what.split(",")[0][:20]) for fault in found.faults] == [
        ("item 1", "nests elements more "),
        ("item 2", "holds a tag longer t"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"<!doctype html><html><body>Not found</body></html>",
        b"",
        b"plain words",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"{",
        b'{"items": []}',
        b'{"version": "https://jsonfeed.example/"}',
        b'{"a":' * 100_000,
    ],
)
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        harvest(data, URL)


@pytest.mark.parametrize(
    "declarations",
    [
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY x "&b;&b;">',
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_entity_tricks_are_refused_in_any_charset(declarations: str, charset: str) -> None:
    text = f"<!DOCTYPE rss [{declarations}]><rss version='2.0'><channel><title>&x;</title></channel></rss>"
    with pytest.raises(Unsafe, match="declares entities"):
        harvest(text.encode(charset), URL)


def test_an_empty_feed_is_a_feed() -> None:
    assert harvest(rss(""), URL) == Whole()


@given(st.binary(max_size=300))
def test_any_bytes_are_a_feed_or_refused(data: bytes) -> None:
    with pytest.raises((Unreadable, Unsafe)):
        harvest(data, URL)


@given(st.lists(st.sampled_from(JUMBLE), max_size=30).map("".join))
def test_any_jumble_of_tags_is_read_or_refused(jumble: str) -> None:
    try:
        found = harvest(rss(jumble), URL)
    except (Unreadable, Unsafe):
        return
    assert len({item.external_id for item in found.items}) == len(found.items)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["ar.rss", "fr.atom", "fr.rss", "kk.atom", "zh.rss"])
def test_what_a_real_wordpress_publishes(shared: Path, name: str) -> None:
    found = harvest((shared / "corpus" / "cms" / f"wordpress-feed-{name}").read_bytes(), URL)
    assert len(found.items) == 6
    assert found.faults == ()
    for item in found.items:
        assert item.title
        assert item.url
        assert item.published
        assert item.body.count("<p>") > 2
        assert len(item.topics) == 3


@pytest.mark.shared
def test_rdf_from_a_real_wordpress(shared: Path) -> None:
    found = harvest((shared / "corpus" / "cms" / "wordpress-feed.rdf").read_bytes(), URL)
    assert len(found.items) == 10
    assert found.faults == ()
    assert found.items[0].published == datetime(2026, 11, 23, 20, 43, 43, tzinfo=UTC)


def test_a_list_in_json_is_said_to_be_no_feed() -> None:
    with pytest.raises(Unreadable, match="is JSON and no JSON Feed"):
        harvest(b'[{"id": 1, "title": {"rendered": "Astana"}}]', URL)
