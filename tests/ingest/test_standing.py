"""What notices come to: every verb on every state, and the laws that hold for any sequence of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.ingest.standing import Kind, Notice, Standing, Voice, objection, standing

SOURCE, HOUSE = Voice.SOURCE, Voice.HOUSE
CORRECTION, WITHDRAWAL, KILL, BACK = Kind
notices = st.lists(st.tuples(st.sampled_from(Kind), st.sampled_from(Voice)), max_size=8)

TOLD: list[tuple[list[Notice], str]] = [
    ([], "present"),
    ([(CORRECTION, HOUSE)], "present"),
    ([(WITHDRAWAL, SOURCE)], "withdrawn"),
    ([(WITHDRAWAL, SOURCE), (BACK, SOURCE)], "present"),
    ([(WITHDRAWAL, HOUSE), (BACK, SOURCE)], "withdrawn"),
    ([(WITHDRAWAL, HOUSE), (BACK, HOUSE)], "present"),
    ([(WITHDRAWAL, SOURCE), (WITHDRAWAL, HOUSE), (BACK, SOURCE)], "withdrawn"),
    ([(KILL, SOURCE)], "killed"),
    ([(KILL, SOURCE), (BACK, SOURCE)], "killed"),
    ([(KILL, SOURCE), (WITHDRAWAL, SOURCE), (BACK, SOURCE)], "killed"),
    ([(KILL, SOURCE), (BACK, HOUSE)], "present"),
    ([(KILL, HOUSE), (WITHDRAWAL, HOUSE)], "killed"),
    ([(KILL, HOUSE), (BACK, SOURCE)], "killed"),
    ([(KILL, HOUSE), (KILL, SOURCE), (BACK, HOUSE)], "present"),
    ([(KILL, HOUSE), (WITHDRAWAL, SOURCE), (BACK, HOUSE)], "withdrawn"),
]


@pytest.mark.parametrize(("said", "state"), TOLD)
def test_the_last_words_of_both_voices_count(said: list[Notice], state: str) -> None:
    assert standing(said).state == state


@given(notices, st.sampled_from(Voice))
def test_a_kill_holds_whatever_a_source_says_after_it(said: list[Notice], voice: Voice) -> None:
    later = [(kind, SOURCE) for kind, _ in said]
    assert standing([(KILL, voice), *later]).state == "killed"


@given(notices)
def test_the_house_can_always_lift_its_own_word_and_a_kill(said: list[Notice]) -> None:
    lifted = standing([*said, (BACK, HOUSE)])
    assert lifted.house is None
    assert lifted.state != "killed"


@given(notices)
def test_corrections_change_no_standing(said: list[Notice]) -> None:
    assert standing([one for one in said if one[0] is not CORRECTION]) == standing(said)


PRESENT, GONE, BARRED = Standing(), Standing(source=WITHDRAWAL), Standing(house=WITHDRAWAL)
KILLED, KILLED_BY_SOURCE = Standing(house=KILL), Standing(source=KILL)
GIVEN = {
    # what the house may say:    correct  withdraw  kill   reinstate
    "present": (PRESENT, (True, True, True, False)),
    "taken back by its source": (GONE, (False, True, True, False)),
    "taken back by the house": (BARRED, (False, False, True, True)),
    "killed by the house": (KILLED, (False, False, False, True)),
    "killed by its source": (KILLED_BY_SOURCE, (False, False, False, True)),
}


@pytest.mark.parametrize("how", GIVEN)
def test_every_verb_on_every_state(how: str) -> None:
    present, allowed = GIVEN[how]
    for kind, may in zip(Kind, allowed, strict=True):
        assert (objection(present, (kind, HOUSE)) == "") == may, (how, kind)


@given(notices, st.sampled_from(Kind))
def test_what_is_allowed_changes_something_unless_it_corrects(said: list[Notice], kind: Kind) -> None:
    present = standing(said)
    if not objection(present, (kind, HOUSE)) and kind is not CORRECTION:
        assert present.after((kind, HOUSE)) != present


def test_an_objection_says_what_to_wait_for() -> None:
    assert "when its source offers it again" in objection(GONE, (BACK, HOUSE))
    assert "reinstate it first" in objection(KILLED, (CORRECTION, HOUSE))
    assert "only the house" in objection(KILLED, (BACK, SOURCE))
