"""A document is built, kept, left alone, or refused."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from pytest_django.fixtures import Settings

from service import lease
from service.desks.models import Desk, Story, Version
from service.feeds.build import publish
from service.feeds.documents import ensure
from service.feeds.models import FeedDocument
from service.house.models import House, Problem, set_aside
from service.ingest.models import Article
from service.press.run import Built, item_place
from tests.cast import LANGUAGES, NOON, a_version

pytestmark = pytest.mark.django_db
Desks = tuple[Desk, Desk]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: Settings) -> Path:
    """The feeds' folder of this test."""
    settings.FEEDS_ROOT = tmp_path / "feeds"
    return tmp_path / "feeds"


def the_document(desk: Desk, name: str = "atom.xml", language: str = "fr") -> FeedDocument:
    ensure([desk], [language], NOON)
    return FeedDocument.objects.get(desk=desk, format=name, language=language)


def rebuilt(document: FeedDocument, house: House, later: timedelta = timedelta()) -> Built:
    """Build it, that much later than NOON, and note it as flow does."""
    built = publish(document, house, NOON + later)
    lease.finish(document, NOON + later, **built.values)
    document.refresh_from_db()
    return built


def test_a_document_holds_the_articles_of_its_desk_and_of_the_desks_below(
    house: House, desks: Desks, root: Path
) -> None:
    a_version(title="Métro", desks=(desks[1],))
    a_version(title="Pont", desks=(desks[0],))
    a_version("ru", "Мост", desks=(desks[0],))
    built = rebuilt(the_document(desks[0]), house)
    assert built.outcome == "written"
    feed = feedparser.parse((root / "asia/fr/atom.xml").read_bytes())
    assert {entry.title for entry in feed.entries} == {"Métro", "Pont"}
    assert feed.feed.id == "tag:eurasiatimes.example,2026:feed/asia/fr"
    assert feed.entries[0].id.startswith("tag:eurasiatimes.example,2026:")


def test_the_row_knows_what_is_up(house: House, desks: Desks, root: Path) -> None:
    version = a_version(desks=(desks[1],))
    document = the_document(desks[1])
    rebuilt(document, house)
    body = (root / document.path).read_bytes()
    assert (document.size, document.entries) == (len(body), 1)
    assert document.updated_at == version.updated_at
    assert document.due_at is None


@pytest.mark.parametrize("name", FeedDocument.Format.values)
def test_nothing_changed_writes_nothing(house: House, desks: Desks, root: Path, name: str) -> None:
    a_version(desks=(desks[1],))
    document = the_document(desks[1], name)
    rebuilt(document, house)
    before = (root / document.path).stat()
    assert rebuilt(document, house, later=HOUR).outcome == "unchanged"
    assert (root / document.path).stat().st_ino == before.st_ino


def test_the_order_in_which_articles_came_does_not_show(house: House, desks: Desks, root: Path) -> None:
    titles = ["Métro", "Pont", "Gare"]
    document = the_document(desks[1])
    bodies = []
    for order in (titles, titles[::-1]):
        for title in order:
            a_version(title=title, desks=(desks[1],))
        rebuilt(document, house)
        bodies.append((root / document.path).read_bytes())
        Article.objects.all().delete()
        Story.objects.all().delete()
    assert bodies[0] == bodies[1]


def test_an_empty_desk_has_a_feed_dated_by_its_founding(house: House, desks: Desks, root: Path) -> None:
    document = the_document(desks[1])
    assert rebuilt(document, house).outcome == "written"
    assert document.updated_at == desks[1].founded_at
    assert feedparser.parse((root / document.path).read_bytes()).entries == []


def test_an_empty_desks_rss_says_so_until_the_first_article_comes(
    house: House, desks: Desks, root: Path
) -> None:
    document = the_document(desks[1], "rss.xml")
    rebuilt(document, house)
    (opening,) = feedparser.parse((root / document.path).read_bytes()).entries
    assert opening.id.endswith("/opening")
    a_version(desks=(desks[1],))
    rebuilt(document, house)
    (first,) = feedparser.parse((root / document.path).read_bytes()).entries
    assert not first.id.endswith("/opening")


def test_a_withdrawn_article_leaves_and_the_document_is_newer(house: House, desks: Desks) -> None:
    a_version(title="Pont", desks=(desks[1],), updated_at=NOON - 9 * HOUR)
    version = a_version(desks=(desks[1],))
    document = the_document(desks[1])
    rebuilt(document, house)
    before = document.updated_at
    version.state = Version.State.WITHDRAWN
    version.save()
    assert rebuilt(document, house).outcome == "written"
    assert document.entries == 1
    assert before is not None
    assert document.updated_at == before + timedelta(seconds=1)


