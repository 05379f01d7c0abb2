"""The demo newsroom that the project ships: it loads whole, and it is worth showing."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from service import lease
from service.house.models import House, Problem
from service.ingest.models import Article, Revision, Source
from service.ingest.pull import pull
from service.newsroom.load import load
from tests.cast import NOON

DEMO = Path(__file__).resolve().parent.parent.parent / "demo"

pytestmark = pytest.mark.django_db


@pytest.fixture
def revisions() -> list[Revision]:
    """The articles of the demo as ingest reads them."""
    load(DEMO / "newsroom.toml", NOON)
    [source] = lease.claim(Source.objects.all(), [Source.objects.get().pk], NOON, 60)
    pull(source, NOON)
    return list(Revision.objects.select_related("article"))


def test_it_loads_and_is_read_without_a_problem(revisions: list[Revision]) -> None:
    assert not Problem.objects.exists()
    assert len(revisions) == Article.objects.count() == len(list((DEMO / "articles").iterdir()))
    assert len(revisions) >= 24


def test_it_speaks_the_six_languages_of_the_house(revisions: list[Revision]) -> None:
    spoken = Counter(revision.language for revision in revisions)

    assert set(spoken) - {""} == set(House.get().languages)
    assert spoken[""], "some declare no language, so that it is found in the text"


def test_at_least_six_stories_exist_in_three_languages_or_more(revisions: list[Revision]) -> None:
    known = {revision.article.external_id for revision in revisions}
    stories: dict[str, int] = defaultdict(int)
    for revision in revisions:
        assert not revision.translation_of or revision.translation_of in known
        stories[revision.translation_of or revision.article.external_id] += 1

    assert sum(versions >= 3 for versions in stories.values()) >= 6
    assert 1 in stories.values()


def test_it_is_dated_in_the_days_before_the_digests(revisions: list[Revision]) -> None:
    assert all(0 < (NOON - revision.published_at).days + 1 <= 5 for revision in revisions)


def test_one_article_has_no_headline_and_an_english_passage(revisions: list[Revision]) -> None:
    [bare] = [revision for revision in revisions if not revision.title]

    assert bare.article.external_id.endswith(".txt")
    assert "This agreement gives every valley" in bare.body


def test_files_of_all_kinds_are_among_them(revisions: list[Revision]) -> None:
    kinds = {Path(revision.article.external_id).suffix for revision in revisions}

    assert kinds == {".md", ".txt", ".html"}
