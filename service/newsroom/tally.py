"""What a load did: rows made, rows changed, things put out of use, things set aside."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


@dataclass
class Tally:
    """Counts while a load goes on. `problems` are reasons by place."""

    created: int = 0
    changed: int = 0
    retired: int = 0
    problems: dict[str, str] = field(default_factory=dict)


def keep(
    tally: Tally, model: type[Row], which: dict[str, Any], values: dict[str, Any], first: dict[str, Any]
) -> tuple[Row, frozenset[str]]:
    """The row `which` names, holding `values`, and the names of the columns that this changed.

    A row that is not there is made, with the values of `first` too: "new" is then among the names.
    """
    row = model._default_manager.filter(**which).first()
    if row is None:
        tally.created += 1
        return model._default_manager.create(**which, **values, **first), frozenset({"new", *values})
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        tally.changed += 1
        model._default_manager.filter(pk=row.pk).update(**changed)
    return row, frozenset(changed)
