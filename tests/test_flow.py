"""The steps in order, here without workers: each claims its rows, works, and rings for the next."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from service import flow, lease
from service.delivery.models import Batch, Delivery
from service.delivery.plan import plan
from service.desks import place as placing
from service.desks.models import Desk, Version
from service.digests.models import Digest, Run
from service.doorbell import heard
from service.feeds import documents
from service.feeds.models import FeedDocument
from service.house.models import House, Problem
from service.ingest.models import Article, Source
from tests.cast import NOON, a_reader, a_source, an_article
from tests.delivery.letters import a_draft, readers

pytestmark = pytest.mark.django_db(transaction=True)
Desks = tuple[Desk, Desk]


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Settings) -> Path:
    """Feeds and mails of this test alone."""
    settings.FEEDS_ROOT, settings.MAIL_ROOT = tmp_path / "feeds", tmp_path / "mail"
    return tmp_path


def rung(step: str) -> list[int]:
    """The ids that were rung for `step`, and forget them."""
    ids = [pk for name, rows in heard if name == step for pk in rows]
    heard[:] = [(name, rows) for name, rows in heard if name != step]
    return ids


def test_a_file_becomes_a_feed_and_a_mail(house: House, desks: Desks, var: Path) -> None:
    folder = var / "articles"
    folder.mkdir()
    text = "La ville d’Almaty, au Kazakhstan, a ouvert une ligne de métro que ses habitants attendaient."
    (folder / "almaty.txt").write_text(f"---\ntitle: Almaty\ndate: 2026-11-23\n---\n{text}\n")
    source = a_source(location=str(folder))
    Digest.objects.create(desk=desks[0], cadence="daily", hour=7)
    a_reader("camille", desks[0])
    documents.ensure(desks, ["fr"], NOON)

    flow.pull([source.pk], NOON)
    assert Source.objects.get().last_pull["new"] == 1
    flow.place(rung("place"), NOON)
    flow.publish(rung("publish"), NOON)
    assert "Almaty" in (var / "feeds" / "central-asia" / "fr" / "atom.xml").read_text()
    settled = NOON + House.get().settle
    flow.sweep(settled)
    flow.compose(rung("compose"), settled)
    flow.deliver(rung("deliver"), settled)
    assert Delivery.objects.get().state == Delivery.State.ACCEPTED
    assert len(list((var / "mail" / "new").iterdir())) == 1
    assert sum(flow.sweep(settled).values()) == 0


def test_doing_a_step_again_changes_nothing(house: House, desks: Desks) -> None:
    article = an_article()
    flow.place([article.pk], NOON)
    assert Version.objects.count() == 1
    heard.clear()
    flow.place([article.pk], NOON)
    assert heard == []


def test_what_follows_from_a_placing_is_saved_with_it_or_not_at_all(house: House, desks: Desks) -> None:
    def cut_off(placed: placing.Placed) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        placing.place(an_article(), house, NOON, then=cut_off)
    assert not Version.objects.exists()


def test_an_edition_waits_for_the_first_articles(house: House, desks: Desks) -> None:
    Digest.objects.create(desk=desks[0], cadence="daily", hour=7)
    a_reader("camille", desks[0])
    source = a_source(location="/nowhere")
    flow.sweep(NOON)
    assert not Run.objects.exists()
    article = an_article(source=source)
    Source.objects.update(pulled_at=NOON, due_at=NOON + timedelta(minutes=15))
    flow.sweep(NOON)
    assert not Run.objects.exists()
    flow.place([article.pk], NOON)
    flow.sweep(NOON)
    assert Run.objects.count() == 1


def test_an_article_that_fails_holds_up_no_edition(house: House, desks: Desks) -> None:
    Digest.objects.create(desk=desks[0], cadence="daily", hour=7)
    a_reader("camille", desks[0])
    an_article()
    Source.objects.update(pulled_at=NOON, due_at=None)
    Article.objects.update(tries=2)
    flow.sweep(NOON)
    assert Run.objects.count() == 1


def test_a_poisonous_row_is_put_off_and_shown(house: House, desks: Desks) -> None:
    article = an_article()
    Article.objects.update(tries=lease.TRIES_BEFORE_ALARM)
    flow.place([article.pk], NOON)
    assert not Version.objects.exists()
    assert "never finished" in Problem.objects.get().what
    assert lease.due(Article.objects.all(), NOON) == []
    assert lease.due(Article.objects.all(), NOON + timedelta(hours=1)) == [article.pk]


def test_the_sweep_rings_for_what_nobody_heard(house: House, desks: Desks) -> None:
    article = an_article()
    Source.objects.update(due_at=None)
    assert flow.sweep(NOON)["place"] == 1
    assert rung("place") == [article.pk]
    lease.claim(Article.objects.all(), [article.pk], NOON, 60)
    assert flow.sweep(NOON)["place"] == 0
    assert flow.sweep(NOON + timedelta(seconds=61))["place"] == 1


def test_files_that_are_gone_are_printed_again_and_no_others(house: House, desks: Desks, var: Path) -> None:
    documents.ensure(desks, ["fr"], NOON)
    flow.publish(FeedDocument.objects.values_list("pk", flat=True), NOON)
    files = sorted((var / "feeds").rglob("*.xml"))
    before = files[0].read_bytes()
    files[0].unlink()
    heard.clear()

    later = NOON + timedelta(hours=1)
    flow.print_again(later)
    lost = rung("publish")
    assert len(lost) == 1
    flow.publish(lost, later)
    assert files[0].read_bytes() == before


def test_a_feed_that_changes_while_it_is_built_is_built_again(house: House, desks: Desks) -> None:
    ids = documents.ensure(desks, ["fr"], NOON)
    row = lease.claim(FeedDocument.objects.all(), ids[:1], NOON, 60)[0]
    documents.mark_due({desks[0].pk, desks[1].pk}, {"fr"}, NOON + timedelta(seconds=1))
    lease.finish(row, NOON)
    assert row.pk in lease.due(FeedDocument.objects.all(), NOON + timedelta(seconds=1))


def test_a_confirmation_goes_its_own_way_past_a_bulk_sending(house: House, var: Path) -> None:
    digest = plan("digest/asia/daily/2026-11-23", [(a_draft(), readers(3))], NOON)
    confirmation = plan("confirm/1", [(a_draft(), readers(1))], NOON, policy="again", lane="confirm")
    flow.ring_due(NOON)
    assert rung("deliver") == digest.batches
    assert rung("confirm") == confirmation.batches
    flow.confirm(confirmation.batches + digest.batches, NOON)
    states = Delivery.objects.order_by("pk").values_list("mailing__lane", "state")
    assert list(states) == [*[("bulk", "planned")] * 3, ("confirm", "accepted")]


def test_a_worker_goes_on_with_whatever_is_due(house: House, var: Path) -> None:
    first = plan("digest/asia/daily/2026-11-22", [(a_draft(), readers(2))], NOON)
    plan("digest/asia/daily/2026-11-23", [(a_draft(), readers(3))], NOON)
    flow.deliver(first.batches, NOON)
    assert set(Delivery.objects.values_list("state", flat=True)) == {Delivery.State.ACCEPTED}


def test_there_is_work_of_every_kind() -> None:
    assert {rows().model for rows in flow.WORK.values()} >= {Source, Article, FeedDocument, Run, Batch}
