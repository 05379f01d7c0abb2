"""`deskwire kill` and its sisters: the notice, and what becomes of the article at once."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from service import flow
from service.desks.models import Desk, Version
from service.doorbell import heard
from service.errors import NoSuchNotice
from service.ingest.models import Advisory, Article
from tests.cast import NOON, an_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Settings) -> None:
    settings.FEEDS_ROOT, settings.EMBEDDED = tmp_path / "feeds", False


@pytest.fixture
def article(desks: tuple[Desk, Desk]) -> Article:
    """An article that stands on its desks."""
    article = an_article()
    flow.place([article.pk], NOON)
    heard.clear()
    return article


def test_a_killed_article_is_off_its_desks_when_the_command_ends(article: Article) -> None:
    call_command("kill", "almaty.txt", note="Rien n’est vrai.", who="aigerim")
    assert Version.objects.get().state == Version.State.WITHDRAWN
    assert Article.objects.get().state == Article.State.KILLED
    assert Advisory.objects.get().who == "aigerim"
    assert {step for step, _ in heard} == {"place"}


def test_a_reinstated_article_is_back(article: Article) -> None:
    call_command("withdraw", article.key, note="On vérifie.")
    call_command("reinstate", article.key, note="C’est vrai.")
    assert Version.objects.get().state == Version.State.PUBLISHED


def test_a_corrected_article_stands_corrected(article: Article, tmp_path: Path) -> None:
    text = tmp_path / "right.html"
    text.write_text("<p>La ville d’Almaty, au Kazakhstan, ouvre deux lignes.</p>", encoding="utf-8")
    call_command("correct", article.key, note="Deux lignes.", title="Almaty ouvre deux lignes", body=text)
    version = Version.objects.get()
    assert (version.title, version.revision) == ("Almaty ouvre deux lignes", 2)
    assert "deux lignes" in version.body


def test_what_cannot_be_done_is_said(article: Article, tmp_path: Path) -> None:
    with pytest.raises(NoSuchNotice, match="stands already"):
        call_command("reinstate", article.key, note="x")
    with pytest.raises(CommandError, match="no article"):
        call_command("kill", "bishkek.txt", note="x")
    with pytest.raises(CommandError, match="cannot be read as UTF-8"):
        call_command("correct", article.key, note="x", body=tmp_path / "gone.html")
