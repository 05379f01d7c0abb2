"""The keys of a [[digest]], and those of [site] that stand for all digests that do not say otherwise."""

from collections.abc import Sequence

from service.digests.chain import STEPS
from service.digests.models import Digest
from service.newsroom import checks
from service.newsroom.plan import DigestPlan
from service.newsroom.table import Table, nearest

SHARED = ("fallback", "wait_minutes", "outdated", "corrections")
"""How editions choose languages and what becomes of mistakes: said once for the site, or by a digest."""
KEYS = (
    *(
        "desk",
        "cadence",
        "hour",
        "weekday",
        "maximum",
        "minimum",
        "paused",
        "holidays",
        "late_hours",
        "quiet",
    ),
    *("sections", "language", "approval_minutes", "unapproved", *SHARED),
)
LONGEST_WAIT, LONGEST_APPROVAL = 120, 720
"""Minutes."""


def digest(table: Table, site: Table, desks: Sequence[str]) -> DigestPlan:
    """The digest of `table`. Raises NewsroomFileError."""
    maximum, minimum = table.number("maximum", 12, 1, 50), table.number("minimum", 1, 1, 50)
    if minimum > maximum:
        raise table.fault("minimum", f"it is more than the maximum of {maximum}")
    waiting, steps, outdated, corrections = (
        _sayer(key, table, site) for key in ("wait_minutes", "fallback", "outdated", "corrections")
    )
    return DigestPlan(
        desk=table.checked("desk", table.text("desk"), lambda slug: _known(slug, desks)),
        cadence=table.choice("cadence", Digest.Cadence.values),
        hour=table.number("hour", 7, 0, 23),
        weekday=table.checked("weekday", table.text("weekday", "monday"), checks.weekday),
        maximum=maximum,
        minimum=minimum,
        paused=table.flag("paused"),
        holidays=table.each("holidays", checks.holiday, ()),
        late_hours=table.number("late_hours", 0, 0, 168) if table.has("late_hours") else None,
        quiet=table.checked("quiet", table.text("quiet"), checks.hours) if table.has("quiet") else None,
        sections=table.choice("sections", Digest.Sections.values, Digest.Sections.DESKS.value),
        fallback=steps.each("fallback", _step) if steps.has("fallback") else None,
        language=table.checked("language", table.text("language"), checks.language)
        if table.has("language")
        else "",
        wait_minutes=waiting.number("wait_minutes", 0, 0, LONGEST_WAIT),
        outdated=outdated.choice("outdated", Digest.Outdated.values, Digest.Outdated.SKIP.value),
        corrections=bool(corrections.flag("corrections")),
        approval_minutes=table.number("approval_minutes", 0, 0, LONGEST_APPROVAL)
        if table.has("approval_minutes")
        else None,
        unapproved=table.choice("unapproved", Digest.Unapproved.values, Digest.Unapproved.SEND.value),
    )


def _sayer(key: str, table: Table, site: Table) -> Table:
    """Whose word on `key` counts."""
    return table if table.has(key) else site


def _known(slug: str, desks: Sequence[str]) -> str:
    if slug not in desks:
        raise ValueError(f"there is no desk {slug!r}; {nearest(slug, desks)}")
    return slug


def _step(word: str) -> str:
    if word not in STEPS:
        raise ValueError(f"there is no step {word!r}; {nearest(word, STEPS)}")
    return word
