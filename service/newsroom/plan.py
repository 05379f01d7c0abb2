"""What a newsroom file asks for, as values: the plan that `file.read` makes and `load.load` carries out.

Languages are BCP 47 tags in canonical form, regions UN M.49 or ISO 3166 codes, time zones IANA names. A flag
that is None was not in the file: what the tables hold stays.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class SitePlan:
    """Who we are."""

    name: str
    url: str
    """Public address of this service, without a slash at the end."""
    languages: tuple[str, ...]
    sender: str
    postal_address: str = ""
    foreign_passages: str = "flag"
    settle_minutes: int = 10
    """How long a new article waits before it is mailed."""
    hubs: tuple[str, ...] = ()
    """WebSub hubs of others that are told when a feed changes."""
    mails_a_day: int = 20
    """Digests a reader gets within 24 hours at most; 0: any number."""
    tag: str = ""
    """Authority and date of the tag: ids (RFC 4151 section 2.1); empty: from the address and the year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPlan:
    """What a desk or a rule asks of articles: any value of each kind, and all the kinds that it names."""

    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlagsPlan:
    """Policies by flag, for those that the file names, and how many words make a text not too short."""

    policies: dict[str, str] = field(default_factory=dict)
    short_words: int = 20


@dataclass(frozen=True, slots=True)
class DeskPlan(AskPlan):
    """A desk. `parent` is a slug, empty for a desk at the top."""

    slug: str
    parent: str
    names: dict[str, str]
    accent: str = ""


@dataclass(frozen=True, slots=True)
class RulePlan(AskPlan):
    """A rule: its articles are placed on `desk` (a slug), or kept off it."""

    name: str
    desk: str
    effect: str = "place"
    active: bool = True


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """A place articles come from. `location` is an absolute path for a folder, empty for pushes, else a URL.

    `options` are what its kind alone has; `secret` is its key, in plain text.
    """

    name: str
    kind: str
    location: str
    language: str = ""
    every_minutes: int = 15
    longest_minutes: int = 60
    options: dict[str, Any] = field(default_factory=dict)
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """A desk's standing digest. `weekday` counts from Monday, 0."""

    desk: str
    cadence: str
    hour: int = 7
    weekday: int = 0
    maximum: int = 12
    paused: bool | None = None
    holidays: tuple[str, ...] = ()
    late_hours: int | None = None
    quiet: tuple[int, int] | None = None
    """Hours from and until which alerts wait, on each reader's own clock."""
    minimum: int = 1
    sections: str = "desks"
    fallback: tuple[str, ...] | None = None
    """What may stand for a reader's first language, in order; None: every step, in the usual order."""
    language: str = ""
    wait_minutes: int = 0
    outdated: str = "skip"
    corrections: bool = False
    approval_minutes: int | None = None
    """How long after its hour an edition waits for an editor; None: it needs none."""
    unapproved: str = "send"


@dataclass(frozen=True, slots=True)
class ReaderPlan:
    """A reader for trials. `email` is as the file says it: load asks whether it can be one."""

    email: str
    languages: tuple[str, ...]
    timezone: str
    desks: tuple[str, ...]
    cadences: tuple[str, ...] = ()
    """Empty: every digest that the desk has."""


@dataclass(frozen=True, slots=True)
class TermsPlan:
    """What a partner may have of each of its desks: the columns of an entitlement."""

    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    words: int = 0
    images: bool = True
    delay_minutes: int = 0
    advance: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PartnerPlan:
    """A partner outlet: every one of `languages` of every one of `desks`, on the same terms.

    `key` is empty where its keys are made on the command line.
    """

    slug: str
    name: str
    key: str
    desks: tuple[str, ...]
    languages: tuple[str, ...]
    active: bool | None = None
    formats: tuple[str, ...] = ()
    quota: int = 600
    networks: tuple[str, ...] = ()
    terms: TermsPlan = TermsPlan()

    def __repr__(self) -> str:
        return f"PartnerPlan({self.slug!r})"


@dataclass(frozen=True, slots=True)
class PushPlan:
    """Where a partner is told of what it was offered. `name` tells its destinations apart."""

    partner: str
    name: str
    kind: str
    """post, sftp or mail"""
    address: str
    secret: str
    host_key: str
    document: str
    notices_only: bool
    active: bool

    def __repr__(self) -> str:
        return f"PushPlan({self.partner!r}, {self.name!r})"


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole newsroom file. Parents stand before their children in `desks`."""

    file: str
    site: SitePlan
    desks: tuple[DeskPlan, ...] = ()
    sources: tuple[SourcePlan, ...] = ()
    digests: tuple[DigestPlan, ...] = ()
    readers: tuple[ReaderPlan, ...] = ()
    partners: tuple[PartnerPlan, ...] = ()
    pushes: tuple[PushPlan, ...] = ()
    rules: tuple[RulePlan, ...] = ()
    flags: FlagsPlan = field(default_factory=FlagsPlan)
    topics: dict[str, str] = field(default_factory=dict)
    """IPTC codes by a source's categories, folded; "" for those that are no topic."""
