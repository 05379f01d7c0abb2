"""An article's latest revision is read, and put on its desks: decide, then save, in one transaction."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from service.desks.decide import Copy, Decision, Rules, decide
from service.desks.holdings import with_ancestors
from service.desks.models import Desk, Placement, Version
from service.desks.stories import story_of
from service.desks.weights import DeskRule
from service.house.models import House
from service.ingest.models import Article, Revision


@dataclass(frozen=True, slots=True)
class Placed:
    """What placing an article changed.

    `desks` (ids, with the desks above them) and `languages` are those whose feeds may look different now;
    both are empty if nothing changed. `news`: it stands on a desk for the first time. `again_at`: when it is
    to be placed again, because an embargo ends then.
    """

    version: Version | None
    desks: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    news: bool = False
    again_at: datetime | None = None


def place(
    article: Article, house: House, now: datetime, then: Callable[[Placed], None] = lambda placed: None
) -> Placed:
    """Put what may be shown of `article` on its desks, or take it off them if it was taken back or killed.

    The same revision under the same rules changes nothing and writes nothing. `then` is called within the
    transaction that saves: what follows from the change is saved with it, or not at all. Deciding takes a
    tenth of a second and happens before the transaction.
    """
    revision, opens_at = article.shown(now) if article.state == Article.State.PRESENT else (None, None)
    decision = decide_on(article, revision, house) if revision else None
    with transaction.atomic():
        version = Version.objects.filter(article=article).select_related("story").first()
        if revision and decision:
            placed = _publish(article, revision, version, decision, now, house.settle)
        else:
            placed = _withdraw(version)
        then(placed)
    return replace(placed, again_at=opens_at)


def decide_on(article: Article, revision: Revision, house: House) -> Decision:
    """What the house makes of `revision` by its present desks and rules."""
    desks = Desk.objects.order_by("slug")
    rules = Rules(
        languages=tuple(house.languages),
        hint=article.source.language,
        hold_foreign=house.foreign_passages == "hold",
        desks=tuple(DeskRule(desk.pk, desk.slug, tuple(desk.regions)) for desk in desks),
    )
    copy = Copy(revision.title, revision.summary, revision.body, tuple(revision.authors), revision.language)
    return decide(copy, rules)


def _withdraw(version: Version | None) -> Placed:
    if version is None or version.state == Version.State.WITHDRAWN:
        return Placed(version)
    desks, languages = _shown([version])
    version.state = Version.State.WITHDRAWN
    version.save(update_fields=["state"])
    return _changed(version, desks, languages)


def _publish(
    article: Article,
    revision: Revision,
    old: Version | None,
    decision: Decision,
    now: datetime,
    settle: timedelta,
) -> Placed:
    before = _shown([old] if old else [])
    version = old or Version(article=article)
    story = story_of(article, revision, now)
    values = {**columns(revision, decision), "story": story, "state": _state(old, revision, decision)}
    out = values["state"] == Version.State.PUBLISHED and bool(decision.standings)
    news = out and version.released_at is None
    if news:
        values["released_at"] = now
        values["mailable_at"] = now if revision.breaking else now + settle
    different = [name for name, value in values.items() if old is None or getattr(old, name) != value]
    for name in different:
        setattr(version, name, values[name])
    if different:
        version.save()
    moved = _stand(version, decision)
    if not different and not moved:
        return Placed(version)
    after = _shown([version])
    return _changed(version, before[0] | after[0], before[1] | after[1], news=news)


def _changed(version: Version, desks: set[int], languages: set[str], *, news: bool = False) -> Placed:
    """The change, with the story's other versions: they name this one as their translation."""
    if desks:
        others = Version.objects.filter(story=version.story).exclude(pk=version.pk)
        more = _shown(others)
        desks, languages = desks | more[0], languages | more[1]
    return Placed(version, with_ancestors(desks), frozenset(languages), news)


def _shown(versions: Iterable[Version]) -> tuple[set[int], set[str]]:
    """The desks and languages that the published ones of `versions` are seen on."""
    desks: set[int] = set()
    languages: set[str] = set()
    for version in versions:
        here = set(version.placements.values_list("desk_id", flat=True))
        if version.state == Version.State.PUBLISHED and here:
            desks |= here
            languages.add(version.language)
    return desks, languages


def _state(old: Version | None, revision: Revision, decision: Decision) -> Version.State:
    """Held if the rules say so, unless an editor let this very revision out."""
    released = old is not None and old.state == Version.State.PUBLISHED and old.revision == revision.number
    return Version.State.HELD if decision.held and not released else Version.State.PUBLISHED


def columns(revision: Revision, decision: Decision) -> dict[str, Any]:
    """The columns of the version that `decision` makes of `revision`."""
    return {
        "revision": revision.number,
        "language": decision.language,
        "language_because": decision.language_because,
        "title": decision.title,
        "title_because": decision.title_because,
        "summary": decision.summary,
        "body": decision.body,
        "authors": list(decision.authors),
        "biography": decision.biography,
        "passages": [
            {**asdict(one), "text": decision.text[one.start : one.end]} for one in decision.passages
        ],
        "regions": [
            {"code": one.code, "because": one.because, "weight": one.weight} for one in decision.regions
        ],
        "topics": revision.topics,
        "flags": [{"code": code, "because": because} for code, because in decision.flags],
        "url": revision.url,
        "image": revision.image,
        "minutes": decision.minutes,
        "published_at": revision.published_at,
        "updated_at": revision.updated_at,
    }


def _stand(version: Version, decision: Decision) -> bool:
    """Bring the placements to what was decided; whether any had to change."""
    wanted = {one.desk: (one.because, one.weight) for one in decision.standings}
    present = {one.desk_id: (one.because, one.weight) for one in version.placements.all()}
    if wanted == present:
        return False
    version.placements.exclude(desk_id__in=wanted).delete()
    for desk, (because, weight) in wanted.items():
        Placement.objects.update_or_create(
            version=version, desk_id=desk, defaults={"because": because, "weight": weight}
        )
    return True
