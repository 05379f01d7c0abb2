"""An article's latest revision is read, and put on its desks: decide, then save, in one transaction."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from service.desks.board import Board
from service.desks.copies import before, keep
from service.desks.decide import Beside, Copy, Decision, judge
from service.desks.editors import words_on
from service.desks.flags import Flag, Passed
from service.desks.models import Placement, Version
from service.desks.reading import Reading, read
from service.desks.stories import kinship, stale, translations
from service.desks.weights import Region
from service.house.models import House
from service.ingest.models import Article, Revision


@dataclass(frozen=True, slots=True)
class Placed:
    """What placing an article changed.

    `desks` (ids, with the desks above them) and `languages` are those whose feeds may look different now;
    both are empty if nothing changed. `news`: it stands on a desk for the first time. `again_at`: when it is
    to be placed again, because an embargo ends then. `translations` (articles) are to be placed again,
    because the original that they were made from changed.
    """

    version: Version | None
    desks: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    news: bool = False
    again_at: datetime | None = None
    translations: tuple[int, ...] = ()


def place(
    article: Article,
    house: House,
    now: datetime,
    then: Callable[[Placed], None] = lambda placed: None,
    board: Board | None = None,
) -> Placed:
    """Put what may be shown of `article` on its desks, or take it off them if it was taken back or killed.

    The same revision under the same rules changes nothing and writes nothing. `then` is called within the
    transaction that saves: what follows from the change is saved with it, or not at all. Deciding takes a
    tenth of a second and happens before the transaction. `board` is the desks and rules, read here if the
    caller did not read them for many articles.
    """
    board = board or Board.of(house)
    revision, opens_at = article.shown(now) if article.state == Article.State.PRESENT else (None, None)
    old = Version.objects.filter(article=article).select_related("story").first()
    decision = decide_on(article, revision, board, old) if revision else None
    with transaction.atomic():
        if revision and decision:
            placed = _Placing(article, revision, board, now).publish(old, decision)
        else:
            placed = _withdraw(old, board)
        then(placed)
    return replace(placed, again_at=opens_at)


def decide_on(article: Article, revision: Revision, board: Board, version: Version | None) -> Decision:
    """What the house makes of `revision`, by its rules and its editors' words. `version` is what it made of
    the article before."""
    copy = Copy(
        title=revision.title,
        summary=revision.summary,
        body=revision.body,
        authors=tuple(revision.authors),
        language=revision.language,
        source=article.source.name,
        categories=tuple(revision.topics),
    )
    words = words_on(article, revision.number)
    out = bool(version and version.state == Version.State.PUBLISHED and version.revision == revision.number)
    rules = board.rules_for(article.source.language)
    reading = read(copy, rules.languages, rules.hint)
    beside = Beside(
        pins=words.pins,
        flags=(
            *words.flags,
            *_dated(revision),
            *_stale(version, revision),
            *_copied(article, revision, reading),
        ),
        passed=Passed(out, words.released),
    )
    return judge(reading, copy, rules, beside)


def _copied(article: Article, revision: Revision, reading: Reading) -> list[Flag]:
    because = before(article, revision.published_at, reading.text)
    return [Flag("suspected-duplicate", because)] if because else []


def _dated(revision: Revision) -> list[Flag]:
    claimed = revision.claimed_at
    if claimed is None or claimed <= revision.taken_at:
        return []
    return [Flag("future-date", f"its source dates it {claimed:%Y-%m-%d %H:%M} UTC; it came before that")]


def _stale(version: Version | None, revision: Revision) -> list[Flag]:
    because = stale(version, revision)
    return [Flag("stale-translation", because)] if because else []


def _withdraw(version: Version | None, board: Board) -> Placed:
    if version is None or version.state == Version.State.WITHDRAWN:
        return Placed(version)
    before = _seen(version, _on(version))
    version.state = Version.State.WITHDRAWN
    version.save(update_fields=["state"])
    return _changed(version, board, before)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The desks (ids) and languages that something is seen on: nothing that is held or taken back."""

    desks: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()

    def __or__(self, other: "_Seen") -> "_Seen":
        return _Seen(self.desks | other.desks, self.languages | other.languages)


