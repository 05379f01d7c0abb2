"""The whole line, as a user runs it: real Redis, real workers, a folder of files in, feeds and mails out."""

from pathlib import Path

import pytest

from tests.app.line import Line, part

pytestmark = [pytest.mark.redis]

NEWSROOM = """
[site]
name = "EurasiaTimes"
url = "https://eurasiatimes.example"
languages = ["fr", "en", "ru", "kk", "zh-Hans", "ar"]
sender = "desk@eurasiatimes.example"

[[desk]]
slug = "asia"
regions = ["142"]
[[desk]]
slug = "central-asia"
parent = "asia"
regions = ["143"]

[[source]]
name = "wire-folder"
kind = "folder"
path = "{folder}"

[[digest]]
desk = "asia"
cadence = "daily"
hour = 7

[[reader]]
email = "camille@reader.example"
languages = ["fr"]
timezone = "Europe/Paris"
desks = ["asia"]
[[reader]]
email = "aigerim@reader.example"
languages = ["kk", "ru"]
timezone = "Asia/Almaty"
desks = ["asia"]
[[reader]]
email = "yusuf@reader.example"
languages = ["ar", "fr"]
timezone = "Africa/Cairo"
desks = ["asia"]

[[partner]]
slug = "partner-outlet"
key = "a-secret-for-trials"
desks = ["asia"]
languages = ["fr"]
"""

FRENCH = """---
title: Almaty ouvre sa nouvelle ligne de métro
date: 2026-11-22T09:00:00Z
---
La ville d’Almaty, au Kazakhstan, a ouvert dimanche une ligne de métro attendue depuis dix ans.

Les huit stations relient la gare aux quartiers de l’ouest. Les habitants y voient la fin des embouteillages.
"""
RUSSIAN = """---
title: В Алматы открыли новую линию метро
date: 2026-11-22T10:00:00Z
translation_of: almaty.txt
---
В Алматы, крупнейшем городе Казахстана, в воскресенье открыли линию метро, которой ждали десять лет.

Восемь станций связывают вокзал с западными районами. Жители надеются, что пробок станет меньше.
"""


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(tmp_path / "var")


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "almaty.txt").write_text(FRENCH, encoding="utf-8")
    (articles / "almaty-ru.txt").write_text(RUSSIAN, encoding="utf-8")
    file = tmp_path / "newsroom.toml"
    file.write_text(NEWSROOM.format(folder="articles"), encoding="utf-8")
    return file


def test_files_become_feeds_and_digests_and_the_second_run_writes_nothing(line: Line, newsroom: Path) -> None:
    first = line.once(newsroom)
    assert first["exit"] == 0, first
    assert first["articles"] == {
        "pulled": 2,
        "new": 2,
        "updated": 0,
        "withdrawn": 0,
        "held": 0,
        "failed": 0,
    }
    assert first["mailings"]["recipients"] == first["mailings"]["accepted"] == 3
    assert first["problems"] == []

    mails = line.mails()
    assert mails["camille@reader.example"]["Content-Language"] == "fr"
    assert "В Алматы открыли" in part(mails["aigerim@reader.example"], "html"), "Kazakh first, then Russian"
    assert 'dir="rtl"' in part(mails["yusuf@reader.example"], "html")
    assert "Almaty ouvre sa nouvelle ligne" in part(mails["yusuf@reader.example"], "plain"), (
        "Arabic, then French"
    )

    atom = line.feed("central-asia/fr/atom.xml")
    assert "Almaty ouvre sa nouvelle ligne de métro".encode() in atom
    assert "В Алматы".encode() not in atom, "one language a feed"
    assert (line.var / "partners" / "partner-outlet" / "asia" / "fr" / "atom.xml").exists()

    second = line.once(newsroom)
    assert second["exit"] == 0, second
    assert (
        second["feeds"]["written"] == second["partners"]["written"] == second["mailings"]["recipients"] == 0
    )
    assert line.feed("central-asia/fr/atom.xml") == atom


def test_an_article_that_is_taken_away_is_counted_and_leaves_its_feeds(line: Line, newsroom: Path) -> None:
    line.once(newsroom)
    (newsroom.parent / "articles" / "almaty.txt").unlink()
    after = line.once(newsroom)
    assert after["articles"]["withdrawn"] == 1
    assert b"Almaty ouvre" not in line.feed("central-asia/fr/atom.xml")
    assert "В Алматы".encode() in line.feed("central-asia/ru/atom.xml")


def test_the_same_articles_make_the_same_bytes_in_another_place(newsroom: Path, tmp_path: Path) -> None:
    one, other = Line(tmp_path / "one"), Line(tmp_path / "other")
    one.once(newsroom, "--now", "2026-11-23T08:00:00Z")
    other.once(newsroom, "--now", "2026-11-23T09:30:00Z")
    for name in ("rss.xml", "atom.xml", "feed.json"):
        assert one.feed(f"asia/fr/{name}") == other.feed(f"asia/fr/{name}")


def test_editions_go_out_when_the_hour_strikes_for_their_readers(line: Line, newsroom: Path) -> None:
    dawn_in_almaty = line.once(newsroom, "--now", "2026-11-23T02:05:00Z")
    assert dawn_in_almaty["mailings"]["accepted"] == 1
    assert list(line.mails()) == ["aigerim@reader.example"]
    paris_too = line.once(newsroom, "--now", "2026-11-23T06:05:00Z")
    assert paris_too["mailings"]["accepted"] == 2
    assert len(line.mails()) == 3


def test_what_is_bad_is_named_and_the_rest_goes_on(line: Line, newsroom: Path) -> None:
    (newsroom.parent / "articles" / "broken.txt").write_bytes(b"\xff\xfe\x00\xd8 not any encoding \x81")
    text = newsroom.read_text().replace("yusuf@reader.example", "yusuf at reader")
    newsroom.write_text(text + '\n[[source]]\nname = "gone"\nkind = "folder"\npath = "nowhere"\n')
    summary = line.once(newsroom)
    assert summary["exit"] == 1
    places = [problem["where"] for problem in summary["problems"]]
    assert any("gone" in place for place in places)
    assert any("yusuf at reader" in place for place in places)
    assert summary["articles"]["new"] >= 2
    assert summary["mailings"]["accepted"] == 2


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"kk", "zh-Hans"', '"kk", "not a tag"', "languages"),
        ('regions = ["143"]', 'regions = ["999"]', "999"),
        ('kind = "folder"', 'kind = "telex"', "telex"),
        ('parent = "asia"', 'parent = "asla"', "asla"),
        ('timezone = "Asia/Almaty"', 'timezone = "Asia/Almati"', "Asia/Almati"),
        ("[site]", "[site", "newsroom.toml"),
    ],
)
def test_a_newsroom_file_with_a_fault_is_refused_in_one_line(
    line: Line, newsroom: Path, old: str, new: str, named: str
) -> None:
    newsroom.write_text(newsroom.read_text().replace(old, new, 1))
    done = line.run("load", str(newsroom))
    assert done.returncode == 2
    assert named in done.stderr
    assert str(newsroom) in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_newsroom_file_that_is_not_there(line: Line, tmp_path: Path) -> None:
    done = line.run("once", "--newsroom", str(tmp_path / "none.toml"))
    assert done.returncode == 2
    assert "none.toml" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
