"""A partner's feed is built."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from pytest_django.fixtures import Settings

from service.desks.models import Desk
from service.house.models import House
from service.syndication.build import publish
from service.syndication.entitlements import mark_due
from service.syndication.models import Entitlement, Partner
from tests.cast import LANGUAGES, NOON, a_version
from tests.syndication.outlets import an_entitlement, an_outlet

pytestmark = pytest.mark.django_db
Desks = tuple[Desk, Desk]


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: Settings) -> Path:
    """The partners' folder of this test, beside the public one."""
    settings.FEEDS_ROOT, settings.PARTNERS_ROOT = tmp_path / "feeds", tmp_path / "partners"
    return tmp_path / "partners"


def test_a_partner_gets_the_articles_in_full_with_their_translations(
    house: House, desks: Desks, root: Path
) -> None:
    french = a_version(desks=(desks[1],))
    kazakh = a_version("kk", "Метро", desks=(desks[1],), story=french.story)
    entitlement = an_entitlement(an_outlet(), desks[0])
    assert publish(entitlement, house, NOON).outcome == "written"
    entry = feedparser.parse((root / "courier/asia/fr/atom.xml").read_bytes()).entries[0]
    assert "Elle compte huit stations." in entry.content[0].value
    assert entry.id == f"tag:eurasiatimes.example,2026:{french.article.key}/fr"
    assert [
        (link.hreflang, kazakh.article.key in link.href) for link in entry.links if link.rel == "alternate"
    ] == [
        ("fr", False),
        ("kk", True),
    ]


def test_it_speaks_of_the_partner_and_has_an_id_of_its_own(house: House, desks: Desks, root: Path) -> None:
    publish(an_entitlement(an_outlet(), desks[1]), house, NOON)
    feed = feedparser.parse((root / "courier/central-asia/fr/atom.xml").read_bytes()).feed
    assert "Courier" in feed.title
    assert "Courier" in feed.rights
    assert feed.id == "tag:eurasiatimes.example,2026:partner/courier/central-asia/fr"
    assert feed.links[0].href == "https://eurasiatimes.example/partners/courier/central-asia/fr/atom.xml"


def test_nothing_of_it_lies_under_the_public_feeds(house: House, desks: Desks, tmp_path: Path) -> None:
    publish(an_entitlement(an_outlet(), desks[1]), house, NOON)
    assert not (tmp_path / "feeds").exists()


def test_nothing_changed_writes_nothing(house: House, desks: Desks) -> None:
    a_version(desks=(desks[1],))
    entitlement = an_entitlement(an_outlet(), desks[1])
    assert publish(entitlement, house, NOON).outcome == "written"
    assert publish(entitlement, house, NOON + timedelta(hours=1)).outcome == "unchanged"


def test_a_change_on_a_desk_is_due_at_its_active_partners_in_every_language(desks: Desks) -> None:
    courier, gone = an_outlet(), an_outlet("gone", "another-key")
    Partner.objects.filter(pk=gone.pk).update(active=False)
    wanted = [an_entitlement(courier, desks[1], language).pk for language in ("fr", "ru")]
    an_entitlement(courier, desks[0])
    an_entitlement(gone, desks[1])
    Entitlement.objects.update(due_at=None)
    assert mark_due({desks[1].pk}, NOON) == wanted
    assert list(Entitlement.objects.filter(due_at=NOON).values_list("pk", flat=True)) == wanted


@pytest.mark.shared
def test_partners_documents_pass_the_published_schema(
    house: House, desks: Desks, root: Path, shared: Path
) -> None:
    story = a_version(desks=(desks[1],)).story
    courier = an_outlet()
    for language in LANGUAGES[1:]:
        a_version(language, f"a]]>b\x08<c& {language}", desks=(desks[1],), story=story)
    for language in LANGUAGES:
        publish(an_entitlement(courier, desks[1], language), house, NOON)
    files = sorted(map(str, root.rglob("*.xml")))
    assert len(files) == len(LANGUAGES)
    checked = subprocess.run(
        [sys.executable, shared / "checks" / "validate.py", *files], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
