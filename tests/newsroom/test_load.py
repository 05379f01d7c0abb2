"""Loading a newsroom file: all or nothing, again without effect, and waking what a change shows in."""

from pathlib import Path

import pytest

from service.desks.models import Desk
from service.digests.models import Digest
from service.errors import NewsroomFileError
from service.feeds.models import FeedDocument
from service.house.models import House
from service.ingest.models import Article, Source
from service.newsroom.load import load
from service.syndication.models import Entitlement
from tests.cast import NOON, an_article
from tests.newsroom.paper import LATER, NEWSROOM, Paper, all_rows

pytestmark = pytest.mark.django_db


def test_the_whole_newsroom_is_there(paper: Paper) -> None:
    loaded = load(paper.path, NOON)

    house = House.get()
    assert (house.sender, house.tag_authority) == ("desk@eurasiatimes.example", "eurasiatimes.example,2026")
    central = Desk.objects.get(slug="central-asia")
    assert central.parent == Desk.objects.get(slug="asia")
    assert Source.objects.get(name="wire-folder").location == str(paper.path.parent / "articles")
    assert sorted(digest.scope for digest in Digest.objects.all()) == ["asia/daily", "asia/weekly"]
    assert loaded.problems == ()
    assert loaded.changed == loaded.retired == 0


def test_there_is_a_document_for_each_desk_language_and_format(paper: Paper) -> None:
    load(paper.path, NOON)

    assert FeedDocument.objects.count() == 2 * 2 * 3


def test_sources_feeds_and_rights_wait_for_their_steps(paper: Paper) -> None:
    due = load(paper.path, NOON).due

    assert len(due["pull"]) == Source.objects.count()
    assert len(due["publish"]) == FeedDocument.objects.count()
    assert len(due["syndicate"]) == Entitlement.objects.count()
    assert due["place"] == []


def test_loading_twice_changes_nothing(paper: Paper) -> None:
    load(paper.path, NOON)
    before = all_rows()

    again = load(paper.path, LATER)

    assert all_rows() == before
    assert (again.created, again.changed, again.retired) == (0, 0, 0)


def test_the_tag_authority_never_changes(paper: Paper) -> None:
    load(paper.path, NOON)
    paper.change(
        'url = "https://eurasiatimes.example"', 'url = "https://new.example"\ntag = "new.example,2027"'
    )

    loaded = load(paper.path, LATER)

    assert House.get().url == "https://new.example"
    assert House.get().tag_authority == "eurasiatimes.example,2026"
    assert [place for place, _ in loaded.problems] == ["newsroom file: site.tag"]


def test_what_a_load_did_is_said_in_lines(paper: Paper) -> None:
    load(paper.path, NOON)
    paper.change('path = "articles"', 'path = "nowhere"')

    said = str(load(paper.path, LATER)).splitlines()

    assert said[0] == "0 rows made, 1 changed, 0 put out of use"
    assert said[1].startswith("source wire-folder: there is no folder")


@pytest.mark.parametrize(
    ("old", "new", "articles_wait"),
    [
        ('regions = ["143"]', 'regions = ["143", "MN"]', True),
        ('parent = "asia"\n', "", True),
        ('["fr", "kk"]\nsender', '["fr", "kk", "en"]\nsender', True),
        ('name = "EurasiaTimes"', 'name = "Eurasia Times"', False),
        ('regions = ["143"]', 'regions = ["143"]\nnames = { fr = "Steppes" }', False),
    ],
)
def test_what_changes_the_desks_wakes_the_articles_and_what_changes_words_the_feeds(
    paper: Paper, old: str, new: str, articles_wait: bool
) -> None:
    load(paper.path, NOON)
    an_article()
    for model in (Article, FeedDocument, Entitlement):
        model._default_manager.update(due_at=None)
    paper.change(old, new)

    due = load(paper.path, LATER).due

    assert bool(due["place"]) == articles_wait
    assert len(due["publish"]) == FeedDocument.objects.count()
    assert len(due["syndicate"]) == Entitlement.objects.count()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no such file"),
        (b"\xff\xfe[site]", "it is not UTF-8"),
        (b"[site]\nname = ", "it is not TOML"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "newsroom.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(NewsroomFileError) as caught:
        load(path, NOON)

    assert str(caught.value).startswith(f"{path}: {said}")
    assert not House.objects.exists()


def test_a_folder_is_no_newsroom_file(tmp_path: Path) -> None:
    with pytest.raises(NewsroomFileError, match="it cannot be read"):
        load(tmp_path, NOON)


def test_a_file_with_a_byte_order_mark_is_read(paper: Paper) -> None:
    paper.path.write_bytes(b"\xef\xbb\xbf" + NEWSROOM.encode())

    load(paper.path, NOON)

    assert House.get().name == "EurasiaTimes"


def test_a_sender_that_cannot_be_one_stops_the_load(paper: Paper) -> None:
    paper.change("Desk@EurasiaTimes.example", "the desk")

    with pytest.raises(NewsroomFileError, match=r"newsroom.toml: site.sender: 'the desk'"):
        load(paper.path, NOON)

    assert not House.objects.exists()
