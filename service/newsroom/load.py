"""A newsroom file goes into the tables: all of it or nothing, and a second time without effect.

What the file does not name any more is put out of use, never deleted: a source is retired, a digest is
paused, a partner is closed. Desks stay, with a note for the editors, because articles stand on them. Readers
only ever come in: who left by a link stays away, whatever the file says.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.db import transaction

from service import lease
from service.audience.addresses import canonical
from service.desks.models import Desk
from service.errors import BadAddress, NewsroomFileError
from service.feeds import documents
from service.feeds.hub.outside import name_hubs
from service.feeds.models import FeedDocument
from service.house.models import House, Problem, set_aside
from service.ingest.models import Article, Source
from service.newsroom.asking import ASKED
from service.newsroom.file import read
from service.newsroom.keeping import load_desks, load_rules
from service.newsroom.outlets import load_partners
from service.newsroom.people import load_readers
from service.newsroom.plan import Plan
from service.newsroom.pushes import load_pushes
from service.newsroom.standing import load_digests, load_sources
from service.newsroom.tally import Tally, keep
from service.syndication.models import Entitlement

PLACE = "newsroom file: "
"""How the places of this file's own problems begin: a load closes those that it does not find again."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did. `due` are the ids of rows that wait for each step: ring for them, or let the sweep."""

    created: int
    changed: int
    retired: int
    problems: tuple[tuple[str, str], ...]
    """Place and reason of what was set aside."""
    due: dict[str, list[int]]

    def __str__(self) -> str:
        said = [f"{place}: {what}" for place, what in self.problems]
        return "\n".join(
            [f"{self.created} rows made, {self.changed} changed, {self.retired} put out of use", *said]
        )


def load(path: Path, now: datetime) -> Loaded:
    """Put the newsroom file at `path` into the tables. Raises NewsroomFileError; then nothing changed."""
    plan = read(_text(path), str(path), path.absolute().parent)
    with transaction.atomic():
        return _carry_out(plan, now)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise NewsroomFileError(
            str(path), "", "there is no such file: say where the newsroom file is"
        ) from error
    except UnicodeDecodeError as error:
        raise NewsroomFileError(str(path), "", f"it is not UTF-8 ({error}): save it as UTF-8") from error
    except OSError as error:
        raise NewsroomFileError(str(path), "", f"it cannot be read: {error.strerror}") from error


def _carry_out(plan: Plan, now: datetime) -> Loaded:
    tally = Tally()
    house, house_changes = _load_house(plan, tally, now)
    desks, desk_changes = load_desks(plan, tally, now)
    ruled = load_rules(plan, desks, tally)
    load_sources(plan, tally, now)
    load_digests(plan, desks, tally)
    load_readers(plan, desks, tally, now)
    load_partners(plan, desks, tally, now)
    load_pushes(plan, tally, now)
    tally.created += name_hubs(plan.site.hubs, now)
    documents.ensure(Desk.objects.all(), house.languages, now)
    _wake(house_changes, desk_changes, ruled, now)
    _note_problems(tally, now)
    problems = tuple(tally.problems.items())
    return Loaded(tally.created, tally.changed, tally.retired, problems, _due(now))


def _load_house(plan: Plan, tally: Tally, now: datetime) -> tuple[House, frozenset[str]]:
    site = plan.site
    tag = site.tag or f"{urlsplit(site.url).hostname},{now.year}"
    values = {
        "name": site.name,
        "url": site.url,
        "languages": list(site.languages),
        "sender": _sender(plan),
        "postal_address": site.postal_address,
        "foreign_passages": site.foreign_passages,
        "settle_minutes": site.settle_minutes,
        "mails_a_day": site.mails_a_day,
        "flags": plan.flags.policies,
        "short_words": plan.flags.short_words,
        "topics": plan.topics,
    }
    house, changes = keep(tally, House, {"pk": 1}, values, {"tag_authority": tag, "founded_at": now})
    if site.tag and site.tag != house.tag_authority:
        tally.problems[f"{PLACE}site.tag"] = (
            f"the house is known by {house.tag_authority!r} and keeps it: ids that went out never change"
        )
    return house, changes


def _sender(plan: Plan) -> str:
    try:
        return canonical(plan.site.sender)
    except BadAddress as error:
        raise NewsroomFileError(plan.file, "site.sender", str(error)) from error


PLACED_BY = frozenset({"languages", "foreign_passages", "flags", "short_words", "topics"})
"""Columns of the house that change what is made of an article."""


def _wake(house: frozenset[str], desks: frozenset[str], ruled: bool, now: datetime) -> None:
    """Make due whatever the changed columns of the house and of its desks may show in."""
    if house & PLACED_BY or desks & {"parent", *ASKED} or ruled:
        lease.mark_due(Article.objects.all(), now)
    if house & {"name", "url", "languages"} or desks:
        lease.mark_due(FeedDocument.objects.all(), now)
        lease.mark_due(Entitlement.standing(), now)


def _note_problems(tally: Tally, now: datetime) -> None:
    for place, what in tally.problems.items():
        set_aside(place, what, now)
    still = [place[:500] for place in tally.problems]
    mended = Problem.objects.filter(place__startswith=PLACE, closed_at=None)
    for problem in mended:
        if problem.place not in still:
            Problem.objects.filter(pk=problem.pk).update(closed_at=now)


def _due(now: datetime) -> dict[str, list[int]]:
    return {
        "pull": lease.due(Source.objects.filter(state=Source.State.ACTIVE), now),
        "place": lease.due(Article.objects.all(), now),
        "publish": lease.due(FeedDocument.objects.all(), now),
        "syndicate": lease.due(Entitlement.standing(), now),
    }
