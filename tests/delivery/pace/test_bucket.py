"""A bucket never gives more than flowed into it, in this process or in Redis."""

from hypothesis import given
from hypothesis import strategies as st

from service.delivery.pace.bucket import Level, draw
from service.delivery.pace.limits import Limit


@given(
    st.lists(st.tuples(st.floats(0, 5), st.integers(1, 50)), max_size=40),
    st.lists(st.floats(0.01, 100), min_size=1, max_size=2),
)
def test_never_more_than_the_burst_and_what_flowed_in(
    asks: list[tuple[float, int]], rates: list[float]
) -> None:
    limits = [Limit(f"bucket{number}", rate) for number, rate in enumerate(rates)]
    levels: dict[str, Level] = {}
    now, given_out = 0.0, 0
    for pause, want in asks:
        now += pause
        grant, levels = draw(levels, limits, want, now)
        given_out += grant.count
        assert 0 <= grant.count <= want
        assert (grant.wait > 0) == (grant.count == 0)
    for limit in limits:
        assert given_out <= limit.burst + now * limit.rate + 1e-6


def test_who_waits_as_told_gets_one() -> None:
    limit = Limit("slow", 0.5)
    grant, levels = draw({}, [limit], 5, 0.0)
    assert grant.count == 1
    grant, levels = draw(levels, [limit], 1, 0.5)
    assert grant.wait == 1.5
    assert draw(levels, [limit], 1, 2.0)[0].count == 1


def test_a_clock_that_steps_back_takes_nothing_away() -> None:
    _, levels = draw({}, [Limit("x", 1)], 1, 1000.0)
    assert draw(levels, [Limit("x", 1)], 1, 10.0)[0].count == 1
