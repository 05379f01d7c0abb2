"""What is told, and what is held."""

from service.desks.flags import FIXED, KINDS, Flag, Passed, holding, policies, told

SHORT, STALE, NAMELESS = Flag("too-short", "3 words"), Flag("stale-translation", ""), Flag("no-headline", "")
HOLD = policies({"too-short": "hold", "stale-translation": "hold"}, {})


def test_every_flag_has_a_policy_and_only_what_cannot_go_out_holds_by_itself() -> None:
    assert policies({}, {}) == {**dict.fromkeys(KINDS, "flag"), **dict.fromkeys(FIXED, "hold")}


def test_the_editors_policy_goes_before_the_files() -> None:
    found = policies({"too-short": "hold", "no-desk": "ignore"}, {"too-short": "ignore"})
    assert (found["too-short"], found["no-desk"]) == ("ignore", "ignore")


def test_nobody_sets_what_cannot_go_out() -> None:
    assert policies({"no-headline": "ignore"}, {"no-headline": "flag"})["no-headline"] == "hold"


def test_what_is_ignored_is_neither_told_nor_held() -> None:
    ignoring = policies({"too-short": "ignore"}, {})
    assert told([SHORT, STALE], ignoring) == (STALE,)
    assert holding([SHORT], ignoring, Passed()) == frozenset()


def test_a_policy_holds_until_an_editor_releases_it() -> None:
    assert holding([SHORT], HOLD, Passed()) == {"too-short"}
    assert holding([SHORT], HOLD, Passed(codes=frozenset({"too-short"}))) == frozenset()
    assert holding([SHORT], HOLD, Passed(codes=frozenset({"no-desk"}))) == {"too-short"}


def test_what_is_out_stays_out_unless_something_happened_elsewhere() -> None:
    assert holding([SHORT, STALE], HOLD, Passed(out=True)) == {"stale-translation"}


def test_no_release_lets_out_what_has_no_headline() -> None:
    everything = Passed(out=True, codes=frozenset({"no-headline"}))
    assert holding([NAMELESS], HOLD, everything) == {"no-headline"}
