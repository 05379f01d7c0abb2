"""Settings come from the environment; a wrong one names itself and says what it should hold."""

from pathlib import Path

import pytest

from service.app.environment import Environment, kept_secret, short_socket, state_folder
from service.errors import SettingsError


def test_what_is_not_set_has_its_default() -> None:
    empty = Environment({})
    assert empty.text("NAME", "x") == "x"
    assert empty.flag("NAME", True) is True
    assert empty.number("NAME", 5, 0, 9) == 5
    assert empty.words("NAME", "a, b") == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("FLAG", "maybe", "FLAG is 'maybe'"),
        ("NUMBER", "many", "NUMBER is 'many'"),
        ("NUMBER", "10", "between 0 and 9"),
    ],
)
def test_a_wrong_value_fails_loudly(name: str, value: str, said: str) -> None:
    env = Environment({name: value})
    with pytest.raises(SettingsError, match=said):
        env.flag("FLAG", False) if name == "FLAG" else env.number("NUMBER", 5, 0, 9)


def test_a_url_of_another_kind_is_refused_without_being_shown() -> None:
    env = Environment({"SMTP_URL": "http://user:password@mail.example"})
    with pytest.raises(
        SettingsError, match="SMTP_URL must be a URL that begins with one of: smtp, smtps"
    ) as failure:
        env.url("SMTP_URL", {"smtp", "smtps"})
    assert "password" not in str(failure.value)


def test_a_secret_is_read_from_the_file_that_its_variable_names(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("hush\n")
    assert Environment({"SECRET_KEY_FILE": str(tmp_path / "key")}).text("SECRET_KEY") == "hush"


def test_a_secret_in_two_places_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="both set"):
        Environment({"SECRET_KEY": "a", "SECRET_KEY_FILE": str(tmp_path)}).text("SECRET_KEY")


def test_a_secret_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY_FILE points at"):
        Environment({"SECRET_KEY_FILE": str(tmp_path / "none")}).text("SECRET_KEY")


def test_the_embedded_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = kept_secret(tmp_path / "var" / "secret-key")
    assert kept_secret(tmp_path / "var" / "secret-key") == first
    assert len(first) >= 50
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o077 == 0


def test_a_socket_path_too_long_to_bind_gets_a_short_one_the_same_each_time(tmp_path: Path) -> None:
    short = tmp_path / "redis.sock" if len(str(tmp_path)) < 80 else Path("/tmp/redis.sock")  # noqa: S108
    assert short_socket(short) == short
    long = tmp_path / ("x" * 120) / "redis.sock"
    assert len(str(short_socket(long))) < 100
    assert short_socket(long) == short_socket(long)
    assert short_socket(long) != short_socket(tmp_path / ("y" * 120) / "redis.sock")


@pytest.mark.parametrize("value", ["https://[x", "https://paper.example:99999", "https://"])
def test_a_url_that_names_no_place_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="SITE_URL"):
        Environment({"SITE_URL": value}).url("SITE_URL", {"http", "https"})


def test_a_url_may_name_several_sentinels() -> None:
    several = "sentinel://one.example:26379;sentinel://two.example:26379"
    assert Environment({"REDIS_URL": several}).url("REDIS_URL", {"sentinel"}) == several


def test_a_state_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    with pytest.raises(SettingsError, match=r"DESKWIRE_VAR is .*var"):
        state_folder(tmp_path / "var")
