"""Which stories an edition holds, and in what order."""

from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from service.digests.selection import Offer, Wanted, chosen, elsewhere, ranked
from tests.cast import LANGUAGES, NOON

ASIA, CENTRAL, EAST = 1, 2, 3
ASIA_DAILY = Wanted(ASIA, "asia", 0, "daily")
CENTRAL_DAILY = Wanted(CENTRAL, "central-asia", 1, "daily")
EAST_DAILY = Wanted(EAST, "east-asia", 1, "daily")


def offer(
    story: int, *, hours: float = 3, weight: int = 2, desks: tuple[int, ...] = (ASIA,), **versions: int
) -> Offer:
    return Offer(
        story, NOON - timedelta(hours=hours), weight, frozenset(desks), versions or {"fr": story * 10}
    )


OFFERS = st.lists(
    st.builds(
        offer,
        st.integers(1, 99),
        hours=st.floats(0, 10_000),
        weight=st.integers(0, 50),
        desks=st.lists(st.integers(1, 3), min_size=1).map(tuple),
    ),
    unique_by=lambda made: made.story,
)


def test_of_two_stories_that_are_as_fresh_the_one_more_about_the_desk_leads() -> None:
    assert [o.story for o in ranked([offer(1, weight=1), offer(2, weight=9)], NOON)] == [2, 1]


def test_a_fresh_story_leads_before_a_weighty_one_of_the_day_before() -> None:
    assert [o.story for o in ranked([offer(1, hours=26, weight=9), offer(2, hours=1, weight=1)], NOON)] == [
        2,
        1,
    ]


@given(OFFERS, st.randoms())
def test_the_order_does_not_depend_on_how_the_stories_came(offers: list[Offer], luck: Random) -> None:
    shuffled = luck.sample(offers, len(offers))
    assert ranked(offers, NOON) == ranked(shuffled, NOON)


def test_each_story_comes_in_the_first_language_of_the_chain_that_it_is_in() -> None:
    offers = [offer(1, kk=11, ru=12, fr=13), offer(2, ru=22, fr=23), offer(3, fr=33, en=34), offer(4, de=45)]
    picked = chosen(offers, ["kk", "ru"], LANGUAGES, 12, NOON)
    assert [(choice.version, choice.language) for choice in picked] == [
        (11, "kk"),
        (22, "ru"),
        (33, "fr"),
        (45, "de"),
    ]


def test_a_relative_of_the_readers_language_comes_before_the_houses_own() -> None:
    [picked] = chosen([offer(1, fr=1, ru=2)], ["uz"], LANGUAGES, 12, NOON)
    assert picked.language == "ru"


def test_every_choice_says_why() -> None:
    [picked] = chosen([offer(1, hours=3.5, weight=2)], ["fr"], LANGUAGES, 12, NOON)
    assert picked.because == "3 h old, weight 2, in fr"


@given(OFFERS, st.integers(0, 20))
def test_no_more_than_the_maximum_and_the_best_first(offers: list[Offer], maximum: int) -> None:
    picked = chosen(ranked(offers, NOON), ["fr"], LANGUAGES, maximum, NOON)
    assert [choice.story for choice in picked] == [o.story for o in ranked(offers, NOON)][:maximum]


def test_a_story_of_two_desks_comes_with_the_more_specific_one() -> None:
    both, wide = offer(1, desks=(ASIA, CENTRAL)), offer(2, desks=(ASIA,))
    lists = [ASIA_DAILY, CENTRAL_DAILY]
    assert elsewhere([both, wide], ASIA_DAILY, lists) == {1}
    assert elsewhere([both], CENTRAL_DAILY, lists) == set()


def test_who_reads_one_list_gets_all_of_it() -> None:
    assert elsewhere([offer(1, desks=(ASIA, CENTRAL))], ASIA_DAILY, [ASIA_DAILY]) == set()


def test_a_desk_that_is_read_daily_and_weekly_tells_its_stories_daily() -> None:
    weekly = Wanted(ASIA, "asia", 0, "weekly")
    assert elsewhere([offer(1)], weekly, [ASIA_DAILY, weekly]) == {1}
    assert elsewhere([offer(1)], ASIA_DAILY, [ASIA_DAILY, weekly]) == set()


@given(OFFERS, st.sets(st.sampled_from([ASIA_DAILY, CENTRAL_DAILY, EAST_DAILY]), min_size=1))
def test_a_story_reaches_a_reader_in_exactly_one_of_the_lists_that_hold_it(
    offers: list[Offer], lists: set[Wanted]
) -> None:
    for told in offers:
        holding = [here for here in lists if here.desk in told.desks]
        telling = [here for here in holding if told.story not in elsewhere([told], here, lists)]
        assert len(telling) == (1 if holding else 0)
