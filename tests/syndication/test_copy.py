"""A partner catches up: standing documents and archives together hold everything that was offered."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from service.desks.models import Desk, Placement, Story, Version
from service.house.models import House
from service.ingest.models import Advisory, Article, Revision
from service.render.partners.values import Entry
from service.syndication.build import publish
from service.syndication.copy import Document, copy_of
from service.syndication.formats import FORMATS
from service.syndication.ledger import take_stock
from service.syndication.models import Entitlement, Offer, Partner
from service.syndication.proofs import proofed
from service.syndication.terms import SLICE, closed
from tests.cast import LANGUAGES, NOON, a_source, a_version
from tests.syndication.outlets import an_entitlement, an_outlet

pytestmark = pytest.mark.django_db
Desks = tuple[Desk, Desk]
HOUR = timedelta(hours=1)
ATOM = Document("atom.xml")


@pytest.fixture
def right(desks: Desks) -> Entitlement:
    """The Courier may have Asia in French."""
    return an_entitlement(an_outlet(), desks[0])


def entries(right: Entitlement, house: House, archive: int = 0) -> dict[str, Entry]:
    """What stands in a document, by the article's key."""
    newest = Offer.objects.filter(entitlement=right).count()
    copy = copy_of(right, house, Document("atom.xml", archive), newest)
    return {entry.piece.id.rpartition(":")[2].partition("/")[0]: entry for entry in copy.entries}


def a_run_of(many: int, desk: Desk) -> list[Version]:
    """So many articles on the desk, released a minute apart, before NOON."""
    source, story = a_source(), Story.objects.create(key="run", opened_at=NOON)
    moments = [NOON - timedelta(minutes=many - number) for number in range(many)]
    articles = Article.objects.bulk_create(
        Article(source=source, external_id=f"{n}", key=f"{n:016x}", first_seen_at=NOON) for n in range(many)
    )
    Revision.objects.bulk_create(
        Revision(article=one, number=1, digest="0", body="", published_at=at, updated_at=at, taken_at=at)
        for one, at in zip(articles, moments, strict=True)
    )
    versions = Version.objects.bulk_create(
        Version(
            article=one,
            story=story,
            revision=1,
            state="published",
            language="fr",
            title=f"Article {one.external_id}",
            summary="Court.",
            body="<p>Long.</p>",
            published_at=at,
            updated_at=at,
            released_at=at,
        )
        for one, at in zip(articles, moments, strict=True)
    )
    Placement.objects.bulk_create(Placement(version=one, desk=desk, because="") for one in versions)
    return versions


def test_whoever_was_away_walks_back_and_misses_nothing(
    right: Entitlement, house: House, desks: Desks
) -> None:
    versions = a_run_of(3 * SLICE + 30, desks[0])
    take_stock(right, NOON - timedelta(days=60))
    take_stock(right, NOON)
    Version.objects.filter(pk=versions[5].pk).update(revision=2, title="Corrigé")
    take_stock(right, NOON + timedelta(days=9))
    newest = Offer.objects.count()
    seen: dict[str, str] = {}
    for archive in (0, *range(closed(newest), 0, -1)):
        for key, entry in entries(right, house, archive).items():
            seen.setdefault(key, entry.piece.title)
    assert len(seen) == len(versions)
    assert seen[versions[5].article.key] == "Corrigé"
    assert entries(right, house)[versions[5].article.key].version == 2, "it changed last: it stands first"


def test_the_articles_of_a_full_archive_never_change_and_its_chain_never_breaks(
    right: Entitlement, house: House, desks: Desks
) -> None:
    versions = a_run_of(SLICE + 1, desks[0])
    take_stock(right, NOON)
    before = entries(right, house, archive=1)
    Version.objects.filter(pk=versions[3].pk).update(state="withdrawn")
    Article.objects.filter(pk=versions[3].article_id).update(state="killed")
    at_once = entries(right, house, archive=1)
    take_stock(right, NOON + HOUR)
    after = entries(right, house, archive=1)
    assert set(before) == set(after)
    for found in (at_once, after):
        killed = found[versions[3].article.key]
        assert (killed.status, killed.piece.body) == ("canceled", "")


