"""The embedded Redis is a real server, started and ended with the work."""

from pathlib import Path

import pytest
import redis

from service.app.environment import short_socket
from service.app.redis_server import answers, embedded_redis
from service.errors import NoRedis

pytestmark = pytest.mark.redis


def test_it_answers_while_the_block_runs_and_is_gone_after(tmp_path: Path) -> None:
    socket = short_socket(tmp_path / "redis" / "redis.sock")
    with embedded_redis(socket, tmp_path / "redis.log"), redis.Redis(unix_socket_path=str(socket)) as client:
        client.rpush("list", "x")
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    assert not answers(socket)


def test_one_that_already_runs_is_used_and_left_alone(tmp_path: Path) -> None:
    socket = short_socket(tmp_path / "redis" / "redis.sock")
    with embedded_redis(socket, tmp_path / "redis.log"):
        with embedded_redis(socket, tmp_path / "redis.log"):
            assert answers(socket)
        assert answers(socket)


def test_nobody_but_its_owner_can_reach_it(tmp_path: Path) -> None:
    socket = short_socket(tmp_path / "redis" / "redis.sock")
    with embedded_redis(socket, tmp_path / "redis.log"):
        assert socket.stat().st_mode & 0o077 == 0


def test_one_that_cannot_start_says_why(tmp_path: Path) -> None:
    socket = short_socket(tmp_path / "redis" / "redis.sock")
    socket.parent.mkdir(parents=True)
    socket.mkdir()
    with pytest.raises(NoRedis, match="did not start"), embedded_redis(socket, tmp_path / "redis.log"):
        pass
