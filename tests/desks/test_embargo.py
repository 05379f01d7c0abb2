"""Nothing leaves before its embargo ends; what was out stays; a kill ends every wait."""

from datetime import timedelta

import pytest

from service import flow
from service.desks.models import Desk, Version
from service.desks.place import place
from service.doorbell import heard
from service.house.models import House
from service.ingest import advisories
from service.ingest.models import Article, Revision
from service.ingest.standing import Kind
from tests.cast import NOON, an_article

pytestmark = pytest.mark.django_db(transaction=True)
Desks = tuple[Desk, Desk]
EVENING = NOON + timedelta(hours=6)
SECOND = timedelta(seconds=1)


def revise(article: Article, **changes: object) -> None:
    """Another revision, taken an hour after noon."""
    last = article.latest
    last.pk, last._state.adding = None, True
    for name, value in {"number": last.number + 1, "taken_at": NOON + timedelta(hours=1), **changes}.items():
        setattr(last, name, value)
    last.save(force_insert=True)
    article.revision = last.number
    article.save(update_fields=["revision"])


def due(article: Article) -> object:
    return Article.objects.values_list("due_at", flat=True).get(pk=article.pk)


def test_an_article_under_embargo_has_no_version_until_the_very_second(house: House, desks: Desks) -> None:
    article = an_article(embargo_until=EVENING)
    flow.place([article.pk], NOON)
    assert (Version.objects.count(), due(article), heard) == (0, EVENING, [])
    flow.place([article.pk], EVENING - SECOND)
    assert Version.objects.count() == 0
    flow.place([article.pk], EVENING)
    assert (Version.objects.get().released_at, due(article)) == (EVENING, None)


def test_the_text_that_is_out_stays_until_the_new_one_may_follow(house: House, desks: Desks) -> None:
    article = an_article()
    place(article, house, NOON)
    revise(article, title="Almaty ferme sa ligne", embargo_until=EVENING)
    placed = place(article, house, EVENING - SECOND)
    assert (placed.again_at, Version.objects.get().revision) == (EVENING, 1)
    place(article, house, EVENING)
    assert Version.objects.get().title == "Almaty ferme sa ligne"


def test_a_killed_article_waits_for_nothing(house: House, desks: Desks) -> None:
    article = an_article(embargo_until=EVENING)
    flow.place([article.pk], NOON)
    advisories.give(article, Kind.KILL, "Faux.", "aigerim", NOON + SECOND)
    flow.place([article.pk], NOON + SECOND)
    assert due(article) is None
    flow.place([article.pk], EVENING)
    assert not Version.objects.exists()


def test_a_kill_a_correction_and_a_reinstatement_travel_the_line(house: House, desks: Desks) -> None:
    article = an_article()
    flow.place([article.pk], NOON)
    version = Version.objects.get()
    steps = [
        (Kind.CORRECTION, Version.State.PUBLISHED, 2),
        (Kind.KILL, Version.State.WITHDRAWN, 2),
        (Kind.REINSTATEMENT, Version.State.PUBLISHED, 2),
    ]
    for hour, (kind, state, revision) in enumerate(steps, 1):
        now = NOON + timedelta(hours=hour)
        advisories.give(article, kind, "Faux.", "aigerim", now, {"title": "Almaty ouvre deux lignes"})
        flow.place([article.pk], now)
        version.refresh_from_db()
        assert (version.state, version.revision, version.released_at) == (state, revision, NOON)
    assert (version.title, Revision.objects.count()) == ("Almaty ouvre deux lignes", 2)


def test_a_new_article_settles_before_it_is_mailed_unless_it_is_breaking(house: House, desks: Desks) -> None:
    for name, breaking, wait in [("a.txt", False, 10), ("b.txt", True, 0)]:
        placed = place(an_article(name, breaking=breaking), house, NOON)
        assert placed.version is not None
        assert placed.version.mailable_at == NOON + timedelta(minutes=wait)


def test_a_sweep_rings_ahead_for_an_embargo_that_ends_before_the_next(house: House, desks: Desks) -> None:
    article = an_article(embargo_until=EVENING)
    flow.place([article.pk], NOON)
    flow.sweep(EVENING - timedelta(minutes=5))
    assert ("place", (article.pk,)) not in heard
    flow.sweep(EVENING - timedelta(seconds=20))
    assert heard.count(("place", (article.pk,))) == 1
