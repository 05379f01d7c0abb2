"""The command line says each fault once, in words, and never shows a traceback."""

from pathlib import Path

import pytest

from tests.app.line import Line

NEWSROOM = """
[site]
name = "EurasiaTimes"
url = "https://eurasiatimes.example"
languages = ["fr"]
sender = "desk@eurasiatimes.example"
[[desk]]
slug = "asia"
regions = ["142"]
[[source]]
name = "wire-folder"
kind = "folder"
path = "articles"
"""


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(tmp_path / "var")


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    file = tmp_path / "newsroom.toml"
    file.write_text(NEWSROOM, encoding="utf-8")
    return file


@pytest.mark.parametrize("command", ["pull", "publish", "compose"])
def test_a_step_before_any_newsroom_says_what_to_load(line: Line, command: str) -> None:
    done = line.run(command)
    assert done.returncode == 2
    assert done.stderr == "deskwire: no newsroom is loaded yet: run 'deskwire load FILE' first\n"


def test_explaining_before_anything_was_read_finds_no_article(line: Line) -> None:
    done = line.run("explain", "almaty.txt")
    assert done.returncode == 1
    assert done.stderr == "CommandError: no article has the key, id, URL or headline 'almaty.txt'\n"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SMTP_URL", "smtp:/nobody", "SMTP_URL must look like"),
        ("DATABASE_URL", "postgresql://desk@127.0.0.1:1/x", "the database does not do its part: connection"),
        ("DATABASE_URL", "postgresql://127.0.0.1", "NAME"),
        ("DESKWIRE_VAR", "/dev/null", "DESKWIRE_VAR is /dev/null"),
    ],
)
def test_a_setting_that_cannot_serve_is_said_at_the_start(
    line: Line, newsroom: Path, name: str, value: str, said: str
) -> None:
    done = line.run("load", str(newsroom), SECRET_KEY="only-for-tests", **{name: value})
    assert done.returncode == 2
    assert done.stderr.startswith("deskwire: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr


@pytest.mark.parametrize(
    "url",
    ["redis://127.0.0.1:1/0", "sentinel://127.0.0.1:1;sentinel://127.0.0.1:2"],
    ids=["redis", "sentinel"],
)
def test_a_redis_that_does_not_answer_is_said_before_anything_waits_for_it(
    line: Line, newsroom: Path, url: str
) -> None:
    done = line.run("once", "--newsroom", str(newsroom), "--json", REDIS_URL=url)
    assert done.returncode == 2
    assert done.stderr.startswith("deskwire: the Redis that REDIS_URL names does not answer: ")


def test_pulling_by_hand_names_what_was_set_aside(line: Line, newsroom: Path) -> None:
    (newsroom.parent / "articles" / "broken.md").write_text("---\ntitle: [/open\n---\nAstana.\n")
    line.run("load", str(newsroom))
    done = line.run("pull", "wire-folder")
    assert done.returncode == 1
    assert done.stderr.count("problem source wire-folder: broken.md: has a head that is not YAML") == 1


@pytest.mark.redis
def test_the_table_shows_a_problem_as_it_is_written_and_on_one_line(line: Line, newsroom: Path) -> None:
    marked = newsroom.parent / "articles" / "[" / "bold] marks.txt"
    marked.parent.mkdir()
    marked.write_bytes(b"\xff\xfe\x00\xd8 not any encoding \x81")
    done = line.run("once", "--newsroom", str(newsroom))
    assert done.returncode == 1
    said = [row for row in done.stdout.splitlines() if row.startswith("problem")]
    assert len(said) == 1
    assert said[0].startswith("problem source wire-folder: [/bold] marks.txt: ")
    assert said[0].endswith("save it as UTF-8")
