"""Notices on articles, as rows: given, heard, and never changed."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.doorbell import heard
from service.errors import NoSuchNotice
from service.ingest import advisories, store
from service.ingest.item import Harvest, Item, Status
from service.ingest.models import Advisory, Article, Revision
from service.ingest.standing import Kind, Voice, standing
from tests.cast import NOON, a_source, an_article

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(hours=1)
METRO = Item("tag:1", title="Almaty ouvre sa ligne", body="<p>Huit stations.</p>")


def say(kind: Kind, article: Article, note: str = "Rien n’est vrai.", **changes: str) -> Article:
    """The house gives notice an hour later; the article as it stands then."""
    advisories.give(article, kind, note, "aigerim", LATER, changes)
    return Article.objects.get(pk=article.pk)


def offer(*items: Item, at_hour: int = 0) -> tuple[list[int], list[int], list[int]]:
    """The wire gives `items`, that many hours after noon."""
    source, now = a_source(), NOON + timedelta(hours=at_hour)
    taken = store.take(source, Harvest(items), now)
    return taken.new, taken.updated, taken.withdrawn


def test_a_kill_is_a_row_makes_the_article_due_and_rings() -> None:
    article = an_article()
    Article.objects.update(due_at=None)
    killed = say(Kind.KILL, article)
    row = Advisory.objects.get()
    assert (row.kind, row.voice, row.revision, row.note, row.who, row.at) == (
        ("kill", "house", 1, "Rien n’est vrai.", "aigerim", LATER)
    )
    assert (killed.state, killed.due_at, heard) == ("killed", LATER, [("place", (article.pk,))])


def test_a_notice_that_means_nothing_leaves_nothing() -> None:
    article = say(Kind.KILL, an_article())
    heard.clear()
    for kind in (Kind.KILL, Kind.WITHDRAWAL, Kind.CORRECTION):
        with pytest.raises(NoSuchNotice, match="killed"):
            say(kind, article, title="x")
    assert (Advisory.objects.count(), heard) == (1, [])


def test_a_notice_goes_on_record_with_its_reason() -> None:
    with pytest.raises(NoSuchNotice, match="say why"):
        say(Kind.KILL, an_article(), note=" \u202e ")
    assert not Advisory.objects.exists()


def test_what_was_killed_can_be_reinstated_and_the_record_keeps_both() -> None:
    article = say(Kind.REINSTATEMENT, say(Kind.KILL, an_article()))
    assert (article.state, list(Advisory.objects.values_list("kind", flat=True))) == (
        "present",
        ["kill", "reinstatement"],
    )


def test_a_correction_is_a_revision_of_the_houses_own() -> None:
    offer(METRO)
    article = say(Kind.CORRECTION, Article.objects.get(), "Neuf.", body="<p onclick=x>Neuf stations.</p>")
    first, second = Revision.objects.order_by("number")
    assert (article.revision, second.number, second.by, first.by) == (2, 2, "house", "source")
    assert (second.body, second.title, second.updated_at) == ("<p>Neuf stations.</p>", METRO.title, LATER)
    assert (first.body, first.updated_at, second.digest) == (METRO.body, NOON, first.digest)
    assert Advisory.objects.get().revision == 2


def test_a_source_that_says_the_same_again_leaves_the_correction_alone() -> None:
    offer(METRO)
    say(Kind.CORRECTION, Article.objects.get(), "Le titre.", title="Almaty ouvre une ligne")
    assert offer(METRO, at_hour=2) == ([], [], [])
    assert Article.objects.get().latest.title == "Almaty ouvre une ligne"


@pytest.mark.parametrize("changes", [{}, {"title": "Almaty ouvre sa ligne"}, {"body": " "}])
def test_a_correction_of_nothing_is_none(changes: dict[str, str]) -> None:
    offer(METRO)
    with pytest.raises(NoSuchNotice, match="changes nothing"):
        say(Kind.CORRECTION, Article.objects.get(), **changes)
    assert (Revision.objects.count(), Advisory.objects.count()) == (1, 0)


def test_a_corrected_text_that_cannot_be_used_is_said() -> None:
    with pytest.raises(NoSuchNotice, match="cannot be used"):
        say(Kind.CORRECTION, an_article(), body="<div>" * 300)


def test_a_source_kills_its_article_and_offering_it_again_does_not_bring_it_back() -> None:
    offer(METRO)
    _, updated, off = offer(Item("tag:1", status=Status.CANCELED, correction="Faux."), at_hour=1)
    article = Article.objects.get()
    assert (updated, off, article.state, article.offered) == ([], [article.pk], "killed", "canceled")
    assert Advisory.objects.get().notice == (Kind.KILL, Voice.SOURCE)
    offer(METRO, at_hour=2)
    assert (Article.objects.get().state, Article.objects.get().offered) == ("killed", "usable")
    assert say(Kind.REINSTATEMENT, article).state == "present"


def test_after_the_house_reinstated_it_the_sources_old_kill_is_not_heard_again() -> None:
    offer(METRO)
    kill = Item("tag:1", status=Status.CANCELED)
    offer(kill, at_hour=1)
    say(Kind.REINSTATEMENT, Article.objects.get())
    assert offer(kill, at_hour=2) == ([], [], [])
    assert Article.objects.get().state == "present"


def test_a_kill_that_overtakes_its_article_keeps_it_from_ever_standing() -> None:
    (new, _, _) = offer(Item("tag:1", status=Status.CANCELED))
    assert Article.objects.get(pk=new[0]).state == "killed"
    offer(METRO, at_hour=1)
    article = Article.objects.get()
    assert (article.state, article.latest.title) == ("killed", METRO.title)


def test_a_source_that_takes_back_and_offers_again() -> None:
    offer(METRO)
    offer(Item("tag:1", status=Status.WITHHELD), at_hour=1)
    assert Article.objects.get().state == "withdrawn"
    _, updated, _ = offer(METRO, at_hour=2)
    assert (updated, Article.objects.get().state) == ([Article.objects.get().pk], "present")
    assert Revision.objects.count() == 1


steps = st.lists(st.one_of(st.sampled_from(Status), st.sampled_from(Kind)), max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_an_articles_state_is_what_its_notices_come_to(story: list[Status | Kind]) -> None:
    Advisory.objects.all().delete()
    Article.objects.all().delete()
    offer(METRO)
    article = Article.objects.get()
    for hour, step in enumerate(story, 1):
        if isinstance(step, Status):
            offer(Item("tag:1", title=METRO.title, body=METRO.body, status=step), at_hour=hour)
        else:
            try:
                advisories.give(article, step, "why", "aigerim", LATER, {"title": f"Title {hour}"})
            except NoSuchNotice:
                continue
        rows = Advisory.objects.order_by("pk")
        assert Article.objects.get().state == standing(row.notice for row in rows).state
