"""One run of the press: a copy goes through the gate and onto the shelf, and its row is told."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from service import lease
from service.errors import NotPublishable, TryAgain
from service.house.models import Problem, set_aside, settle
from service.press import gate, shelf
from service.render.feeds import Draw
from service.render.values import FeedCopy

DISK_PAUSE = timedelta(minutes=1)
"""How long to wait before a disk that did not take a document is asked again."""


@dataclass(frozen=True, slots=True)
class Built:
    """What became of a document: `written`, `unchanged` or `refused`, and what its row is to hold.

    `values` go into lease.finish as they are; `again_at` is among them.
    """

    outcome: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """A document to be printed: where it goes, and when it is due again of itself."""

    root: Path
    path: str
    copy: FeedCopy
    draw: Draw
    again_at: datetime | None = None

    @property
    def name(self) -> str:
        """The file's name, which tells the format."""
        return self.path.rpartition("/")[2]


def run(row: lease.Leased, job: Job, place: str, now: datetime) -> Built:
    """Print `job` for the claimed `row`. `place` names the document in the list of problems.

    A piece at fault is left out with its reason. A document at fault, or one that the disk does not take, is
    refused: the last good one stays up.
    """
    try:
        passed = gate.through(job.copy, job.draw, job.name, now)
        kept = shelf.put(job.root, job.path, passed.body, passed.copy.updated, lambda: _ours(row))
    except NotPublishable as error:
        set_aside(place, f"{error}. The last good document stays up", now)
        return Built("refused", {"again_at": job.again_at})
    except TryAgain as error:
        set_aside(place, f"{error}. The last good document stays up", now)
        return Built("refused", {"again_at": now + DISK_PAUSE})
    if kept is None:
        return Built("unchanged")
    _tell(passed, now)
    settle(place, now)
    return Built("written" if kept.written else "unchanged", _columns(job, kept, passed))


def _ours(row: lease.Leased) -> bool:
    return lease.holds(row, row.claimed_by)


def _columns(job: Job, kept: shelf.Kept, passed: gate.Passed) -> dict[str, Any]:
    return {
        "sha256": kept.sha256,
        "size": kept.size,
        "entries": len(passed.copy.pieces),
        "updated_at": kept.modified,
        "again_at": job.again_at,
    }


def _tell(passed: gate.Passed, now: datetime) -> None:
    """Note the pieces that were left out, and close the problems of those that are in again."""
    for piece, why in passed.left_out.items():
        set_aside(item_place(piece), f"{why}. It is left out of the feeds until that is mended", now)
    mended = [item_place(piece.id) for piece in passed.copy.pieces if piece.id not in passed.left_out]
    Problem.objects.filter(place__in=mended, closed_at__isnull=True).update(closed_at=now)


def item_place(piece: str) -> str:
    """How a piece in the feeds is named in the list of problems."""
    return f"feed item {piece}"
