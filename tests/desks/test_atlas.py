"""The files of names that come with Deskwire."""

from pathlib import Path

import pytest

from service.desks.atlas import DATA, KINDS, NO_PLACE, PART, WEAK, sheet
from service.desks.language import KNOWN, base
from service.desks.territories import is_region

NAMED = sorted(path.stem for path in (DATA / "names").glob("*.txt"))
NEITHER = {"", "-"}


def test_every_language_of_the_product_has_its_names() -> None:
    assert {base(tag) for tag in KNOWN} - set(NAMED) == {"ky", "mn", "tg"}


@pytest.mark.parametrize("language", NAMED)
def test_every_name_stands_for_a_place_that_a_desk_can_be_about(language: str) -> None:
    entries = sheet(language).entries
    assert {code for entry in entries for code in entry.codes if not is_region(code)} <= NEITHER
    assert {entry.kind for entry in entries} <= {*KINDS, PART, WEAK, NO_PLACE}
    assert all(entry.text.strip("~ ") for entry in entries)


@pytest.mark.parametrize("path", sorted((DATA / "names").glob("*.txt")), ids=lambda path: path.stem)
def test_no_line_of_a_sheet_is_lost(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert all(line.partition(":")[1] and line.count("/") <= 2 for line in lines)


def test_a_language_without_files_has_an_empty_sheet() -> None:
    assert sheet("qqq").entries == ()
