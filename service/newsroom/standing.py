"""The standing parts of a plan go into the tables: sources and digests."""

from datetime import datetime
from pathlib import Path

from service.desks.models import Desk
from service.digests.models import Digest
from service.ingest.models import Source
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
            "state": Source.State.ACTIVE,
        }
        row, changed = keep(tally, Source, {"name": source.name}, values, {})
        if changed & {"kind", "location", "state"}:
            Source.objects.filter(pk=row.pk).update(
                due_at=now, cursor={}, moved_to="", visited_at=None, failures=0
            )
        _look_for_folder(source, tally)
    others = Source.objects.filter(state=Source.State.ACTIVE).exclude(
        name__in=[one.name for one in plan.sources]
    )
    tally.retired += others.update(state=Source.State.RETIRED, due_at=None)


def _look_for_folder(source: SourcePlan, tally: Tally) -> None:
    if source.kind == Source.Kind.FOLDER and not Path(source.location).is_dir():
        tally.problems[f"source {source.name}"] = (
            f"there is no folder {source.location}: make it, or mend the source's path in the newsroom file"
        )


def load_digests(plan: Plan, desks: dict[str, Desk], tally: Tally) -> None:
    """The plan's digests; the others are paused. An editor's pause stays unless the file ends it."""
    kept = []
    for digest in plan.digests:
        values = {"hour": digest.hour, "weekday": digest.weekday, "maximum": digest.maximum}
        if digest.paused is not None:
            values["paused"] = digest.paused
        which = {"desk": desks[digest.desk], "cadence": digest.cadence}
        row, _ = keep(tally, Digest, which, values, {})
        kept.append(row.pk)
    tally.retired += Digest.objects.filter(paused=False).exclude(pk__in=kept).update(paused=True)
