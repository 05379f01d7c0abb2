"""All reasons in one place."""

import json

from service.desks import editors, markup
from service.desks.explain import explain
from service.desks.models import Desk
from service.desks.place import place
from service.house.models import House
from tests.cast import NOON, an_article

Desks = tuple[Desk, Desk]
KEYS = {
    *("id", "source", "url", "title", "language", "passages", "authors", "regions", "desks", "story"),
    *("flags", "state", "topics", "kept_off", "rulings"),
}


def test_it_tells_everything_in_values_that_json_holds(house: House, desks: Desks) -> None:
    article = an_article()
    place(article, house, NOON)
    told = json.loads(json.dumps(explain(article, house)))
    assert set(told) >= KEYS
    assert (told["id"], told["source"], told["story"]) == (article.key, "wire-folder", article.key)
    assert (told["language"], told["state"]) == ("fr", "published")
    (region,) = told["regions"]
    assert (region["code"], region["weight"]) == ("KZ", 9)
    assert region["because"] == "named 3 times, first in the headline: Almaty, Kazakhstan"
    assert [desk["slug"] for desk in told["desks"]] == ["asia", "central-asia"]
    assert all(desk["because"].startswith("KZ named 3 times") for desk in told["desks"])


def test_each_mention_of_a_region_has_its_place(house: House, desks: Desks) -> None:
    article = an_article()
    version = place(article, house, NOON).version
    assert version is not None
    texts = {"headline": version.title, "lead": markup.plain(version.body)}
    mentions = explain(article, house)["regions"][0]["mentions"]
    named = [(one["where"], texts[one["where"]][one["start"] : one["end"]]) for one in mentions]
    assert named == [("headline", "Almaty"), ("lead", "Almaty"), ("lead", "Kazakhstan")]


def test_a_desk_that_holds_it_through_a_child_says_so(house: House, desks: Desks) -> None:
    asia, _ = desks
    asia.regions = ["030"]
    asia.save()
    article = an_article()
    place(article, house, NOON)
    assert explain(article, house)["desks"][1] == {
        "slug": "asia",
        "because": "it holds what central-asia holds",
        "by": "desk",
    }


def test_what_was_never_placed_is_told_as_it_would_stand(house: House, desks: Desks) -> None:
    article = an_article()
    before = explain(article, house)
    place(article, house, NOON)
    after = explain(article, house)
    assert (before["state"], before["story"]) == ("unplaced", None)
    assert {**before, "state": "published", "story": article.key} == after


def test_topics_and_the_editors_words_are_told(house: House, desks: Desks) -> None:
    asia, central = desks
    central.topics = ["04000000"]
    central.save()
    article = an_article(topics=["Économie", "medtop:20001243"])
    place(article, house, NOON)
    editors.rule(article, editors.Kind.BAR, "mei", NOON, desk=central, note="not news")
    editors.rule(article, editors.Kind.PIN, "mei", NOON, desk=asia)
    place(article, house, NOON)
    told = json.loads(json.dumps(explain(article, house)))
    assert [(one["code"], one["name"]) for one in told["topics"]] == [
        ("20000344", "economy"),
        ("20001243", "oil and gas"),
    ]
    assert told["desks"] == [{"slug": "asia", "because": "put here by mei on 2026-11-23", "by": "editor"}]
    assert told["kept_off"] == [{"slug": "central-asia", "because": "barred by mei on 2026-11-23: not news"}]
    assert told["rulings"] == [
        {"code": "bar central-asia", "because": "mei on 2026-11-23 12:00 UTC: not news"},
        {"code": "pin asia", "because": "mei on 2026-11-23 12:00 UTC"},
    ]
