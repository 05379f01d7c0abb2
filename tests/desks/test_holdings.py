"""What stands on a desk."""

from datetime import timedelta

from service.desks.holdings import ancestors, descendants, versions_of, with_ancestors
from service.desks.models import Desk, Version
from tests.cast import NOON, a_version

Desks = tuple[Desk, Desk]


def a_desk(slug: str, parent: Desk | None = None) -> Desk:
    return Desk.objects.create(slug=slug, parent=parent, founded_at=NOON)


def test_a_desk_holds_what_its_child_desks_hold(desks: Desks) -> None:
    asia, central = desks
    version = a_version(desks=(central,))
    assert list(versions_of(asia)) == list(versions_of(central)) == [version]


def test_a_child_does_not_hold_what_stands_above_it(desks: Desks) -> None:
    asia, central = desks
    a_version(desks=(asia,))
    assert list(versions_of(central)) == []


def test_a_version_on_parent_and_child_is_held_once(desks: Desks) -> None:
    version = a_version(desks=desks)
    assert list(versions_of(desks[0])) == [version]


def test_only_what_is_published_in_the_language_newest_first(desks: Desks) -> None:
    asia, _ = desks
    old = a_version(title="Hier", desks=(asia,), published_at=NOON - timedelta(days=1))
    new = a_version(title="Aujourd’hui", desks=(asia,))
    a_version("ru", title="Сегодня", desks=(asia,))
    a_version(title="Retenu", desks=(asia,), state=Version.State.HELD)
    a_version(title="Retiré", desks=(asia,), state=Version.State.WITHDRAWN)
    assert list(versions_of(asia, "fr")) == [new, old]
    assert versions_of(asia).count() == 3


def test_the_tree_above_and_below(desks: Desks) -> None:
    asia, central = desks
    almaty = a_desk("almaty", central)
    assert descendants(asia) == [asia, central, almaty]
    assert ancestors(almaty) == [central, asia]
    assert with_ancestors([almaty.pk]) == {almaty.pk, central.pk, asia.pk}
    assert with_ancestors([]) == frozenset()


def test_a_circle_of_parents_ends(desks: Desks) -> None:
    asia, central = desks
    Desk.objects.filter(pk=asia.pk).update(parent=central)
    asia.refresh_from_db()
    assert ancestors(asia) == [central]
    assert descendants(asia) == [asia, central]
    assert with_ancestors([asia.pk]) == {asia.pk, central.pk}
