"""The shelf: files that appear whole, with twins, and never under another version's name."""

import gzip
import os
from datetime import datetime, timedelta
from pathlib import Path

import brotli
import pytest

from service.errors import TryAgain, Unsafe
from service.press.shelf import Kept, lifted, place, put
from tests.render.feed_copies import NOON

PATH = "asia/fr/atom.xml"
BODY = b"<feed>" + b"metro " * 200 + b"</feed>"


def shelve(root: Path, body: bytes = BODY, dated: datetime = NOON) -> Kept:
    kept = put(root, PATH, body, dated, lambda: True)
    assert kept is not None
    return kept


def taken(root: Path, *codings: str) -> tuple[str, bytes, str]:
    with lifted(root, PATH, codings) as document:
        assert document is not None
        return document.coding, document.body(), document.etag


def test_a_document_comes_with_its_twins(tmp_path: Path) -> None:
    kept = shelve(tmp_path)
    folder = tmp_path / "asia" / "fr"
    assert kept.written
    assert sorted(file.name for file in folder.iterdir()) == ["atom.xml", "atom.xml.br", "atom.xml.gz"]
    assert (folder / "atom.xml").read_bytes() == BODY
    assert gzip.decompress((folder / "atom.xml.gz").read_bytes()) == BODY
    assert brotli.decompress((folder / "atom.xml.br").read_bytes()) == BODY


def test_the_date_of_the_files_is_the_documents_own(tmp_path: Path) -> None:
    assert shelve(tmp_path).modified == NOON
    dates = {file.stat().st_mtime for file in (tmp_path / "asia" / "fr").iterdir()}
    assert dates == {NOON.timestamp()}


def test_the_same_bytes_are_not_written_again(tmp_path: Path) -> None:
    shelve(tmp_path)
    before = (tmp_path / PATH).stat().st_ino
    again = shelve(tmp_path, dated=NOON + timedelta(hours=1))
    assert not again.written
    assert again.modified == NOON
    assert (tmp_path / PATH).stat().st_ino == before


def test_changed_bytes_are_always_newer(tmp_path: Path) -> None:
    shelve(tmp_path)
    second = shelve(tmp_path, b"<feed/>", NOON - timedelta(days=1))
    assert (second.written, second.modified) == (True, NOON + timedelta(seconds=1))


def test_a_lost_twin_is_made_again_under_the_same_date(tmp_path: Path) -> None:
    shelve(tmp_path)
    (tmp_path / f"{PATH}.gz").unlink()
    kept = shelve(tmp_path)
    assert (kept.written, kept.modified) == (False, NOON)
    assert taken(tmp_path, "gzip")[0] == "gzip"


def test_files_somebody_changed_are_put_right(tmp_path: Path) -> None:
    shelve(tmp_path)
    (tmp_path / PATH).write_bytes(b"somebody else's")
    shelve(tmp_path)
    assert taken(tmp_path, "gzip")[0] == "gzip"
    assert taken(tmp_path)[1] == BODY


def test_a_builder_that_lost_its_claim_writes_nothing(tmp_path: Path) -> None:
    shelve(tmp_path)
    assert put(tmp_path, PATH, b"<old/>", NOON, lambda: False) is None
    assert taken(tmp_path)[1] == BODY
    assert len(list((tmp_path / "asia" / "fr").iterdir())) == 3


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/x/atom.xml",
        "../x/atom.xml",
        "a/../../x/atom.xml",
        "/etc/x/atom.xml",
        "asia/fr/../atom.xml",
        "asia/fr\n/atom.xml",
        "asia/fr/atom.xml\n",
        "%2e%2e/fr/atom.xml",
        "atom.xml",
        "asia/fr/",
        "asia/fr/passwd",
        "",
    ],
)
def test_a_path_that_leads_away_is_refused(tmp_path: Path, path: str) -> None:
    root = tmp_path / "shelf"
    with pytest.raises(Unsafe):
        put(root, path, BODY, NOON, lambda: True)
    assert list(tmp_path.iterdir()) == []
    with lifted(root, path, ()) as document:
        assert document is None


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    root = tmp_path / "shelf"
    (root / "asia").mkdir(parents=True)
    (root / "asia" / "fr").symlink_to(outside)
    with pytest.raises(Unsafe, match="symbolic link"):
        put(root, PATH, BODY, NOON, lambda: True)
    assert list(outside.iterdir()) == []


def test_a_linked_file_is_neither_read_nor_written(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    (tmp_path / "asia" / "fr").mkdir(parents=True)
    (tmp_path / PATH).symlink_to(secret)
    with pytest.raises(Unsafe, match="symbolic link"):
        place(tmp_path, PATH)
    with lifted(tmp_path, PATH, ()) as document:
        assert document is None


def test_a_disk_that_does_not_take_it_is_worth_another_try(tmp_path: Path) -> None:
    (tmp_path / "asia").write_text("a file where a folder should be")
    with pytest.raises(TryAgain, match="cannot be written"):
        put(tmp_path, PATH, BODY, NOON, lambda: True)


def test_the_first_coding_that_is_there_is_taken(tmp_path: Path) -> None:
    shelve(tmp_path)
    assert taken(tmp_path, "br", "gzip")[0] == "br"
    assert taken(tmp_path, "gzip", "br")[0] == "gzip"
    assert taken(tmp_path) == ("identity", BODY, taken(tmp_path)[2])
    (tmp_path / f"{PATH}.br").unlink()
    assert taken(tmp_path, "br", "gzip")[0] == "gzip"


def test_each_coding_has_its_own_tag(tmp_path: Path) -> None:
    shelve(tmp_path)
    tags = {taken(tmp_path)[2], taken(tmp_path, "gzip")[2], taken(tmp_path, "br")[2]}
    assert len(tags) == 3


def test_a_twin_of_another_version_does_not_count(tmp_path: Path) -> None:
    shelve(tmp_path)
    os.utime(tmp_path / f"{PATH}.br", (1, 1))
    assert taken(tmp_path, "br")[:2] == ("identity", BODY)


def test_an_open_document_stays_what_it_was(tmp_path: Path) -> None:
    shelve(tmp_path)
    with lifted(tmp_path, PATH, ()) as document:
        assert document is not None
        shelve(tmp_path, b"<new/>")
        assert document.body() == BODY
    assert taken(tmp_path)[1] == b"<new/>"


def test_the_tag_is_that_of_the_bytes(tmp_path: Path) -> None:
    shelve(tmp_path)
    first = taken(tmp_path)[2]
    shelve(tmp_path, b"<new/>")
    assert taken(tmp_path)[2] != first
    shelve(tmp_path)
    assert taken(tmp_path)[2] == first


def test_a_name_too_long_for_the_disk_is_not_there(tmp_path: Path) -> None:
    with lifted(tmp_path, f"{'a' * 5000}/fr/atom.xml", ()) as document:
        assert document is None
