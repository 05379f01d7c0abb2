"""All reasons in one place."""

import json

from service.desks.explain import explain
from service.desks.models import Desk
from service.desks.place import place
from service.house.models import House
from tests.cast import NOON, an_article

Desks = tuple[Desk, Desk]
KEYS = {
    *("id", "source", "url", "title", "language", "passages", "authors", "regions", "desks", "story"),
    *("flags", "state"),
}


def test_it_tells_everything_in_values_that_json_holds(house: House, desks: Desks) -> None:
    article = an_article()
    place(article, house, NOON)
    told = json.loads(json.dumps(explain(article, house)))
    assert set(told) >= KEYS
    assert (told["id"], told["source"], told["story"]) == (article.key, "wire-folder", article.key)
    assert (told["language"], told["state"]) == ("fr", "published")
    assert told["regions"] == [
        {"code": "KZ", "because": "named 3 times, first in the headline: Almaty, Kazakhstan", "weight": 9}
    ]
    assert [desk["slug"] for desk in told["desks"]] == ["asia", "central-asia"]
    assert all(desk["because"].startswith("KZ named 3 times") for desk in told["desks"])


def test_a_desk_that_holds_it_through_a_child_says_so(house: House, desks: Desks) -> None:
    asia, _ = desks
    asia.regions = ["030"]
    asia.save()
    article = an_article()
    place(article, house, NOON)
    assert explain(article, house)["desks"][1] == {
        "slug": "asia",
        "because": "it holds what central-asia holds",
    }


def test_what_was_never_placed_is_told_as_it_would_stand(house: House, desks: Desks) -> None:
    article = an_article()
    before = explain(article, house)
    place(article, house, NOON)
    after = explain(article, house)
    assert (before["state"], before["story"]) == ("unplaced", None)
    assert {**before, "state": "published", "story": article.key} == after
