"""A partner's documents are built: first the ledger of offers, then each format that it takes."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from service import lease
from service.errors import NotPublishable, TryAgain
from service.house.models import House, Problem, set_aside, settle
from service.press import shelf
from service.press.run import Built
from service.syndication.copy import Document, copy_of
from service.syndication.formats import ATOM, FORMATS, Format, files_for
from service.syndication.ledger import Stock, take_stock
from service.syndication.models import Entitlement
from service.syndication.proofs import Proofed, proofed

DISK_PAUSE = timedelta(minutes=1)
"""How long to wait before a disk that did not take a document is asked again."""


def publish(entitlement: Entitlement, house: House, now: datetime) -> Built:
    """Bring the claimed `entitlement` up to date: its offers, and its files where their bytes changed.

    The result's values are for lease.finish: the row's columns, and `again_at` where an article waits for its
    moment. A format that cannot be given keeps its last good file; the others are put up.
    """
    stock = take_stock(entitlement, now)
    outcomes, values = set(), {"again_at": stock.again_at, "offered": stock.newest}
    for form in files_for(entitlement.partner.formats):
        place = f"partner feed {entitlement.folder}/{form.file}"
        try:
            outcome, columns = _printed(entitlement, house, form, stock, now)
        except (NotPublishable, TryAgain) as error:
            set_aside(place, f"{error}. The last good document stays up", now)
            if isinstance(error, TryAgain):
                values["again_at"] = now + DISK_PAUSE
            outcomes.add("refused")
        else:
            settle(place, now)
            outcomes.add(outcome)
            values |= columns if form is FORMATS[ATOM] else {}
    if "refused" in outcomes:
        del values["offered"]  # a document stayed as it was: nobody who takes it has what is new
    worst = next(one for one in ("refused", "written", "unchanged") if one in outcomes)
    return Built(worst, values)


def _printed(
    entitlement: Entitlement, house: House, form: Format, stock: Stock, now: datetime
) -> tuple[str, dict[str, Any]]:
    """Put one format on the shelf; the outcome, and what the row is to hold of it."""
    copy = copy_of(entitlement, house, Document(form.file), stock.newest)
    if form.needs_entries and not copy.entries:
        return "unchanged", {}
    proof = proofed(copy, form, now)
    path = f"{entitlement.folder}/{form.file}"
    kept = shelf.put(settings.PARTNERS_ROOT, path, proof.body, proof.copy.updated, lambda: _ours(entitlement))
    if kept is None:
        return "unchanged", {}
    _tell(proof, now)
    columns = {
        "sha256": kept.sha256,
        "size": kept.size,
        "entries": len(proof.copy.entries),
        "updated_at": kept.modified,
    }
    return ("written" if kept.written else "unchanged"), columns


def _ours(entitlement: Entitlement) -> bool:
    return lease.holds(entitlement, entitlement.claimed_by)


def _tell(proof: Proofed, now: datetime) -> None:
    for piece, why in proof.left_out.items():
        set_aside(_item(piece), f"{why}. Partners are not given it until that is mended", now)
    mended = [_item(entry.piece.id) for entry in proof.copy.entries]
    Problem.objects.filter(place__in=mended, closed_at__isnull=True).update(closed_at=now)


def _item(piece: str) -> str:
    return f"partner item {piece}"
