"""A server gets more connections while it likes them, fewer when it does not, none while it is away."""

from hypothesis import given
from hypothesis import strategies as st

from service.delivery.smtp.window import FIRST, LONGEST, Window


def test_it_doubles_with_each_window_until_the_first_displeasure() -> None:
    window = Window(100)
    for _ in range(int(FIRST)):
        window = window.took()
    assert window.room(0) == 2 * FIRST


def test_after_a_failure_it_halves_and_grows_by_one_for_a_window_of_mails() -> None:
    window = Window(100, size=40).failed(0, others_work=True, chance=0)
    assert window.room(0) == 20
    for _ in range(21):
        window = window.took()
    assert window.room(0) == 21


def test_a_server_that_is_away_is_left_alone_twice_as_long_each_time_then_one_may_try() -> None:
    window, now, pauses = Window(100), 0.0, []
    for _ in range(4):
        window = window.failed(now, others_work=False, chance=1)
        pauses.append(window.closed_until - now)
        assert window.room(now) == 0
        now = window.closed_until
        assert window.room(now) == 1
    assert pauses == [1, 2, 4, 8]
    assert window.took().failures == 0


@given(st.lists(st.sampled_from(["took", "cut", "away"]), max_size=80), st.floats(0, 1), st.integers(1, 50))
def test_it_never_exceeds_its_most_and_never_closes_for_ever(
    events: list[str], chance: float, most: int
) -> None:
    window = Window(most)
    for event in events:
        window = window.took() if event == "took" else window.failed(0, event == "cut", chance)
        assert 0 <= window.room(0) <= most
        assert 1 <= window.room(LONGEST + 1) <= most
