"""RSS as MSN, SmartNews and Apple News want it."""

from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from service.render.partners.profiles import PROFILES, fitted, rss, shortened, with_territory
from service.render.partners.values import Entry
from tests.render.partners.copies import KILLED, METRO, a_document

NAMES = {
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
    "mi": "http://schemas.ingestion.microsoft.com/common/",
    "content": "http://purl.org/rss/1.0/modules/content/",
}


def found(name: str, path: str, *entries: Entry) -> list[str]:
    """What the XPath finds in the document of the profile, as texts."""
    profile = PROFILES[name]
    tree = etree.fromstring(rss(fitted(a_document(*entries), profile), profile))
    return [str(one) for one in tree.xpath(path, namespaces=NAMES)]


@pytest.mark.parametrize("name", PROFILES)
def test_readers_find_one_item_with_its_whole_text(name: str) -> None:
    profile = PROFILES[name]
    item = feedparser.parse(rss(fitted(a_document(METRO), profile), profile)).entries[0]
    assert (item.id, item.link, item.title) == (METRO.piece.id, METRO.piece.url, METRO.piece.title)
    assert "Huit stations" in item.content[0].value
    assert [author.name for author in item.authors] == ["Mei-Ling Tan", "Askar Nurlanov"]


def test_each_says_in_its_own_words_what_was_taken_back() -> None:
    end = "2026-11-23T09:58:00Z"
    assert found("msn", "//dcterms:valid/text()", METRO, KILLED) == [
        f"start=2026-11-23T08:58:00Z;end={end};scheme=W3C-DTF"
    ]
    assert found("smartnews", "//media:status/text()", METRO, KILLED) == ["active", "deleted"]
    for name in PROFILES:
        assert "stations" not in "".join(found(name, "//text()", KILLED))


def test_smartnews_sees_a_change_by_pubdate_alone() -> None:
    assert found("smartnews", "//item/pubDate/text()", METRO) == ["Mon, 23 Nov 2026 10:00:00 GMT"]
    assert found("msn", "//item/pubDate/text()", METRO) == ["Mon, 23 Nov 2026 09:00:00 GMT"]
    assert found("msn", "//dcterms:modified/text()", METRO) == ["2026-11-23T10:00:00Z"]


def test_msn_is_told_of_rights_for_each_picture_and_spared_what_is_older_than_a_year() -> None:
    old = replace(METRO.piece, id="tag:old", published=METRO.piece.published - timedelta(days=366))
    assert found("msn", "//mi:hasSyndicationRights/text()", METRO, Entry(old)) == ["1"]
    assert found("apple", "//item/guid/text()", METRO, Entry(old)) == [METRO.piece.id, "tag:old"]


@pytest.mark.parametrize(
    ("language", "whole"),
    [
        ("fr", "fr-FR"),
        ("kk", "kk-KZ"),
        ("zh-Hans", "zh-Hans-CN"),
        ("pt-BR", "pt-BR"),
        ("sr-Latn", "sr-Latn-RS"),
    ],
)
def test_apple_wants_a_territory(language: str, whole: str) -> None:
    assert with_territory(language) == whole


@given(st.text(min_size=1), st.integers(2, 160))
def test_a_title_is_cut_to_its_measure(title: str, most: int) -> None:
    cut = shortened(title, most)
    assert len(cut) <= most
    assert cut == title or cut.endswith("…")
