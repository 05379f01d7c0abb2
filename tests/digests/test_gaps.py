"""What a reader of Kazakh, Russian and English gets on a day with gaps in Kazakh, as the handbook shows."""

from pathlib import Path

import pytest

from service.delivery.models import Delivery
from service.desks.models import Desk
from service.digests.compose import compose
from service.digests.due import open_runs
from service.digests.models import Run, Told
from service.digests.preview import headers_of, preview
from service.errors import NoEdition
from service.house.models import House
from tests.cast import NOON
from tests.digests.gaps import HEADLINES, stage

TAKEN = [
    ("film", "kk", "pinned to place 1, 18 h old, weight 2, in kk"),
    ("metro", "kk", "2 h old, weight 2, in kk"),
    (
        *("rail", "ru"),
        "3 h old, weight 2, after 1 of wire-folder, in ru (another of the reader's languages, none in kk)",
    ),
    (
        *("vote", "en"),
        "4 h old, weight 2, after 2 of wire-folder, in en (another of the reader's languages, none in kk)",
    ),
    (
        *("dam", "ru"),
        "6 h old, weight 2, after 4 of wire-folder, in ru (another of the reader's languages, none in kk)",
    ),
]
LEFT = [
    ("port", "in none of the reader's languages, and the chain ends there: only in fr"),
    ("bank", "an editor dropped it"),
]
PAGE = Path(__file__).parents[2] / "docs" / "editions.md"


def named(title: str) -> str:
    return next(name for name, headlines in HEADLINES.items() if title in headlines.values())


def test_the_reader_gets_each_story_in_the_nearest_language_and_none_twice(
    desks: tuple[Desk, Desk], house: House
) -> None:
    stage(desks[0])
    [run] = Run.objects.filter(pk__in=open_runs(NOON, catch_up=True))
    compose(run, house, NOON)
    message = Delivery.objects.get().batch.message
    told = Told.objects.filter(message=message).select_related("version")
    assert [(named(each.version.title), each.version.language, each.because) for each in told] == TAKEN
    assert "орыс тілінде" in message.text, "the mail speaks Kazakh, and says which piece is in Russian"
    assert message.language == "kk"
    assert 'lang="ru" dir="ltr"' in message.html
    dam = message.text[message.text.index(HEADLINES["dam"]["ru"]) :]
    assert "Басқа тілдерде" not in dam, "the Kazakh text is out of date, and nobody is sent to it"


def test_the_preview_says_the_same_and_what_was_left_and_why(desks: tuple[Desk, Desk], house: House) -> None:
    digest = stage(desks[0])
    seen = preview(digest, house, ["kk", "ru", "en"], NOON, NOON.date(), zone="America/New_York")
    nothing = preview(digest, house, ["kk", "ru", "en"], NOON, NOON.date(), zone="Asia/Tokyo")
    assert [line.title for line in nothing.taken] == [HEADLINES["film"]["kk"]], "at seven in Tokyo"
    assert seen.letter is not None
    assert [named(line.title) for line in seen.taken] == [name for name, _, _ in TAKEN]
    assert [(named(line.title), line.because) for line in seen.left] == LEFT
    assert headers_of(seen.letter)["List-Id"] == "<asia-daily-kk.eurasiatimes.example>"
    assert not Run.objects.exists()


def test_a_date_without_an_edition_has_no_preview(desks: tuple[Desk, Desk], house: House) -> None:
    digest = stage(desks[0])
    digest.holidays = ["11-23"]
    with pytest.raises(NoEdition, match="no edition on 2026-11-23"):
        preview(digest, house, ["kk"], NOON, NOON.date())


def test_the_page_of_the_handbook_shows_this_very_day() -> None:
    page = PAGE.read_text()
    for name, language, because in TAKEN:
        assert HEADLINES[name][language] in page
        assert because in page
    for _, because in LEFT:
        assert because in page
