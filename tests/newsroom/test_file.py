"""The newsroom file: what a good one says, and the one clear message for each way it can be wrong."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import NewsroomFileError
from service.newsroom.file import read
from service.newsroom.plan import Plan

SITE = """
[site]
name = "EurasiaTimes"
url = "https://eurasiatimes.example/"
languages = ["fr", "en", "zh-hans"]
sender = "desk@eurasiatimes.example"
"""
DESKS = """
[[desk]]
slug = "central-asia"
parent = "asia"
regions = ["143"]
names = { fr = "Asie centrale" }
[[desk]]
slug = "asia"
regions = ["142"]
"""
SOURCE = """
[[source]]
name = "wire-folder"
kind = "folder"
path = "articles"
"""
DIGEST = """
[[digest]]
desk = "asia"
cadence = "daily"
"""
READER = """
[[reader]]
email = "aigerim@reader.example"
languages = ["kk", "ru"]
timezone = "Asia/Almaty"
desks = ["asia"]
"""
PARTNER = """
[[partner]]
slug = "partner-outlet"
key = "a-secret-for-trials"
desks = ["asia"]
languages = ["zh-hans"]
"""
WHOLE = SITE + DESKS + SOURCE + DIGEST + READER + PARTNER


def plan_of(text: str) -> Plan:
    return read(text, "newsroom.toml", Path("/papers/eurasia"))


def fault_of(text: str) -> str:
    with pytest.raises(NewsroomFileError) as caught:
        plan_of(text)
    return str(caught.value)


def test_how_long_an_article_settles() -> None:
    assert plan_of(SITE).site.settle_minutes == 10
    assert plan_of(SITE + "settle_minutes = 0").site.settle_minutes == 0
    assert "site.settle_minutes: it must be a whole number from 0" in fault_of(SITE + "settle_minutes = -1")


def test_a_whole_file_becomes_a_plan() -> None:
    plan = plan_of(WHOLE)

    assert plan.site.url == "https://eurasiatimes.example"
    assert plan.site.languages == ("fr", "en", "zh-Hans")
    assert plan.site.foreign_passages == "flag"
    assert [source.location for source in plan.sources] == ["/papers/eurasia/articles"]
    assert [(digest.hour, digest.weekday, digest.maximum) for digest in plan.digests] == [(7, 0, 12)]
    assert [reader.timezone for reader in plan.readers] == ["Asia/Almaty"]
    assert [partner.languages for partner in plan.partners] == [("zh-Hans",)]


def test_parents_stand_before_their_children() -> None:
    plan = plan_of(WHOLE)

    assert [desk.slug for desk in plan.desks] == ["asia", "central-asia"]
    assert plan.desks[1].names == {"fr": "Asie centrale"}


def test_a_weekday_is_said_by_its_name() -> None:
    text = DIGEST.replace('"daily"', '"weekly"\nweekday = "Sunday"\nmaximum = 5\npaused = true')

    digest = plan_of(SITE + DESKS + text).digests[0]

    assert (digest.weekday, digest.maximum, digest.paused) == (6, 5, True)


def test_a_feed_has_an_address_in_place_of_a_folder() -> None:
    text = SOURCE.replace('"folder"', '"feed"').replace('path = "articles"', 'url = "https://a.example/feed"')

    assert plan_of(SITE + text).sources[0].location == "https://a.example/feed"


def test_a_partners_key_is_not_in_what_a_plan_prints() -> None:
    assert "a-secret-for-trials" not in repr(plan_of(WHOLE))


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("[site]", "[site", "newsroom.toml: it is not TOML"),
        ("[site]", "[sight]", "newsroom.toml: sight: there is no such table; did you mean 'site'?"),
        ("name =", "nmae =", "site.nmae: there is no such key; did you mean 'name'?"),
        ('name = "EurasiaTimes"\n', "", "site.name: it is missing"),
        ('"EurasiaTimes"', '""', "site.name: it is empty"),
        ('"EurasiaTimes"', '"Eurasia\\nTimes"', "site.name: it holds control characters"),
        ('"EurasiaTimes"', '"Eurasia\\u202eTimes"', "site.name: it holds control characters"),
        ('"EurasiaTimes"', "7", "site.name: it must be text in quotes"),
        (
            "https://eurasiatimes.example/",
            "eurasiatimes.example",
            "site.url: 'eurasiatimes.example' is not a",
        ),
        (
            "https://eurasiatimes.example/",
            "https://a.example/news",
            "site.url: 'https://a.example/news' holds",
        ),
        (
            "https://eurasiatimes.example/",
            "https://me@a.example",
            "site.url: 'https://me@a.example' is not a",
        ),
        ('"fr", "en"', '"fr", "xx"', "site.languages: 'xx' is not a known language tag"),
        ('"fr", "en"', '"klingon"', "site.languages: 'klingon' is not a known language tag"),
        ('"fr", "en"', '"und"', "site.languages: 'und' names no language"),
        ('"zh-hans"', '"zh_Hans"', "as in 'zh-Hans'"),
        ('"fr", "en"', '"fr", "fr"', "site.languages: it names the same thing twice"),
        ('["fr", "en", "zh-hans"]', "[]", "site.languages: it is empty"),
        ('["fr", "en", "zh-hans"]', '"fr"', "site.languages: it must be a list"),
        ("sender =", 'foreign_passages = "hide"\nsender =', "site.foreign_passages: 'hide' is not known"),
        ("sender =", 'tag = "Eurasia"\nsender =', "site.tag: 'Eurasia' is not a tagging authority"),
        ("[[source]]", "[source]", "source: it must be written with two brackets: [[source]]"),
        ('["143"]', '["XQ"]', "desk \"central-asia\".regions: 'XQ' is not a known region"),
        ('["143"]', "[143]", 'desk "central-asia".regions: it must be a list of texts in quotes'),
        ('parent = "asia"', 'parent = "aisa"', "there is no desk 'aisa'; did you mean 'asia'?"),
        ('["142"]', '["142"]\nparent = "central-asia"', "the desk would be above itself"),
        ('["142"]', '["142"]\nparent = "asia"', "the desk would be above itself: asia < asia"),
        ('slug = "asia"', 'slug = "Asia!"', "'Asia!' is not a slug"),
        ('slug = "asia"', 'slug = "../etc"', "'../etc' is not a slug"),
        ('slug = "asia"', 'slug = "article"', "'article' is a word of this service's own addresses"),
        ('slug = "asia"\n', "", "desk[2].slug: it is missing"),
        ('slug = "asia"', 'slug = "central-asia"', "there is more than one desk 'central-asia'"),
        ('{ fr = "Asie centrale" }', '{ fr = "" }', 'desk "central-asia".names.fr: a name is one line'),
        ('{ fr = "Asie centrale" }', '{ qx = "?" }', "'qx' is not a known language tag"),
        ('["142"]', '["142"]\naccent = "purple"', "desk \"asia\".accent: 'purple' is not known"),
        (
            'kind = "folder"',
            'kind = "carrier-pigeon"',
            "source \"wire-folder\".kind: 'carrier-pigeon' is not",
        ),
        (
            'path = "articles"',
            'url = "https://a.example"',
            "source of kind 'folder' has no url: it needs path",
        ),
        (
            'path = "articles"',
            'path = "articles"\nevery_minutes = 0',
            "every_minutes: it must be a whole number",
        ),
        ('path = "articles"', 'path = "articles"\nlanguage = "xx"', "source \"wire-folder\".language: 'xx'"),
        ('name = "wire-folder"', 'name = "wire/folder"', "'wire/folder' is not a name"),
        (
            'cadence = "daily"',
            'cadence = "dayly"',
            "digest[1].cadence: 'dayly' is not known; did you mean 'daily'?",
        ),
        (
            'cadence = "daily"',
            'cadence = "daily"\nhour = 24',
            "digest[1].hour: it must be a whole number from 0",
        ),
        ('cadence = "daily"', 'cadence = "daily"\nhour = true', "digest[1].hour: it must be a whole number"),
        ('cadence = "daily"', 'cadence = "daily"\nweekday = "Mittwoch"', "'Mittwoch' is not a weekday"),
        (
            'cadence = "daily"',
            'cadence = "daily"\npaused = "yes"',
            "digest[1].paused: it must be true or false",
        ),
        ('desk = "asia"', 'desk = "africa"', "digest[1].desk: there is no desk 'africa'"),
        (
            "Asia/Almaty",
            "Asia/Alma-Ata",
            "reader \"aigerim@reader.example\".timezone: 'Asia/Alma-Ata' is not",
        ),
        ('"kk", "ru"', "", 'reader "aigerim@reader.example".languages: it is empty'),
        (
            "[[reader]]",
            "[[reader]]\nlangauges = []",
            "langauges: there is no such key; did you mean 'languages'?",
        ),
        ('"a-secret-for-trials"', '"two words"', "key: a key is one word of visible ASCII characters"),
        ('["zh-hans"]', '["de"]', "partner \"partner-outlet\".languages: 'de' is not a language of the site"),
        ('slug = "partner-outlet"', 'slug = "feeds"', "'feeds' is a word of this service's own addresses"),
    ],
)
def test_each_fault_has_one_message_with_file_and_key(right: str, wrong: str, said: str) -> None:
    assert right in WHOLE

    message = fault_of(WHOLE.replace(right, wrong, 1))

    assert message.startswith("newsroom.toml: ")
    assert said in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (SOURCE.replace("wire", "WIRE"), "there is more than one source 'wire-folder'"),
        (DIGEST, "there is more than one digest 'asia daily'"),
        (PARTNER.replace("a-secret", "b-secret"), "there is more than one partner 'partner-outlet'"),
        (PARTNER.replace("partner-outlet", "other"), "it is the key of 'partner-outlet' too"),
        (READER.replace('"asia"', '"oceania"'), "there is no desk 'oceania'"),
        (PARTNER.replace('"asia"', '"oceania"').replace("a-secret", "b"), "there is no desk 'oceania'"),
    ],
)
def test_tables_must_agree_with_each_other(more: str, said: str) -> None:
    message = fault_of(WHOLE + more)

    assert said in message
    assert "a-secret-for-trials" not in message


def test_a_circle_of_three_desks_is_found() -> None:
    circle = "".join(
        f'[[desk]]\nslug = "{slug}"\nparent = "{parent}"\n'
        for slug, parent in (("north", "east"), ("east", "south"), ("south", "north"))
    )

    assert "the desk would be above itself: north < east < south < north" in fault_of(SITE + circle)


def test_an_empty_file_asks_for_its_site() -> None:
    assert fault_of("") == "newsroom.toml: site: it is missing: the file needs a table [site]"


@given(st.permutations(["a", "b", "c", "d", "e"]), st.lists(st.integers(0, 4), min_size=5, max_size=5))
def test_whatever_the_order_of_desks_no_child_stands_before_its_parent(
    slugs: list[str], above: list[int]
) -> None:
    parents = {slug: slugs[above[n] % n] if n else "" for n, slug in enumerate(slugs)}
    tables = "".join(f'[[desk]]\nslug = "{slug}"\nparent = "{parents[slug]}"\n' for slug in sorted(slugs))

    order = [desk.slug for desk in plan_of(SITE + tables).desks]

    assert sorted(order) == sorted(slugs)
    assert all(order.index(parents[slug]) < order.index(slug) for slug in slugs if parents[slug])


@given(st.text(max_size=200))
def test_any_text_gives_a_plan_or_a_message(text: str) -> None:
    assert fault_of(text).startswith("newsroom.toml: ")
