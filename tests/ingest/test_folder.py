"""A folder of manuscripts: each one an item or a fault, and what cannot be looked into is not gone."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.errors import Unreachable
from service.ingest import folder
from service.ingest.item import Item, Status
from tests.cast import NOON
from tests.ingest.whole import Whole, whole


def harvest(root: Path, now: datetime) -> Whole:
    """All that the folder gives."""
    return whole(folder.harvest(root, now))


def write(root: Path, name: str, text: str | bytes, at: datetime = NOON - timedelta(hours=2)) -> Path:
    """A file that last changed at `at`."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def one(root: Path) -> Item:
    """The only item, where nothing is at fault."""
    found = harvest(root, NOON)
    assert found.faults == ()
    (item,) = found.items
    return item


def test_a_plain_text_file(tmp_path: Path) -> None:
    write(tmp_path, "asie/almaty.txt", "La ligne ouvre.\nHuit stations.")
    item = one(tmp_path)
    assert (item.external_id, item.title) == ("asie/almaty.txt", "")
    assert item.body == "<p>La ligne ouvre.</p>\n<p>Huit stations.</p>"
    assert item.published == NOON - timedelta(hours=2)


def test_a_file_from_the_future_is_dated_now(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "x", at=NOON + timedelta(days=400))
    assert one(tmp_path).published == NOON


def test_a_markdown_file_with_a_head(tmp_path: Path) -> None:
    head = "---\nid: metro-fr\ntranslation_of: metro-ru\nlanguage: fr\npublished: 2026-11-20T09:00:00+05:00\n"
    write(
        tmp_path,
        "a.md",
        head + "author: Mei-Ling Tan\nsummary: Une ligne.\n---\n# La ligne\n\nElle *ouvre*.\n",
    )
    item = one(tmp_path)
    assert (item.external_id, item.translation_of, item.language) == ("metro-fr", "metro-ru", "fr")
    assert (item.title, item.summary, item.authors) == ("La ligne", "Une ligne.", ("Mei-Ling Tan",))
    assert item.body == "<p>Elle <em>ouvre</em>.</p>"
    assert item.published == datetime(2026, 11, 20, 4, tzinfo=UTC)


def test_the_head_goes_before_what_the_text_says(tmp_path: Path) -> None:
    write(tmp_path, "a.html", "---\ntitle: Titre\nlanguage: fr\n---\n<html lang=en><h1>Title</h1><p>x</html>")
    item = one(tmp_path)
    assert (item.title, item.language) == ("Titre", "fr")


def test_other_files_and_hidden_ones_are_left_alone(tmp_path: Path) -> None:
    for name in ("a.pdf", ".b.txt", "c.txt~", ".git/d.txt", "README"):
        write(tmp_path, name, "x")
    assert harvest(tmp_path, NOON).items == ()


def test_names_beyond_ascii_and_capitals(tmp_path: Path) -> None:
    write(tmp_path, "Алматы.TXT", "x")
    assert one(tmp_path).external_id == "Алматы.TXT"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", "café".encode("latin-1"), "0xe9 at position 3"),
        ("a.txt", b"\n\n", "holds no text"),
        ("a.md", b"---\ntitle: [x\n---\n", "not YAML"),
        ("a.html", b"<div>" * 200_000, "are the most"),
        ("a.html", b"<div>" * 50_000, "deep"),
        ("a.txt", b"x" * 5_000_000, "bytes large"),
        ("a.md", f"---\nauthor: a@{'a.' * 4000}\n---\nx".encode(), "author is longer"),
    ],
)
def test_a_file_at_fault_is_set_aside_and_the_rest_goes_on(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    write(tmp_path, name, content)
    write(tmp_path, "b.txt", "Fine.")
    found = harvest(tmp_path, NOON)
    assert [item.external_id for item in found.items] == ["b.txt"]
    ((fault),) = found.faults
    assert fault.item == name
    assert reason in fault.what
    assert found.hidden == {name}


def test_links_pipes_and_folders_with_a_files_name_are_set_aside(tmp_path: Path) -> None:
    outside = write(tmp_path, "secret", "x")
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.txt").symlink_to(outside)
    os.mkfifo(root / "b.txt")
    found = harvest(root, NOON)
    assert [(fault.item, fault.what.split(":")[0]) for fault in found.faults] == [
        ("a.txt", "is a link"),
        ("b.txt", "is no regular file"),
    ]


def test_two_files_with_one_id(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "---\nid: metro\n---\nFirst.")
    write(tmp_path, "b.txt", "---\nid: metro\n---\nSecond.")
    found = harvest(tmp_path, NOON)
    assert [item.body for item in found.items] == ["<p>First.</p>"]
    assert [(fault.item, "bears the id 'metro'" in fault.what) for fault in found.faults] == [("b.txt", True)]


def test_a_head_says_when_and_whether_the_article_may_go_out(tmp_path: Path) -> None:
    head = "embargo: 2026-11-23T19:00:00+05:00\nbreaking: true\ncorrection: Huit stations."
    write(tmp_path, "a.txt", f"---\n{head}\n---\nElle ouvre.")
    (item,) = harvest(tmp_path, NOON).items
    assert (item.embargo_until, item.breaking) == (datetime(2026, 11, 23, 14, tzinfo=UTC), True)
    assert (item.correction, item.status) == ("Huit stations.", Status.USABLE)


def test_an_embargo_is_never_guessed(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "---\nembargo: until Monday\n---\nElle ouvre.")
    found = harvest(tmp_path, NOON)
    assert found.items == ()
    assert "has an embargo that is no date" in found.faults[0].what


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("canceled", Status.CANCELED),
        ("killed", Status.CANCELED),
        ("Withheld", Status.WITHHELD),
        ("on ice", Status.WITHHELD),
    ],
)
def test_a_head_takes_an_article_back(tmp_path: Path, written: str, status: Status) -> None:
    write(tmp_path, "a.txt", f"---\nstatus: {written}\n---\nElle ouvre.")
    (item,) = harvest(tmp_path, NOON).items
    assert item.status is status
    assert len(item.notes) == (written == "on ice")


def test_a_folder_that_is_missing_is_nothing_to_read(tmp_path: Path) -> None:
    for root in (tmp_path / "gone", write(tmp_path, "file", "x")):
        with pytest.raises(Unreachable, match="cannot be read"):
            harvest(root, NOON)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_within_that_cannot_be_listed_hides_what_it_holds(tmp_path: Path) -> None:
    write(tmp_path, "closed/a.txt", "x")
    (tmp_path / "closed").chmod(0)
    found = harvest(tmp_path, NOON)
    (tmp_path / "closed").chmod(0o700)
    assert found.hidden == {"closed/"}


@pytest.mark.shared
def test_the_article_the_house_started_from(shared: Path) -> None:
    found = harvest(shared / "corpus" / "seed", NOON)
    (item,) = found.items
    assert item.body.count("<p>") == 8
    assert item.body.startswith("<p>Mei-Ling Tan est une journaliste")
