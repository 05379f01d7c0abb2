"""The words of a newsroom file, each checked against what is published about it.

Every check takes the text as the file says it and returns its canonical form, or raises ValueError with a
sentence for the editor.
"""

import re
from datetime import date
from functools import cache
from ipaddress import ip_network
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import langcodes

from service.desks import topics
from service.desks.territories import is_region
from service.newsroom.table import nearest

RESERVED = frozenset(
    {"admin", "api", "archive", "article", "confirm", "favicon", "feeds", "healthz", "hooks", "hub", "livez"}
    | {"media", "metrics", "newsroom", "partners", "preferences", "readyz", "robots", "static", "subscribe"}
    | {"unsubscribe", "view"}
)
"""Words that addresses of this service use, or will: no desk and no partner is called so."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_TAG = re.compile(
    r"(?:[a-z0-9._-]+@)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?,\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
)
_KEY = re.compile(r"[\x21-\x7e]+")


@cache
def language(tag: str) -> str:
    """A BCP 47 tag in canonical form. The undetermined, the multiple and private tags name no language."""
    if "_" in tag:
        raise ValueError(
            f"{tag!r} is not a language tag: BCP 47 writes hyphens, as in {tag.replace('_', '-')!r}"
        )
    if not langcodes.tag_is_valid(tag):
        raise ValueError(f"{tag!r} is not a known language tag: give one of BCP 47, as in 'fr' or 'zh-Hans'")
    canonical = langcodes.standardize_tag(tag)
    if canonical.split("-")[0] in {"und", "mul", "mis", "zxx", "x", "i"}:
        raise ValueError(f"{tag!r} names no language: give one of BCP 47, as in 'fr' or 'zh-Hans'")
    return canonical


def region(code: str) -> str:
    """A UN M.49 code or an ISO 3166 country, as CLDR knows them."""
    if not is_region(code.upper()):
        raise ValueError(
            f"{code!r} is not a known region: give a UN M.49 code in quotes, as in '142' for Asia,"
            " or an ISO 3166 country, as in 'KZ'"
        )
    return code.upper()


def topic(text: str) -> str:
    """An IPTC Media Topic as its eight digits: by code, with or without `medtop:`, or English name."""
    code = topics.code_of(text) or topics.named(text, "en")
    if code is None:
        raise ValueError(
            f"{text!r} is no IPTC Media Topic: give its eight digits, as in '04000000' for economy,"
            f" business and finance; {nearest(text.lower(), topics.english())}"
        )
    return code


def tag(text: str) -> str:
    """A category as a source writes it."""
    if not topics.folded(text):
        raise ValueError(f"{text!r} holds no word: give a category as the source writes it")
    return " ".join(text.split())


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) - {"localtime", "Factory"}


def timezone(name: str) -> str:
    """A time zone of the IANA database."""
    if name not in _zones():
        raise ValueError(f"{name!r} is not a known time zone; {nearest(name, _zones())}")
    return name


def slug(text: str) -> str:
    """A slug that is safe in an address and a path, and is not one of the service's own words."""
    if not _SLUG.fullmatch(text) or len(text) > 50:
        raise ValueError(
            f"{text!r} is not a slug: at most 50 of a-z and 0-9, joined by hyphens, as in 'central-asia'"
        )
    if text in RESERVED:
        raise ValueError(f"{text!r} is a word of this service's own addresses: take another")
    return text


def source_name(text: str) -> str:
    """A source's name: it stands in article keys and messages."""
    if not _NAME.fullmatch(text) or len(text) > 80:
        raise ValueError(f"{text!r} is not a name: up to 80 of A-Z, a-z, 0-9, - and _, as in 'wire-folder'")
    return text


def web_address(text: str) -> str:
    """An http or https URL with a host, and no name or password in it."""
    try:
        parts = urlsplit(text)
        fit = parts.scheme in {"http", "https"} and parts.hostname and parts.username is None
        fit = fit and (parts.port is None or parts.port > 0) and not set(text) & set(' \\"<>')
    except ValueError:
        fit = False
    if not fit:
        raise ValueError(f"{text!r} is not a web address: it must begin with http:// or https:// and a host")
    return text


def site_address(text: str) -> str:
    """The service's own address: scheme, host and port alone, without a slash at the end."""
    address = web_address(text).rstrip("/")
    parts = urlsplit(address)
    if parts.path or parts.query or parts.fragment:
        raise ValueError(f"{text!r} holds more than a host: this service answers at the root of its address")
    return address


def tag_authority(text: str) -> str:
    """Authority and date of tag: ids (RFC 4151 section 2.1): a domain or address, a comma, a date."""
    if not _TAG.fullmatch(text):
        raise ValueError(
            f"{text!r} is not a tagging authority: a domain, a comma, a date, as in 'paper.example,2026'"
        )
    return text


def trial_key(text: str) -> str:
    """A partner's key as an Authorization header can carry it. The message does not repeat it."""
    if not _KEY.fullmatch(text):
        raise ValueError("a key is one word of visible ASCII characters")
    return text


def network(text: str) -> str:
    """An address or a range of addresses, as it is compared: 192.0.2.0/24, 2001:db8::/32."""
    try:
        return str(ip_network(text))
    except ValueError as error:
        raise ValueError(f"{text!r} is no network: write 192.0.2.0/24, 192.0.2.7 or 2001:db8::/32") from error


def weekday(text: str) -> int:
    """A weekday by its English name, as 0 for Monday to 6 for Sunday."""
    if text.lower() not in WEEKDAYS:
        raise ValueError(f"{text!r} is not a weekday: say one of {', '.join(WEEKDAYS)}")
    return WEEKDAYS.index(text.lower())


def holiday(day: str) -> str:
    """A date without an edition: 2026-03-21 once, 03-21 every year."""
    try:
        date.fromisoformat(day if len(day) == 10 else f"2024-{day}")
    except ValueError as error:
        raise ValueError(f"{day!r} is no date: write 2026-03-21, or 03-21 for every year") from error
    return day


def hours(span: str) -> tuple[int, int]:
    """Two hours of a day, from and until: 22-7."""
    found = re.fullmatch(r"(\d{1,2})-(\d{1,2})", span)
    first, last = (int(found[1]), int(found[2])) if found else (24, 24)
    if first > 23 or last > 23 or first == last:
        raise ValueError(f"{span!r} is no span of hours: write 22-7 for ten in the evening until seven")
    return first, last
