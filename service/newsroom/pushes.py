"""The [[push]] tables of a newsroom file: where partners are told, and how; and their way into the tables."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from service import lease
from service.audience.addresses import canonical
from service.errors import BadAddress, Unreadable, Unsafe
from service.ingest.links import safe_url
from service.ingest.sealing import seal, unseal
from service.newsroom.plan import Plan, PushPlan
from service.newsroom.table import Table, nearest
from service.newsroom.tally import Tally, keep
from service.syndication.formats import ATOM, FORMATS
from service.syndication.models import Destination, Partner
from service.syndication.pushing.sftp import folder as sftp_folder

KEYS = (
    *("partner", "name", "kind", "address", "secret", "secret_file"),
    *("host_key", "format", "notices_only", "active"),
)
KINDS = ("post", "sftp", "mail")
SHORTEST_SECRET = 16
LARGEST_SECRET = 16_384
NOT_NAMED = "the newsroom file no longer names it"


def push(table: Table, partners: Sequence[str], folder: Path) -> PushPlan:
    """One [[push]]; `partners` are the file's, secrets in files are looked for from `folder`."""
    partner, kind = table.text("partner"), table.choice("kind", KINDS)
    if partner not in partners:
        raise table.fault("partner", f"there is no partner {partner!r}; {nearest(partner, partners)}")
    return PushPlan(
        partner=partner,
        name=table.text("name", kind),
        kind=kind,
        address=table.checked("address", table.text("address"), CHECKS[kind]),
        secret=_secret(table, kind, folder),
        host_key=table.text("host_key") if kind == "sftp" else "",
        document=table.choice("format", tuple(FORMATS), ATOM),
        notices_only=table.flag("notices_only") is True,
        active=table.flag("active") is not False,
    )


def _web(text: str) -> str:
    if (address := safe_url(text)) is None:
        raise ValueError(f"{text!r} is no http or https address")
    return address


def _folder(text: str) -> str:
    try:
        sftp_folder(text)
    except Unsafe as error:
        raise ValueError(str(error)) from error
    return text


def _mail(text: str) -> str:
    try:
        return canonical(text)
    except BadAddress as error:
        raise ValueError(str(error)) from error


CHECKS = {"post": _web, "sftp": _folder, "mail": _mail}


def _secret(table: Table, kind: str, folder: Path) -> str:
    """The key that signs, the password or the private key. Messages do not repeat it."""
    if kind == "mail":
        return ""
    if table.has("secret") == table.has("secret_file"):
        raise table.fault("secret", "give it, or secret_file, the path of a file that holds it: one of them")
    value = table.raw("secret") if table.has("secret") else _held(table, folder / table.text("secret_file"))
    if kind == "post" and any(len(one) < SHORTEST_SECRET for one in value.split() or [""]):
        raise table.fault("secret", f"a key that signs has at least {SHORTEST_SECRET} characters")
    if not value.strip():
        raise table.fault("secret", "it is empty")
    return value.strip()


def _held(table: Table, path: Path) -> str:
    try:
        with path.open(encoding="ascii") as file:
            return file.read(LARGEST_SECRET)
    except (OSError, UnicodeDecodeError) as error:
        raise table.fault("secret_file", f"{path} cannot be read: {error}") from error


def load_pushes(plan: Plan, tally: Tally, now: datetime) -> None:
    """The plan's destinations; the others are closed, with what waited for them.

    Those of a partner that left the file as a whole stay: it is told of kills as long as its articles are up.
    """
    kept = []
    for push in plan.pushes:
        which = {"partner": Partner.objects.get(slug=push.partner), "name": push.name}
        values = {
            "kind": push.kind,
            "address": push.address,
            "host_key": push.host_key,
            "document": push.document,
            "notices_only": push.notices_only,
            "active": push.active and not _gone(which, push.address),
            "sealed_secret": _sealed(which, push.secret),
        }
        row, changed = keep(tally, Destination, which, values, {"since": now})
        if changed - {"new"} and row.pushes.filter(state="waiting").exists():
            lease.mark_due(Destination.objects.filter(pk=row.pk), now)
        kept.append(row.pk)
    gone = Destination.objects.filter(active=True, partner__active=True).exclude(pk__in=kept)
    tally.retired += gone.update(active=False, closed_because=NOT_NAMED)


def _gone(which: dict[str, object], address: str) -> bool:
    """Whether the other side said that this very address is gone: another one opens it again."""
    rows = Destination.objects.filter(**which, address=address, active=False)
    return rows.exclude(closed_because__in=("", NOT_NAMED)).exists()


def _sealed(which: dict[str, object], secret: str) -> str:
    """The secret, encrypted; as it is kept already, if it is still the same."""
    kept = Destination.objects.filter(**which).values_list("sealed_secret", flat=True).first() or ""
    try:
        return kept if unseal(kept) == secret else seal(secret)
    except Unreadable:
        return seal(secret)
