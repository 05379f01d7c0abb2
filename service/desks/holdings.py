"""What a desk holds: the versions on it and on the desks below it. Asked by feeds, digests and pages."""

from collections.abc import Iterable

from django.db.models import QuerySet

from service.desks.models import Desk, Version


def descendants(desk: Desk) -> list[Desk]:
    """`desk` and the desks below it, to any depth."""
    below: dict[int | None, list[Desk]] = {}
    for one in Desk.objects.all():
        below.setdefault(one.parent_id, []).append(one)
    found, seen = [desk], {desk.pk}
    for one in found:
        fresh = [child for child in below.get(one.pk, []) if child.pk not in seen]
        seen.update(child.pk for child in fresh)
        found += fresh
    return found


def ancestors(desk: Desk) -> list[Desk]:
    """`desk` and the desks above it, nearest first."""
    by_id = Desk.objects.in_bulk()
    found, seen = [desk], {desk.pk}
    while (above := by_id.get(found[-1].parent_id or 0)) and above.pk not in seen:
        found.append(above)
        seen.add(above.pk)
    return found


def with_ancestors(desks: Iterable[int]) -> frozenset[int]:
    """The ids `desks` and those of all desks above them: everyone who holds what they hold."""
    parents = dict(Desk.objects.values_list("pk", "parent_id"))
    found: set[int] = set()
    for desk in desks:
        step: int | None = desk
        while step is not None and step not in found:
            found.add(step)
            step = parents.get(step)
    return frozenset(found)


def versions_of(desk: Desk, language: str | None = None) -> QuerySet[Version]:
    """The published versions `desk` holds, newest first, each once; in one `language` if it is given."""
    here = Version.objects.filter(placements__desk__in=descendants(desk), state=Version.State.PUBLISHED)
    if language is not None:
        here = here.filter(language=language)
    return here.select_related("article__source").distinct().order_by("-published_at", "-pk")