def test_an_article_at_fault_is_left_out_with_its_reason_and_comes_back(house: House, desks: Desks) -> None:
    a_version(title="Pont", desks=(desks[1],))
    bad = a_version(title="Métro", desks=(desks[1],), url="/metro")
    document = the_document(desks[1])
    assert rebuilt(document, house).outcome == "written"
    assert document.entries == 1
    problem = Problem.objects.get()
    assert problem.place == item_place(f"tag:eurasiatimes.example,2026:{bad.article.key}/fr")
    assert "not an absolute" in problem.what
    Version.objects.filter(pk=bad.pk).update(url="https://eurasiatimes.example/metro")
    rebuilt(document, house)
    assert document.entries == 2
    assert Problem.objects.get().closed_at is not None


def test_a_document_at_fault_is_refused_and_the_last_good_one_stays(
    house: House, desks: Desks, root: Path
) -> None:
    a_version(desks=(desks[1],))
    document = the_document(desks[1])
    rebuilt(document, house)
    good = (root / document.path).read_bytes()
    Version.objects.update(state=Version.State.HELD)
    document.desk.founded_at = NOON + HOUR
    assert rebuilt(document, house).outcome == "refused"
    assert (root / document.path).read_bytes() == good
    assert "stays up" in Problem.objects.get(place=f"feed {document.path}").what


def test_a_problem_of_the_document_is_closed_when_it_is_built(house: House, desks: Desks) -> None:
    document = the_document(desks[1])
    set_aside(f"feed {document.path}", "no room", NOON)
    rebuilt(document, house)
    assert Problem.objects.get().closed_at == NOON


def test_a_full_disk_is_tried_again_in_a_minute(house: House, desks: Desks, root: Path) -> None:
    root.mkdir()
    (root / "central-asia").write_text("no folder")
    document = the_document(desks[1])
    assert rebuilt(document, house).outcome == "refused"
    assert document.due_at == NOON + timedelta(minutes=1)
    assert "cannot be written" in Problem.objects.get().what


def test_an_article_of_tomorrow_makes_the_document_due_tomorrow(house: House, desks: Desks) -> None:
    tomorrow = NOON + timedelta(days=1)
    a_version(desks=(desks[1],), published_at=tomorrow, updated_at=tomorrow)
    document = the_document(desks[1])
    rebuilt(document, house)
    assert (document.entries, document.due_at) == (0, tomorrow)
    assert rebuilt(document, house, later=timedelta(days=1)).outcome == "written"
    assert document.entries == 1


def test_a_builder_whose_claim_ended_writes_nothing(house: House, desks: Desks, root: Path) -> None:
    document = the_document(desks[1])
    slow = lease.claim(FeedDocument.objects.all(), [document.pk], NOON, 60)[0]
    lease.claim(FeedDocument.objects.all(), [document.pk], NOON + timedelta(seconds=61), 60)
    built = publish(slow, house, NOON)
    assert (built.outcome, built.values) == ("unchanged", {})
    assert not (root / document.path).exists()


def test_a_worker_killed_between_file_and_row_is_made_good(house: House, desks: Desks, root: Path) -> None:
    a_version(desks=(desks[1],))
    document = the_document(desks[1])
    publish(document, house, NOON)
    file = (root / document.path).stat()
    assert rebuilt(document, house, later=HOUR).outcome == "unchanged"
    assert (document.entries, document.size) == (1, file.st_size)
    assert (root / document.path).stat().st_ino == file.st_ino


def test_addresses_come_from_the_house_alone(house: House, desks: Desks, root: Path) -> None:
    ensure([desks[1]], ["fr", "kk"], NOON)
    document = the_document(desks[1])
    rebuilt(document, house)
    links = {
        (link.rel, link.get("hreflang"), link.href)
        for link in feedparser.parse((root / document.path).read_bytes()).feed.links
    }
    assert links == {
        ("self", None, "https://eurasiatimes.example/feeds/central-asia/fr/atom.xml"),
        ("hub", None, "https://eurasiatimes.example/hub"),
        ("alternate", "fr", "https://eurasiatimes.example/fr/central-asia/"),
        ("alternate", "kk", "https://eurasiatimes.example/feeds/central-asia/kk/atom.xml"),
    }


@pytest.mark.shared
def test_every_document_passes_the_published_schemas(
    house: House, desks: Desks, root: Path, shared: Path
) -> None:
    """All desks, languages and formats, with articles that are hard on a serialiser."""
    for language in LANGUAGES:
        a_version(language, f"a]]>b\x08<c& {language} 🐪", desks=(desks[1],), topics=["A & B", "\x0b"])
        a_version(language, f"\u202e{language}\u2066", desks=desks, authors=[], regions=[], summary="")
        picture = {"url": "https://pictures.example/a.jpg", "alt": "<a>", "credit": "A & B", "width": 4}
        a_version(language, f"p {language}", desks=(desks[0],), image=picture, body="<p>]]>&nbsp;<br></p>")
    ensure(desks, LANGUAGES, NOON)
    for document in FeedDocument.objects.select_related("desk"):
        assert publish(document, house, NOON).outcome == "written"
    files = sorted(map(str, [*root.rglob("*.xml"), *root.rglob("*.json")]))
    assert len(files) == 36
    checked = subprocess.run(
        [sys.executable, shared / "checks" / "validate.py", *files], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
