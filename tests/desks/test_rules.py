"""Which desks an article stands on: what desks ask for, rules, and the editors' rulings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.desks.rules import Asks, DeskRule, Facts, Kept, Pin, Rule, Stand, speaks, stand, tagged
from service.desks.topics import Subject
from service.desks.weights import Region

KAZAKHSTAN = Region("KZ", "named once, in the lead: Kazakhstan", 4, True)
IN_PASSING = Region("FR", "named once, in the text: France", 0, False)
OIL = Subject("20001243", "its source's category “oil and gas”")
FACTS = Facts((KAZAKHSTAN, IN_PASSING), (OIL,), "wire", tagged(["Énergie", "#Caspienne"]), "zh-Hans")

ASIA = DeskRule(1, "asia", Asks(regions=("142",)))
CENTRAL = DeskRule(2, "central-asia", Asks(regions=("143",)), parent=1)
EMPTY = DeskRule(3, "front", Asks())
BELOW = DeskRule(4, "caspian", Asks(), parent=2)
DESKS = (ASIA, BELOW, CENTRAL, EMPTY)


def slugs(*, facts: Facts = FACTS, rules: tuple[Rule, ...] = (), pins: tuple[Pin, ...] = ()) -> list[str]:
    return [one.slug for one in stand(facts, DESKS, rules, pins).on]


def met(asks: Asks) -> str | None:
    """Why a desk that asks so has the article, if it has."""
    on = stand(FACTS, (DeskRule(9, "any", asks),)).on
    return on[0].because if on else None


@pytest.mark.parametrize(
    ("asks", "because"),
    [
        (Asks(regions=("143",)), "KZ named once, in the lead: Kazakhstan"),
        (Asks(topics=("04000000",)), "topic 20001243 oil and gas: its source's category “oil and gas”"),
        (Asks(sources=("agency", "wire")), "source wire"),
        (Asks(tags=("ÉNERGIE", "sport")), "tagged “ÉNERGIE”"),
        (Asks(tags=("caspienne",)), "tagged “caspienne”"),
        (Asks(languages=("zh",)), "written in zh-Hans"),
        (Asks(languages=("zh-Hans",)), "written in zh-Hans"),
        (
            Asks(regions=("KZ",), sources=("wire",)),
            "KZ named once, in the lead: Kazakhstan and source wire",
        ),
    ],
)
def test_each_kind_is_met_and_says_why(asks: Asks, because: str) -> None:
    assert met(asks) == because


@pytest.mark.parametrize(
    "asks",
    [
        Asks(),
        Asks(regions=("150",)),
        Asks(regions=("FR",)),
        Asks(topics=("15000000",)),
        Asks(topics=("20000259",)),
        Asks(sources=("Wire",)),
        Asks(tags=("caspi",)),
        Asks(languages=("zh-Hant",)),
        Asks(languages=("z",)),
        Asks(regions=("KZ",), sources=("agency",)),
    ],
)
def test_what_is_not_asked_for_in_every_kind_is_not_met(asks: Asks) -> None:
    assert met(asks) is None


def test_a_rule_adds_to_a_desk_and_both_reasons_are_told() -> None:
    rule = Rule("oil", 1, True, Asks(topics=("04000000",)))
    (asia, *_) = stand(FACTS, DESKS, (rule,)).on
    assert asia.because.startswith("KZ named once, in the lead: Kazakhstan; rule oil: topic 20001243")


def test_a_rule_may_give_a_desk_what_it_does_not_ask_for() -> None:
    assert slugs(rules=(Rule("all-of-wire", 3, True, Asks(sources=("wire",))),)) == [
        "asia",
        "central-asia",
        "front",
    ]


def test_a_rule_keeps_off_its_desk_and_those_below_it() -> None:
    keeping = Rule("no-oil", 1, False, Asks(topics=("04000000",)))
    below = Rule("oil", 4, True, Asks(topics=("04000000",)))
    where = stand(FACTS, DESKS, (below, keeping))
    assert where.on == ()
    assert where.off[0] == Kept(
        1, "asia", "rule no-oil: topic 20001243 oil and gas: its source's category “oil and gas”"
    )
    assert [one.slug for one in where.off] == ["asia", "caspian", "central-asia"]
    assert where.off[1].because.startswith("rule no-oil keeps it off asia, which is above")


def test_a_rule_that_keeps_off_a_child_leaves_the_parent() -> None:
    assert slugs(rules=(Rule("no-oil", 2, False, Asks(topics=("04000000",))),)) == ["asia"]


def test_a_rule_that_is_not_met_keeps_nothing_off() -> None:
    assert slugs(rules=(Rule("no-sport", 1, False, Asks(topics=("15000000",))),)) == ["asia", "central-asia"]


def test_an_editor_pins_what_no_rule_asks_for_and_what_a_rule_keeps_off() -> None:
    keeping = Rule("no-oil", 1, False, Asks(topics=("04000000",)))
    where = stand(
        FACTS, DESKS, (keeping,), (Pin(3, True, "put here by mei"), Pin(1, True, "put here by mei"))
    )
    assert [(one.slug, one.because, one.pinned) for one in where.on] == [
        ("asia", "put here by mei", True),
        ("front", "put here by mei", True),
    ]


def test_an_editor_bars_what_a_rule_places_there_and_below() -> None:
    where = stand(FACTS, DESKS, (), (Pin(1, False, "barred by mei"),))
    assert where == Stand(
        (),
        (
            Kept(1, "asia", "barred by mei"),
            Kept(2, "central-asia", "asia, which is above it: barred by mei"),
        ),
    )


def test_of_two_words_on_a_line_of_desks_the_last_counts() -> None:
    bar, pin = Pin(1, False, "barred"), Pin(2, True, "put here")
    assert slugs(pins=(bar, pin)) == ["central-asia"]
    assert slugs(pins=(pin, bar)) == []


def test_a_bar_on_a_child_leaves_the_parent() -> None:
    assert slugs(pins=(Pin(2, False, "barred"),)) == ["asia"]


def test_what_does_not_stand_anyway_is_not_said_to_be_kept_off() -> None:
    assert stand(FACTS, (EMPTY,), (), (Pin(3, False, "barred"),)) == Stand()


def test_a_circle_of_desks_ends() -> None:
    circle = (DeskRule(1, "a", Asks(sources=("wire",)), 2), DeskRule(2, "b", Asks(), 1))
    assert [one.slug for one in stand(FACTS, circle).on] == ["a"]


def test_an_article_that_names_nothing_still_weighs_something() -> None:
    facts = Facts((), (), "wire", frozenset(), "fr")
    (one,) = stand(facts, (DeskRule(1, "a", Asks(sources=("wire",))),)).on
    assert one.weight == 1


@pytest.mark.parametrize(
    ("tag", "wanted", "met"),
    [
        ("zh-Hans", "zh", True),
        ("zh", "zh-Hans", False),
        ("kk", "kk", True),
        ("kkx", "kk", False),
        ("FR", "fr", True),
    ],
)
def test_a_language_asked_for_means_its_varieties(tag: str, wanted: str, met: bool) -> None:
    assert speaks(tag, wanted) is met


PINS = st.lists(st.builds(Pin, st.integers(1, 4), st.booleans(), st.just("because")))
RULES = st.lists(
    st.builds(
        Rule,
        st.just("rule"),
        st.integers(1, 4),
        st.booleans(),
        st.sampled_from([Asks(sources=("wire",)), Asks(sources=("agency",)), Asks(topics=("04000000",))]),
    )
)


@given(PINS, RULES)
def test_an_editors_last_word_on_a_desk_stands_whatever_the_rules_say(
    pins: list[Pin], rules: list[Rule]
) -> None:
    where = stand(FACTS, DESKS, rules, pins)
    on = {one.desk for one in where.on}
    if pins:
        assert (pins[-1].desk in on) is pins[-1].on
    assert not on & {one.desk for one in where.off}
