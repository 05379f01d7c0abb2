"""Loading desks, sources and digests: what is taken out of the file is put out of use."""

import pytest

from service.desks.models import Desk
from service.digests.models import Digest
from service.ingest.models import Source
from service.newsroom.load import load
from tests.cast import NOON
from tests.newsroom.paper import LATER, NEWSROOM, Paper

pytestmark = pytest.mark.django_db


def test_a_source_that_is_taken_out_is_retired_and_comes_back(paper: Paper) -> None:
    load(paper.path, NOON)
    paper.change('[[source]]\nname = "wire-feed"\nkind = "feed"\nurl = "https://wire.example/feed"\n', "")

    loaded = load(paper.path, LATER)

    source = Source.objects.get(name="wire-feed")
    assert (source.state, source.due_at) == (Source.State.RETIRED, None)
    assert loaded.retired == 1
    paper.write(NEWSROOM)
    load(paper.path, LATER)
    source.refresh_from_db()
    assert (source.state, source.due_at) == (Source.State.ACTIVE, LATER)


def test_a_source_that_moved_is_pulled_afresh(paper: Paper) -> None:
    load(paper.path, NOON)
    Source.objects.filter(name="wire-feed").update(cursor={"etag": "old"}, due_at=LATER, failures=3)
    paper.change("wire.example/feed", "wire.example/new")

    load(paper.path, NOON)

    source = Source.objects.get(name="wire-feed")
    assert (source.location, source.cursor, source.failures) == ("https://wire.example/new", {}, 0)
    assert source.due_at == NOON


def test_a_folder_that_is_not_there_is_a_problem_of_its_source(paper: Paper) -> None:
    paper.change('path = "articles"', 'path = "nowhere"')

    loaded = load(paper.path, NOON)

    assert [place for place, _ in loaded.problems] == ["source wire-folder"]
    assert str(paper.path.parent / "nowhere") in loaded.problems[0][1]
    assert Source.objects.count() == 2


def test_a_digest_that_is_taken_out_is_paused(paper: Paper) -> None:
    load(paper.path, NOON)
    paper.change('[[digest]]\ndesk = "asia"\ncadence = "weekly"\nweekday = "sunday"\n', "")

    loaded = load(paper.path, LATER)

    assert [digest.scope for digest in Digest.objects.filter(paused=True)] == ["asia/weekly"]
    assert loaded.retired == 1


def test_a_pause_made_in_the_newsroom_outlives_a_load(paper: Paper) -> None:
    load(paper.path, NOON)
    Digest.objects.update(paused=True)
    load(paper.path, LATER)
    assert not Digest.objects.filter(paused=False).exists()

    paper.change('cadence = "daily"', 'cadence = "daily"\npaused = false')
    load(paper.path, LATER)

    assert [digest.scope for digest in Digest.objects.filter(paused=False)] == ["asia/daily"]


def test_a_desk_that_is_taken_out_stays_and_is_told_of(paper: Paper) -> None:
    load(paper.path, NOON)
    paper.change('[[desk]]\nslug = "central-asia"\nparent = "asia"\nregions = ["143"]\n', "")
    paper.change('"asia", "central-asia"', '"asia"')

    loaded = load(paper.path, LATER)

    assert Desk.objects.count() == 2
    assert [place for place, _ in loaded.problems] == ["newsroom file: desk central-asia"]
