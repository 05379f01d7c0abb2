"""The article this project started from, through the whole line."""

import json
from pathlib import Path

import pytest

from tests.app.line import Line, part
from tests.app.test_once import NEWSROOM

pytestmark = [pytest.mark.redis, pytest.mark.shared]

BIOGRAPHY = "Mei-Ling Tan est une journaliste"


def test_the_seed_article_is_read_as_an_editor_would_read_it(shared: Path, tmp_path: Path) -> None:
    newsroom = tmp_path / "newsroom.toml"
    newsroom.write_text(NEWSROOM.format(folder=shared / "corpus" / "seed"))
    line = Line(tmp_path / "var")
    summary = line.once(newsroom)
    assert summary["exit"] == 0, summary

    explained = json.loads(line.run("explain", "eurasiatimes-fr.txt", "--json").stdout)
    assert explained["language"] == "fr"
    assert explained["authors"] == ["Mei-Ling Tan"]
    assert explained["title"].startswith("Tous ceux qui visitent Astana")
    regions = {region["code"] for region in explained["regions"]}
    assert {"KZ", "CN", "142", "143"} <= regions
    assert not {"FR", "SG"} & regions
    assert {desk["slug"] for desk in explained["desks"]} >= {"asia", "central-asia"}
    assert all(desk["because"] for desk in explained["desks"])
    assert {passage["language"] for passage in explained["passages"]} == {"en"}
    assert any("passage" in json.dumps(flag) for flag in explained["flags"])

    atom = line.feed("central-asia/fr/atom.xml").decode()
    assert 'lang="en"' in atom or "lang=&quot;en&quot;" in atom or 'lang=\\"en\\"' in atom
    assert BIOGRAPHY not in atom
    mail = part(line.mails()["camille@reader.example"], "html")
    assert 'lang="en"' in mail
    assert "This treaty fixes the principle" in mail