def test_a_kill_stands_at_the_top_for_thirty_days(right: Entitlement, house: House, desks: Desks) -> None:
    version = a_version(desks=desks[:1], revision=1)
    take_stock(right, NOON)
    Version.objects.update(state="withdrawn")
    Article.objects.update(state="killed")
    Advisory.objects.create(
        article=version.article, kind="kill", voice="house", revision=1, note="Faux.", who="Camille", at=NOON
    )
    take_stock(right, NOON + HOUR)
    a_run_of(2 * SLICE, desks[0])
    take_stock(right, NOON + timedelta(days=29))
    told = entries(right, house)[version.article.key]
    assert (told.status, told.note, told.piece.updated) == ("canceled", "Faux.", NOON + HOUR)
    a_version(title="Un mois après", desks=desks[:1])
    take_stock(right, NOON + timedelta(days=31))
    assert version.article.key not in entries(right, house)


def test_a_correction_goes_on_being_told_and_dates_the_entry(
    right: Entitlement, house: House, desks: Desks
) -> None:
    version = a_version(desks=desks[:1])
    take_stock(right, NOON)
    assert entries(right, house)[version.article.key].piece.updated == NOON - 3 * HOUR
    Version.objects.update(revision=2)
    Advisory.objects.create(
        article=version.article, kind="correction", voice="house", revision=2, note="Huit.", who="C", at=NOON
    )
    take_stock(right, NOON + HOUR)
    told = entries(right, house)[version.article.key]
    assert (told.note, told.piece.updated) == ("Huit.", NOON + HOUR)


def test_the_contract_cuts_texts_and_pictures(right: Entitlement, house: House, desks: Desks) -> None:
    picture = {"url": "https://pictures.example/metro.jpg", "alt": "", "credit": ""}
    body = '<p>Une ligne de huit stations.</p><img src="https://pictures.example/metro.jpg">'
    version = a_version(desks=desks[:1], body=body, image=picture)
    take_stock(right, NOON)
    whole = entries(right, house)[version.article.key]
    assert (whole.piece.body, whole.whole, whole.piece.image is None) == (body, True, False)
    right.words, right.images = 3, False
    cut = entries(right, house)[version.article.key]
    assert (cut.piece.body, cut.whole, cut.piece.image) == ("<p>Une ligne de…</p>", False, None)


def test_one_article_at_fault_is_left_out_and_the_rest_is_given(
    right: Entitlement, house: House, desks: Desks
) -> None:
    a_version(title="\u200b", desks=desks[:1])
    a_version(desks=desks[:1])
    take_stock(right, NOON)
    for form in FORMATS.values():
        proof = proofed(copy_of(right, house, Document(form.file), 2), form, NOON)
        assert len(proof.copy.entries) == 1
        assert list(proof.left_out.values()) == ["there is nothing to see in its title"]


@pytest.mark.shared
def test_documents_of_every_format_and_language_pass_the_published_schemas(
    house: House, desks: Desks, shared: Path, tmp_path: Path, settings: Settings
) -> None:
    settings.PARTNERS_ROOT = tmp_path
    partner = an_outlet()
    Partner.objects.update(formats=[name for name in FORMATS if name != "atom"])
    partner.refresh_from_db()
    story = a_version("fr", desks=desks[:1]).story
    subjects = [{"code": "20000735", "because": ""}]
    for language in LANGUAGES[1:]:
        a_version(language, f"a]]>b\x08<c& {language}", desks=desks[:1], story=story, subjects=subjects)
    rights = [an_entitlement(partner, desks[0], language) for language in LANGUAGES]
    for right in rights:
        publish(right, house, NOON)
        killed = a_version(right.language, "Tué", desks=desks[:1], body="<p>Secret <b>texte</b></p>")
        publish(right, house, NOON + HOUR)
        Version.objects.filter(pk=killed.pk).update(state="withdrawn")
        assert publish(right, house, NOON + 2 * HOUR).outcome == "written"
    files = sorted(str(file) for file in tmp_path.rglob("*") if file.suffix in {".xml", ".json"})
    assert len(files) == len(LANGUAGES) * len(FORMATS)
    assert not [file for file in files if "Secret" in Path(file).read_text()]
    assert json.loads((tmp_path / "courier/asia/ar/ninjs.json").read_text())["language"] == "ar"
    command = [sys.executable, str(shared / "checks" / "validate.py"), *files]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
