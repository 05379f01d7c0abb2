"""Redis and this process do the same sums; Redis does them for several workers at once."""

import socket
from collections.abc import Iterator
from threading import Thread

import pytest
import redis

from service.app.environment import short_socket
from service.app.redis_server import embedded_redis
from service.delivery.pace.limits import Limit
from service.delivery.pace.throttle import Hold
from service.delivery.pace.tokens import LocalTokens, RedisTokens, Tokens
from service.errors import Unreachable

FAST, SLOW = Limit("bulk/all", 100), Limit("bulk/slow.example", 0.02)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of our own."""
    folder = tmp_path_factory.mktemp("redis")
    place = short_socket(folder / "redis.sock")
    with embedded_redis(place, folder / "redis.log"):
        yield f"unix://{place}"


@pytest.fixture(params=["local", pytest.param("redis", marks=pytest.mark.redis)])
def tokens(request: pytest.FixtureRequest) -> Tokens:
    """Both of them, empty."""
    if request.param == "local":
        return LocalTokens()
    place = request.getfixturevalue("url")
    with redis.Redis.from_url(place) as client:
        client.flushall()
    return RedisTokens(place)


def test_a_mail_draws_from_all_its_buckets_or_from_none(tokens: Tokens) -> None:
    assert tokens.draw([FAST, SLOW], 5).count == 1
    refused = tokens.draw([FAST, SLOW], 5)
    assert refused.count == 0
    assert 45 < refused.wait <= 50
    assert tokens.draw([FAST], 1000).count >= 199


def test_a_day_has_its_allowance_and_what_went_before_counts(tokens: Tokens) -> None:
    assert tokens.draw_day("2026-11-23", 10, 4, lambda: 3) == 4
    assert tokens.draw_day("2026-11-23", 10, 4, lambda: 99) == 3
    assert tokens.draw_day("2026-11-23", 10, 4, lambda: 99) == 0
    assert tokens.draw_day("2026-11-24", 10, 4, lambda: 0) == 4


def test_a_hold_is_heard_of(tokens: Tokens) -> None:
    assert tokens.holds() == {}
    tokens.hold("qq.example", Hold(100.5, 2, 80.0))
    assert tokens.holds() == {"qq.example": Hold(100.5, 2, 80.0)}


@pytest.mark.redis
def test_workers_share_a_bucket(url: str) -> None:
    limit, given = Limit("bulk/shared.example", 0.001), [0] * 4
    with redis.Redis.from_url(url) as client:
        client.flushall()

    def worker(number: int) -> None:
        mine = RedisTokens(url)
        given[number] = sum(mine.draw([limit], 1).count for _ in range(20))

    threads = [Thread(target=worker, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(given) == 1


def test_a_redis_that_is_away_is_said() -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        away = RedisTokens(f"redis://127.0.0.1:{one.getsockname()[1]}")
        with pytest.raises(Unreachable, match="Redis does not tell"):
            away.draw([FAST], 1)