@dataclass(frozen=True, slots=True)
class _Placing:
    """One article's revision on its way to its desks."""

    article: Article
    revision: Revision
    board: Board
    now: datetime

    def publish(self, old: Version | None, decision: Decision) -> Placed:
        """Save what was decided, where it differs from what is there."""
        present = {one.desk_id: one for one in old.placements.all()} if old else {}
        before = _seen(old, present) if old else _Seen()
        version = old or Version(article=self.article)
        values = self._values(version, decision)
        different = [name for name, value in values.items() if old is None or getattr(old, name) != value]
        for name in different:
            setattr(version, name, values[name])
        if different:
            version.save()
        if old is None or "body" in different:
            keep(version, decision.text)
        if not _stand(version, decision, present) and not different:
            return Placed(version)
        after = _seen(version, [one.desk for one in decision.standings])
        placed = _changed(version, self.board, before | after, news="mailable_at" in different)
        corrected = old is not None and "revision" in different
        return replace(placed, translations=tuple(translations(self.article)) if corrected else ())

    def _values(self, version: Version, decision: Decision) -> dict[str, Any]:
        """The columns of the version; when it was first out, and since when it is held."""
        state = Version.State.HELD if decision.held else Version.State.PUBLISHED
        kin = kinship(self.article, self.revision, decision.language, decision.gist, self.now)
        values = {
            **columns(self.revision, decision),
            "story": kin.story,
            "story_because": kin.because,
            "translation_of": kin.original,
            "translated_from": kin.revision,
            "state": state,
            "held_at": (version.held_at or self.now) if decision.held else None,
        }
        if not decision.held and decision.standings and version.released_at is None:
            values["released_at"] = self.now
            values["mailable_at"] = self.now if self.revision.breaking else self.now + self.board.house.settle
        return values


def _changed(version: Version, board: Board, seen: _Seen, *, news: bool = False) -> Placed:
    """The change, with the story's other versions: they name this one as their translation."""
    if seen.desks:
        others = Version.objects.filter(story=version.story).exclude(pk=version.pk)
        for other in others.prefetch_related("placements"):
            seen |= _seen(other, _on(other))
    return Placed(version, board.above(seen.desks), seen.languages, news)


def _on(version: Version) -> list[int]:
    return [one.desk_id for one in version.placements.all()]


def _seen(version: Version, desks: Iterable[int]) -> _Seen:
    """Where `version`, which stands on `desks`, is seen."""
    here = frozenset(desks)
    if version.state != Version.State.PUBLISHED or not here:
        return _Seen()
    return _Seen(here, frozenset({version.language}))


def _region(one: Region) -> dict[str, Any]:
    mentions = [{"where": seen.where, "start": seen.start, "end": seen.end} for seen in one.seen]
    return {"code": one.code, "because": one.because, "weight": one.weight, "mentions": mentions}


def columns(revision: Revision, decision: Decision) -> dict[str, Any]:
    """The columns of the version that `decision` makes of `revision`."""
    return {
        "revision": revision.number,
        "language": decision.language,
        "language_because": decision.language_because,
        "gist": decision.gist,
        "title": decision.title,
        "title_because": decision.title_because,
        "summary": decision.summary,
        "body": decision.body,
        "authors": list(decision.authors),
        "biography": decision.biography,
        "passages": [
            {**asdict(one), "text": decision.text[one.start : one.end]} for one in decision.passages
        ],
        "regions": [_region(one) for one in decision.regions],
        "topics": revision.topics,
        "subjects": [{"code": one.code, "because": one.because} for one in decision.subjects],
        "flags": [
            {"code": one.code, "because": one.because, "holds": one.code in decision.holds}
            for one in decision.flags
        ],
        "kept_off": [{"slug": one.slug, "because": one.because} for one in decision.kept_off],
        "url": revision.url,
        "image": revision.image,
        "minutes": decision.minutes,
        "published_at": revision.published_at,
        "updated_at": revision.updated_at,
    }


def _stand(version: Version, decision: Decision, present: dict[int, Placement]) -> bool:
    """Bring the placements, `present` by desk, to what was decided; whether any had to change."""
    wanted = [
        Placement(
            version=version, desk_id=one.desk, because=one.because, weight=one.weight, by=by(one.pinned)
        )
        for one in decision.standings
    ]
    gone = present.keys() - {one.desk_id for one in wanted}
    new = [one for one in wanted if one.desk_id not in present or not _same(one, present[one.desk_id])]
    if gone:
        Placement.objects.filter(version=version, desk_id__in=gone).delete()
    if new:
        Placement.objects.bulk_create(
            new,
            update_conflicts=True,
            unique_fields=["version", "desk"],
            update_fields=["because", "weight", "by"],
        )
    return bool(gone or new)


def by(pinned: bool) -> str:
    """Whose word a placement is."""
    return Placement.By.EDITOR if pinned else Placement.By.RULE


def _same(one: Placement, other: Placement) -> bool:
    return (one.because, one.weight, one.by) == (other.because, other.weight, other.by)
