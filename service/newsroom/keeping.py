"""The desks and rules of a plan go into the tables, beside those that the editors keep.

A row is the file's or the editors' (`Asking.keeper`). Whoever changes one in the admin makes it the editors':
a load leaves it alone, notes what the file says, and tells of the difference until the file is mended or the
row is given back. So the two never fight, and the editors' word stands.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model

from service.desks.models import Asking, Desk, Rule
from service.newsroom.asking import ASKED
from service.newsroom.plan import AskPlan, Plan
from service.newsroom.tally import Tally, keep

PLACE = "newsroom file: "

Row = TypeVar("Row", Desk, Rule)


def load_desks(plan: Plan, tally: Tally, now: datetime) -> tuple[dict[str, Desk], frozenset[str]]:
    """The plan's desks by slug, and the columns that changed on any of them."""
    desks: dict[str, Desk] = {}
    changes: frozenset[str] = frozenset()
    for desk in plan.desks:
        values = {
            **_asked(desk),
            "parent": desks.get(desk.parent),
            "names": desk.names,
            "accent": desk.accent,
        }
        place = f"{PLACE}desk {desk.slug}"
        desks[desk.slug], changed = _keep(
            tally, Desk, {"slug": desk.slug}, values, {"founded_at": now}, place
        )
        changes |= changed
    for row in Desk.objects.exclude(slug__in=desks):
        if row.keeper == Asking.Keeper.EDITORS:
            _forget(row)
            continue
        tally.problems[f"{PLACE}desk {row.slug}"] = (
            "it is not in the file any more but stays, with its articles and feeds: put it back,"
            " or take it over in the newsroom"
        )
    return desks, changes


def load_rules(plan: Plan, desks: Mapping[str, Desk], tally: Tally) -> bool:
    """The plan's rules; others of the file's are taken out. Whether any article may stand elsewhere by it."""
    changed = False
    for rule in plan.rules:
        values = {
            **_asked(rule),
            "desk": desks[rule.desk],
            "effect": rule.effect,
            "active": rule.active,
        }
        _, changes = _keep(tally, Rule, {"name": rule.name}, values, {}, f"{PLACE}rule {rule.name}")
        changed |= bool(changes)
    for row in Rule.objects.exclude(name__in=[rule.name for rule in plan.rules]):
        if row.keeper == Asking.Keeper.EDITORS:
            _forget(row)
        else:
            row.delete()
            tally.retired += 1
            changed = True
    return changed


def _asked(plan: AskPlan) -> dict[str, list[str]]:
    return {key: list(getattr(plan, key)) for key in ASKED}


def _keep(
    tally: Tally,
    model: type[Row],
    which: dict[str, Any],
    values: dict[str, Any],
    first: dict[str, Any],
    place: str,
) -> tuple[Row, frozenset[str]]:
    """As `tally.keep`, for a row that the editors may keep."""
    filed = as_filed(values)
    row = model._default_manager.filter(**which).first()
    if row is None or row.keeper == Asking.Keeper.FILE:
        kept, changed = keep(tally, model, which, {**values, "filed": filed}, first)
        return kept, changed - {"filed"}
    if row.filed != filed:
        row.filed = filed
        row.save(update_fields=["filed"])
    if other := different(row):
        tally.problems[place] = (
            f"the editors keep it, and say otherwise of {', '.join(other)}; theirs stands."
            " Mend the file, or give it back to the file in the newsroom"
        )
    return row, frozenset()


def _forget(row: Desk | Rule) -> None:
    """The file knows it no more: it is the editors' alone."""
    if row.filed is not None:
        row.filed = None
        row.save(update_fields=["filed"])


def as_filed(values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` of columns as JSON holds them: another row as its key."""
    return {name: value.pk if isinstance(value, Model) else value for name, value in values.items()}


def different(row: Desk | Rule) -> list[str]:
    """The columns in which a row differs from what the file said last."""
    present = as_filed({name: getattr(row, name) for name in row.filed or {}})
    return [name for name, value in (row.filed or {}).items() if present[name] != value]


def take_over(row: Desk | Rule) -> None:
    """The row is the editors' from now on."""
    row.keeper = Asking.Keeper.EDITORS


def give_back(row: Desk | Rule) -> bool:
    """The row is the file's again, and says what the file says; False if the file does not know it.

    A desk or a parent that is gone meanwhile stays as it is.
    """
    if row.filed is None:
        return False
    for name, value in row.filed.items():
        related = row._meta.get_field(name).related_model
        if related is None or value is None:
            setattr(row, name, value)
        elif isinstance(related, type) and related._default_manager.filter(pk=value).exists():
            setattr(row, f"{name}_id", value)
    row.keeper = Asking.Keeper.FILE
    row.save()
    return True
