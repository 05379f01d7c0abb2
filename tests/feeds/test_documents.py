"""Which feed documents there are, and which are due."""

from datetime import timedelta

import pytest

from service.desks.models import Desk
from service.feeds.documents import ensure, mark_due
from service.feeds.models import FeedDocument
from tests.cast import LANGUAGES, NOON

pytestmark = pytest.mark.django_db
Desks = tuple[Desk, Desk]
LATER = NOON + timedelta(hours=1)


def test_a_desk_has_three_documents_a_language(desks: Desks) -> None:
    made = ensure(desks, LANGUAGES, NOON)
    assert len(made) == len(desks) * len(LANGUAGES) * 3
    assert FeedDocument.objects.filter(due_at=NOON).count() == len(made)
    assert FeedDocument.objects.filter(desk=desks[0], language="kk").count() == 3


def test_what_is_there_is_not_made_again(desks: Desks) -> None:
    ensure(desks, LANGUAGES, NOON)
    FeedDocument.objects.update(due_at=None)
    assert ensure(desks, LANGUAGES, LATER) == []
    assert not FeedDocument.objects.filter(due_at__isnull=False).exists()


def test_a_new_language_makes_its_siblings_due_as_they_name_it(desks: Desks) -> None:
    ensure(desks, ["fr"], NOON)
    FeedDocument.objects.update(due_at=None)
    made = ensure(desks[:1], ["fr", "kk"], LATER)
    assert set(made) == set(FeedDocument.objects.filter(desk=desks[0]).values_list("pk", flat=True))
    assert FeedDocument.objects.filter(due_at=LATER).count() == 6


def test_what_changed_is_due_and_nothing_else(desks: Desks) -> None:
    ensure(desks, LANGUAGES, NOON)
    FeedDocument.objects.update(due_at=None)
    marked = mark_due({desks[1].pk}, {"fr", "ar"}, LATER)
    due = FeedDocument.objects.filter(due_at=LATER)
    assert set(marked) == set(due.values_list("pk", flat=True))
    assert {(row.desk_id, row.language) for row in due} == {(desks[1].pk, "fr"), (desks[1].pk, "ar")}


def test_nothing_changed_marks_nothing(desks: Desks) -> None:
    ensure(desks, LANGUAGES, NOON)
    assert mark_due(frozenset(), frozenset(), LATER) == []
