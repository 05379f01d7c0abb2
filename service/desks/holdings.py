"""What stands on a desk: its own articles and all that its child desks hold."""

from collections.abc import Iterable

from django.db.models import QuerySet

from service.desks.models import Desk, Version


def ancestors(desk: Desk) -> list[Desk]:
    """The desks above `desk`, nearest first. A circle of parents ends where it began."""
    found: list[Desk] = []
    seen = {desk.pk}
    above = desk.parent
    while above is not None and above.pk not in seen:
        found.append(above)
        seen.add(above.pk)
        above = above.parent
    return found


def descendants(desk: Desk) -> list[Desk]:
    """`desk` and all desks below it, each level after the one above."""
    found, level = [desk], [desk]
    while level:
        known = [one.pk for one in found]
        level = list(Desk.objects.filter(parent__in=level).exclude(pk__in=known))
        found += level
    return found


def with_ancestors(ids: Iterable[int]) -> frozenset[int]:
    """The desks `ids` and all desks above them: those whose feeds hold what stands on `ids`."""
    parents = dict(Desk.objects.values_list("pk", "parent_id"))
    found: set[int] = set()
    for start in ids:
        desk: int | None = start
        while desk is not None and desk not in found:
            found.add(desk)
            desk = parents.get(desk)
    return frozenset(found)


def versions_of(desk: Desk, language: str | None = None) -> QuerySet[Version]:
    """The published versions on `desk` or below it, newest first, in `language` if one is given."""
    here = Version.objects.filter(
        state=Version.State.PUBLISHED,
        pk__in=Version.objects.filter(placements__desk__in=descendants(desk)).values("pk"),
    )
    if language is not None:
        here = here.filter(language=language)
    return here.select_related("article__source", "story").order_by("-published_at", "-pk")
