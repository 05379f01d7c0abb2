"""The partner outlets of a plan go into the tables: their trial keys, and the feeds they may have.

Only the digest of a key is kept. A key that the file replaces ends at once; a key that ended, here or in the
newsroom, is not revived by the file. Keys that were made on the command line are not the file's business.
"""

from dataclasses import fields
from datetime import datetime
from typing import Any

from service import lease
from service.desks.models import Desk
from service.errors import NewsroomFileError
from service.newsroom.plan import PartnerPlan, Plan
from service.newsroom.tally import Tally, keep
from service.syndication.keys import key_digest
from service.syndication.models import Entitlement, Partner, PartnerKey

KEY_NAME = "newsroom file"


def load_partners(plan: Plan, desks: dict[str, Desk], tally: Tally, now: datetime) -> None:
    """The plan's partners with their keys and rights; the others are closed."""
    for partner in plan.partners:
        values: dict[str, Any] = {
            "name": partner.name,
            "formats": list(partner.formats),
            "quota": partner.quota,
        }
        if partner.active is not None:
            values["active"] = partner.active
        row, changed = keep(tally, Partner, {"slug": partner.slug}, values, {})
        if "formats" in changed:
            lease.mark_due(Entitlement.standing().filter(partner=row), now)
        if partner.key:
            _load_key(row, partner, plan.file, tally, now)
        _load_rights(row, partner, desks, tally, now)
    others = Partner.objects.filter(active=True).exclude(slug__in=[one.slug for one in plan.partners])
    tally.retired += others.update(active=False)


def _load_key(row: Partner, plan: PartnerPlan, file: str, tally: Tally, now: datetime) -> None:
    digest = key_digest(plan.key)
    key = PartnerKey.objects.filter(sha256=digest).first()
    if key and key.partner_id != row.pk:
        raise NewsroomFileError(
            file, f'partner "{plan.slug}".key', "it was given to another partner: take a fresh one"
        )
    if key is None:
        networks = list(plan.networks)
        PartnerKey.objects.create(partner=row, name=KEY_NAME, sha256=digest, since=now, networks=networks)
        tally.created += 1
    elif key.ends_at and key.ends_at <= now:
        tally.problems[f"newsroom file: partner {plan.slug}"] = (
            f"its key ended on {key.ends_at:%Y-%m-%d} and opens nothing: put a fresh key in the file"
        )
    elif key.networks != list(plan.networks):
        PartnerKey.objects.filter(pk=key.pk).update(networks=list(plan.networks))
        tally.changed += 1
    replaced = PartnerKey.objects.filter(partner=row, name=KEY_NAME, ends_at=None).exclude(sha256=digest)
    tally.retired += replaced.update(ends_at=now)


def _load_rights(
    row: Partner, plan: PartnerPlan, desks: dict[str, Desk], tally: Tally, now: datetime
) -> None:
    terms = {name: list(value) if isinstance(value, tuple) else value for name, value in _terms(plan)}
    kept = []
    for slug in plan.desks:
        for language in plan.languages:
            which = {"partner": row, "desk": desks[slug], "language": language}
            right, changed = keep(tally, Entitlement, which, {"ended_at": None, **terms}, {"due_at": now})
            if changed:
                lease.mark_due(Entitlement.objects.filter(pk=right.pk), now)
            kept.append(right.pk)
    lost = Entitlement.objects.filter(partner=row, ended_at=None).exclude(pk__in=kept)
    tally.retired += lost.update(ended_at=now)


def _terms(plan: PartnerPlan) -> list[tuple[str, Any]]:
    """The columns of an entitlement that the contract says."""
    return [(one.name, getattr(plan.terms, one.name)) for one in fields(plan.terms)]
