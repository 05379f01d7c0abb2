"""How heavy places are, and which desks they open."""

from hypothesis import given
from hypothesis import strategies as st

from service.desks import atlas
from service.desks.rules import Asks, DeskRule, Facts, Standing, stand
from service.desks.weights import KIND, Region, Sighting, weigh

ASIA = DeskRule(1, "asia", Asks(regions=("142",)))
CENTRAL = DeskRule(2, "central-asia", Asks(regions=("143",)))
EUROPE = DeskRule(3, "europe", Asks(regions=("150",)))
DESKS = (ASIA, CENTRAL, EUROPE)


def named(code: str, where: str = "text", kind: str = "territory", times: int = 1) -> list[Sighting]:
    return [Sighting(code, kind, f"name of {code}", where)] * times


def standings(regions: tuple[Region, ...], desks: tuple[DeskRule, ...] = DESKS) -> tuple[Standing, ...]:
    return stand(Facts(regions, (), "wire", frozenset(), "fr"), desks).on


def slugs(*groups: list[Sighting]) -> list[str]:
    return [one.slug for one in standings(weigh([one for group in groups for one in group]))]


def test_a_country_stands_on_the_desk_of_its_region_and_on_those_around_it() -> None:
    assert slugs(named("KZ", "lead")) == ["asia", "central-asia"]


def test_a_region_named_stands_on_its_own_desk_but_not_on_those_inside_it() -> None:
    assert slugs(named("142", "lead")) == ["asia"]


def test_a_country_in_the_headline_or_the_lead_is_heavy_enough() -> None:
    assert slugs(named("FR", "headline"), named("KZ", times=40)) == ["asia", "central-asia", "europe"]


def test_a_country_named_in_passing_is_not() -> None:
    assert slugs(named("FR"), named("KZ", "lead", times=5)) == ["asia", "central-asia"]


def test_a_tenth_of_all_that_is_named_is_heavy_enough() -> None:
    assert slugs(named("FR"), named("KZ", times=9)) == ["asia", "central-asia", "europe"]
    assert slugs(named("FR"), named("KZ", times=10)) == ["asia", "central-asia"]


def test_a_name_says_more_than_an_adjective_and_a_headline_more_than_the_text() -> None:
    regions = weigh([*named("KZ"), *named("CN", kind="people"), *named("UZ", "headline", "city")])
    assert [(one.code, one.weight) for one in regions] == [("UZ", 3), ("KZ", 2), ("CN", 1)]


def test_every_kind_of_name_that_is_found_weighs_something() -> None:
    assert {*atlas.KINDS, atlas.PART, atlas.WEAK} == set(KIND)


def test_a_reason_says_how_often_where_first_and_in_which_words() -> None:
    (region,) = weigh([*named("KZ"), Sighting("KZ", "city", "Almaty", "lead")])
    assert region.because == "named 2 times, first in the lead: name of KZ, Almaty"
    (standing,) = standings((region,), (CENTRAL,))
    assert standing.because == "KZ named 2 times, first in the lead: name of KZ, Almaty"


def test_where_nothing_is_named_no_desk_is_opened() -> None:
    assert standings(()) == ()


SEEN = st.builds(
    Sighting,
    st.sampled_from(["KZ", "CN", "FR", "142", "143"]),
    st.sampled_from(["territory", "people", "city"]),
    st.sampled_from(["a", "b"]),
    st.sampled_from(["headline", "lead", "text"]),
)


@given(st.lists(SEEN))
def test_weights_add_up_whatever_the_order(seen: list[Sighting]) -> None:
    regions = weigh(seen)
    assert sum(one.weight for one in regions) == sum(one.weight for one in seen)
    assert {one.code for one in regions} == {one.code for one in seen}
    assert [one.code for one in weigh(seen[::-1])] == [one.code for one in regions]
