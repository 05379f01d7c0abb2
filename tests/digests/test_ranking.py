"""In which order stories stand: by freshness, weight and variety of sources, and as the editors say."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from service.digests.ranking import Offer, Words, ranked
from tests.cast import NOON


def offer(story: int, *, hours: float = 3, weight: int = 2, source: str = "") -> Offer:
    return Offer(
        story, NOON - timedelta(hours=hours), weight, frozenset({1}), {"fr": story * 10}, source=source
    )


OFFERS = st.lists(
    st.builds(
        offer,
        st.integers(1, 99),
        hours=st.floats(0, 10_000),
        weight=st.integers(0, 50),
        source=st.sampled_from(["", "wire", "paper"]),
    ),
    unique_by=lambda made: made.story,
)


def order(*offers: Offer, words: Words | None = None) -> list[int]:
    return [each.story for each in ranked(offers, NOON, words)]


def test_of_two_stories_that_are_as_fresh_the_one_more_about_the_desk_leads() -> None:
    assert order(offer(1, weight=1), offer(2, weight=9)) == [2, 1]


def test_a_fresh_story_leads_before_a_weighty_one_of_the_day_before() -> None:
    assert order(offer(1, hours=26, weight=9), offer(2, hours=1, weight=1)) == [2, 1]


def test_another_source_comes_between_the_stories_of_one() -> None:
    mine = [offer(1, hours=1, source="wire"), offer(2, hours=1.2, source="wire")]
    assert order(*mine, offer(3, hours=2, source="paper")) == [1, 3, 2]
    assert order(*mine, offer(3, hours=9, source="paper")) == [1, 2, 3], "but not an old one"


def test_every_place_has_its_reason() -> None:
    told = ranked([offer(1, hours=1, source="wire"), offer(2, source="wire")], NOON)
    assert [each.because for each in told] == ["1 h old, weight 2", "3 h old, weight 2, after 1 of wire"]


def test_editors_pin_to_places_and_drop() -> None:
    stories = [offer(number, hours=number) for number in range(1, 6)]
    words = Words(pins={5: 1, 4: 3}, dropped=frozenset({2}))
    assert order(*stories, words=words) == [5, 1, 4, 3]
    assert ranked(stories, NOON, words)[0].because == "pinned to place 1, 5 h old, weight 2"


@given(OFFERS, st.randoms())
def test_the_order_does_not_depend_on_how_the_stories_came(offers: list[Offer], luck: Random) -> None:
    assert ranked(offers, NOON) == ranked(luck.sample(offers, len(offers)), NOON)


@given(OFFERS)
def test_every_story_stands_in_it_once(offers: list[Offer]) -> None:
    assert sorted(order(*offers)) == sorted(each.story for each in offers)


@given(OFFERS)
def test_the_stories_of_one_source_keep_the_order_of_their_scores(offers: list[Offer]) -> None:
    alike = [replace(each, source="wire") for each in offers]
    without = [replace(each, source="") for each in offers]
    assert order(*alike) == order(*without)
