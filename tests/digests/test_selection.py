"""Which stories an edition holds, and in what order."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from service.digests.chain import Chain
from service.digests.ranking import Offer, ranked
from service.digests.selection import Policy, Wanted, awaited, chosen, elsewhere
from tests.cast import LANGUAGES, NOON

CHAIN, NOTHING = Chain(tuple(LANGUAGES)), Chain(tuple(LANGUAGES), steps=())
ASIA, CENTRAL, EAST = 1, 2, 3
ASIA_DAILY = Wanted(ASIA, "asia", 0, "daily")
CENTRAL_DAILY = Wanted(CENTRAL, "central-asia", 1, "daily")
EAST_DAILY = Wanted(EAST, "east-asia", 1, "daily")


def offer(
    story: int,
    *,
    hours: float = 3,
    weight: int = 2,
    desks: tuple[int, ...] = (ASIA,),
    stale: Iterable[str] = (),
    before: Iterable[str] = (),
    coming: Iterable[str] = (),
    mailable: datetime | None = None,
    **versions: int,
) -> Offer:
    return Offer(
        story,
        NOON - timedelta(hours=hours),
        weight,
        frozenset(desks),
        versions or {"fr": story * 10},
        stale=frozenset(stale),
        before=frozenset(before),
        coming=frozenset(coming),
        mailable=mailable,
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


def picked(offers: list[Offer], reading: list[str], **policy: Any) -> list[tuple[int, str]]:
    chosen_ = chosen(offers, reading, Policy(CHAIN, **{"maximum": 12, **policy}), NOON, {})
    return [(choice.story, choice.language) for choice in chosen_.taken]


def left(
    offers: list[Offer], reading: list[str], gone: dict[int, str] | None = None, **policy: Any
) -> list[str]:
    policy = {"maximum": 12, "chain": NOTHING, **policy}
    return [why for _, why in chosen(offers, reading, Policy(**policy), NOON, gone or {}).left]


def test_each_story_comes_in_the_first_language_of_the_chain_that_it_is_in() -> None:
    offers = [offer(1, kk=11, ru=12, fr=13), offer(2, ru=22, fr=23), offer(3, fr=33, en=34), offer(4, de=45)]
    assert picked(offers, ["kk", "ru"]) == [(1, "kk"), (2, "ru"), (3, "fr"), (4, "de")]


def test_every_choice_says_why() -> None:
    offers = [offer(1, hours=3.5, weight=2), offer(2, hours=60, ru=1)]
    taken = chosen(offers, ["fr", "ru"], Policy(CHAIN, 12), NOON, {}).taken
    assert [choice.because for choice in taken] == [
        "3 h old, weight 2, in fr",
        "2 days old, weight 2, in ru (another of the reader's languages, none in fr)",
    ]


def test_whatever_is_left_is_left_for_a_reason() -> None:
    offers = [
        offer(1, fr=1),
        offer(2, ru=2, en=3),
        offer(3, fr=4),
        offer(4, fr=5, stale=["fr"], en=6),
        offer(5, fr=7, en=8, before=["fr"]),
        offer(6, fr=9),
    ]
    assert left(offers, ["fr"], {1: "had"}, maximum=1) == [
        "had",
        "in none of the reader's languages, and the chain ends there: only in en, ru",
        "in none of the reader's languages, and the chain ends there: only in en; out of date in fr",
        "was told when it was new, in fr",
        "the edition holds 1",
    ]


def test_an_outdated_translation_is_passed_over_or_labelled_as_the_digest_says() -> None:
    told = [offer(1, kk=1, ru=2, stale=["kk"])]
    assert picked(told, ["kk", "ru"]) == [(1, "ru")]
    [choice] = chosen(told, ["kk", "ru"], Policy(CHAIN, 12, outdated=True), NOON, {}).taken
    assert (choice.language, choice.outdated) == ("kk", True)
    assert choice.because.endswith("translated before its original was corrected, labelled")


def test_a_translation_that_lands_is_for_those_who_could_read_nothing_of_the_story_before() -> None:
    late = [offer(1, fr=1, kk=2, before=["fr"])]
    strict = Policy(NOTHING, 12)
    assert [choice.language for choice in chosen(late, ["kk"], strict, NOON, {}).taken] == ["kk"]
    assert not chosen(late, ["kk", "fr"], Policy(CHAIN, 12), NOON, {}).taken


def waits_for(told: Offer, reading: list[str], minutes: int = 20) -> bool:
    policy = Policy(CHAIN, 12, wait=timedelta(minutes=minutes))
    selection = chosen([told], reading, policy, NOON, {})
    return bool(awaited([told], reading, selection, policy, NOON))


def test_a_young_story_is_waited_for_in_the_readers_first_language_and_no_other() -> None:
    young = offer(1, fr=1, mailable=NOON - timedelta(minutes=5))
    assert waits_for(young, ["kk", "fr"])
    assert not waits_for(young, ["kk", "fr"], minutes=5)
    assert not waits_for(young, ["fr", "kk"])
    assert not waits_for(young, ["de", "fr"]), "no language of the house"


def test_a_translation_that_is_there_but_still_settles_is_waited_for_however_old_the_story() -> None:
    assert waits_for(offer(1, fr=1, coming=["kk"], mailable=NOON - timedelta(days=1)), ["kk", "fr"])


@given(OFFERS, st.integers(0, 20))
def test_no_more_than_the_maximum_and_the_best_first(offers: list[Offer], maximum: int) -> None:
    order = ranked(offers, NOON)
    taken = picked(order, ["fr"], maximum=maximum)
    assert [story for story, _ in taken] == [told.story for told in order][:maximum]


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
