"""The standing parts of a plan go into the tables: sources and digests."""

from datetime import datetime
from pathlib import Path

from service.desks.models import Desk
from service.digests.models import Digest
from service.errors import Unreadable
from service.ingest.models import Source
from service.ingest.sealing import seal, unseal
from service.newsroom.plan import Plan, SourcePlan
from service.newsroom.tally import Tally, keep


def load_sources(plan: Plan, tally: Tally, now: datetime) -> None:
    """The plan's sources, due at once where they are new or moved; the others are retired."""
    for source in plan.sources:
        values = {
            "kind": source.kind,
            "location": source.location,
            "language": source.language,
            "every_minutes": source.every_minutes,
            "longest_minutes": source.longest_minutes,
            "options": source.options,
            "sealed_secret": _sealed(source),
            "state": Source.State.ACTIVE,
        }
        row, changed = keep(tally, Source, {"name": source.name}, values, {})
        if changed & {"kind", "location", "options", "sealed_secret", "state"}:
            Source.objects.filter(pk=row.pk).update(
                due_at=None if source.kind == Source.Kind.PUSH else now,
                cursor={},
                moved_to="",
                visited_at=None,
                failures=0,
            )
        _look_for_folder(source, tally)
    others = Source.objects.filter(state=Source.State.ACTIVE).exclude(
        name__in=[one.name for one in plan.sources]
    )
    tally.retired += others.update(state=Source.State.RETIRED, due_at=None)


def _sealed(source: SourcePlan) -> str:
    """The source's secret, encrypted; as it is kept already, if it is still the same."""
    kept = Source.objects.filter(name=source.name).values_list("sealed_secret", flat=True).first() or ""
    try:
        return kept if unseal(kept) == source.secret else seal(source.secret)
    except Unreadable:
        return seal(source.secret)


def _look_for_folder(source: SourcePlan, tally: Tally) -> None:
    if source.kind == Source.Kind.FOLDER and not Path(source.location).is_dir():
        tally.problems[f"source {source.name}"] = (
            f"there is no folder {source.location}: make it, or mend the source's path in the newsroom file"
        )


def load_digests(plan: Plan, desks: dict[str, Desk], tally: Tally) -> None:
    """The plan's digests; the others are paused. An editor's pause stays unless the file ends it."""
    kept = []
    for digest in plan.digests:
        values = {
            "hour": digest.hour,
            "weekday": digest.weekday,
            "maximum": digest.maximum,
            "holidays": list(digest.holidays),
            "late_hours": digest.late_hours,
            "quiet_from": digest.quiet[0] if digest.quiet else None,
            "quiet_until": digest.quiet[1] if digest.quiet else None,
            "minimum": digest.minimum,
            "sections": digest.sections,
            "fallback": None if digest.fallback is None else list(digest.fallback),
            "language": digest.language,
            "wait_minutes": digest.wait_minutes,
            "outdated": digest.outdated,
            "corrections": digest.corrections,
            "approval_minutes": digest.approval_minutes,
            "unapproved": digest.unapproved,
        }
        if digest.paused is not None:
            values["paused"] = digest.paused
        which = {"desk": desks[digest.desk], "cadence": digest.cadence}
        row, _ = keep(tally, Digest, which, values, {})
        kept.append(row.pk)
    tally.retired += Digest.objects.filter(paused=False).exclude(pk__in=kept).update(paused=True)
