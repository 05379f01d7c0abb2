"""The same text as another article is flagged on the one that came later."""

from datetime import timedelta

from service.desks.models import Desk, Print, Version
from service.desks.place import place
from service.house.models import House
from tests.cast import NOON, a_source, an_article
from tests.desks.test_place import revise, withdraw

Desks = tuple[Desk, Desk]
BODY = (
    "<p>"
    + " ".join(f"Le Kazakhstan ouvre sa ligne numéro {number} à Almaty." for number in range(30))
    + "</p>"
)


def told(version: Version | None) -> list[str]:
    assert version is not None
    return [flag["because"] for flag in version.flags if flag["code"] == "suspected-duplicate"]


def test_the_later_of_two_is_flagged_whichever_is_placed_first(house: House, desks: Desks) -> None:
    first = an_article("a.txt", body=BODY)
    second = an_article("b.txt", a_source("agency"), body=BODY.replace("numéro 7 ", "numéro 70 "))
    place(second, house, NOON)
    assert told(place(first, house, NOON).version) == []
    because = f"of it is the text of {first.key} from wire-folder"
    assert told(place(second, house, NOON).version)[0].endswith(because)


def test_it_may_be_held_until_an_editor_looks(house: House, desks: Desks) -> None:
    house.flags = {"suspected-duplicate": "hold"}
    place(an_article("a.txt", body=BODY), house, NOON)
    copy = place(an_article("b.txt", body=BODY), house, NOON).version
    assert copy is not None
    assert copy.state == Version.State.HELD


def test_other_news_old_news_and_what_was_taken_back_are_no_originals(house: House, desks: Desks) -> None:
    article = an_article("a.txt", body=BODY)
    place(article, house, NOON)
    place(an_article("old.txt", body=BODY, published_at=NOON - timedelta(days=90)), house, NOON)
    assert told(place(an_article("c.txt", body=BODY.replace("ligne", "gare")), house, NOON).version) == []
    withdraw(article)
    place(article, house, NOON)
    assert told(place(an_article("d.txt", body=BODY), house, NOON).version) == []


def test_a_new_text_has_new_fingerprints_and_the_same_one_keeps_its_own(house: House, desks: Desks) -> None:
    article = an_article("a.txt", body=BODY)
    place(article, house, NOON)
    before = set(Print.objects.values_list("pk", "value"))
    place(article, house, NOON)
    assert set(Print.objects.values_list("pk", "value")) == before
    revise(article, body=BODY.replace("Kazakhstan", "Ouzbékistan"))
    place(article, house, NOON)
    assert Print.objects.count() == len(before)
    assert not before & set(Print.objects.values_list("pk", "value"))
