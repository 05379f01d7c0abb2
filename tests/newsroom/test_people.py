"""Loading readers: who asked for what and how we know; who left stays away."""

from typing import Any

import pytest

from service.audience.models import Consent, Reader, Subscription
from service.house.models import Problem
from service.newsroom.load import load
from tests.cast import NOON
from tests.newsroom.paper import LATER, NEWSROOM, Paper

pytestmark = pytest.mark.django_db


def test_readers_are_active_with_consents_for_what_they_asked(paper: Paper) -> None:
    load(paper.path, NOON)

    aigerim, camille = Reader.objects.order_by("address")
    assert (aigerim.address, aigerim.languages, aigerim.state) == (
        "aigerim@reader.example",
        ["kk", "ru"],
        Reader.State.ACTIVE,
    )
    assert {one.scope for one in aigerim.subscriptions.all()} == {"asia/daily", "asia/weekly"}
    assert {one.scope for one in camille.subscriptions.all()} == {"asia/weekly"}
    assert {(one.verb, one.how) for one in Consent.objects.all()} == {("imported", "newsroom file")}
    assert Consent.objects.filter(reader=aigerim).count() == 2


@pytest.mark.parametrize(
    "written", ["", "@", "a\\u0000@reader.example", "a\\n@reader.example", "a@b", "x" * 700]
)
def test_whatever_stands_for_an_address_the_rest_is_loaded(paper: Paper, written: str) -> None:
    paper.change("camille@reader.example", written)

    loaded = load(paper.path, NOON)

    assert Reader.objects.count() == len(loaded.problems) == Problem.objects.count() == 1


def test_an_address_that_cannot_be_one_is_set_aside_until_it_is_mended(paper: Paper) -> None:
    paper.change("camille@reader.example", "camille at reader.example")

    loaded = load(paper.path, NOON)

    assert [reader.address for reader in Reader.objects.all()] == ["aigerim@reader.example"]
    [(place, what)] = loaded.problems
    assert place == "newsroom file: reader camille at reader.example"
    assert what.startswith("set aside: 'camille at reader.example'")
    paper.write(NEWSROOM)
    load(paper.path, LATER)
    assert Problem.objects.get(place=place).closed_at == LATER
    assert Reader.objects.count() == 2


def test_a_reader_who_is_listed_twice_is_one_reader(paper: Paper) -> None:
    paper.change("camille@reader.example", "AIGERIM@reader.example")

    loaded = load(paper.path, NOON)

    assert Reader.objects.get().languages == ["kk", "ru"]
    assert [place for place, _ in loaded.problems] == ["newsroom file: reader AIGERIM@reader.example"]


def test_readers_of_a_desk_without_a_digest_are_told_of(paper: Paper) -> None:
    paper.change('desks = ["asia"]\ncadences', 'desks = ["central-asia"]\ncadences')

    loaded = load(paper.path, NOON)

    assert [place for place, _ in loaded.problems] == ["newsroom file: readers of central-asia"]


def test_who_left_stays_away(paper: Paper) -> None:
    load(paper.path, NOON)
    Subscription.objects.update(ended_at=NOON)
    Reader.objects.filter(address="camille@reader.example").update(state=Reader.State.GONE)
    paper.change('cadences = ["weekly"]', "")

    load(paper.path, LATER)

    assert not Subscription.objects.filter(ended_at=None).exists()
    assert Reader.objects.get(address="camille@reader.example").state == Reader.State.GONE


def test_a_readers_languages_and_zone_follow_the_file(paper: Paper) -> None:
    load(paper.path, NOON)
    paper.change('["kk", "ru"]\ntimezone = "Asia/Almaty"', '["ru"]\ntimezone = "Asia/Tashkent"')

    loaded = load(paper.path, LATER)

    aigerim = Reader.objects.get(address="aigerim@reader.example")
    assert (aigerim.languages, aigerim.timezone) == (["ru"], "Asia/Tashkent")
    assert loaded.changed == 1


def test_two_thousand_readers_take_a_handful_of_queries(
    paper: Paper, django_assert_max_num_queries: Any
) -> None:
    readers = "".join(
        f'[[reader]]\nemail = "r{number}@reader.example"\nlanguages = ["fr"]\ndesks = ["asia"]\n'
        for number in range(2000)
    )
    paper.write(NEWSROOM + readers)

    with django_assert_max_num_queries(150):
        load(paper.path, NOON)

    assert Reader.objects.count() == 2002
