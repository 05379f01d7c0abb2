"""Which language to speak, when not every language is there. Pure.

Distances are CLDR's (Unicode TR 35, "Language Matching"), by way of langcodes: 0 the same, up to 9 the same
language as another country writes it, up to about 50 a language that its readers commonly read too (Uzbek
to Russian 44, traditional to simplified Chinese 54), 84 and more a foreign one.
"""

from collections.abc import Sequence
from functools import lru_cache

import langcodes
from langcodes.tag_parser import LanguageTagError

CLOSE = 9
"""Up to here it is the same language: fr-CA and fr."""
RELATED = 60
"""Up to here a reader is likely to understand it."""
FOREIGN = 1000

MOST_RANGES = 20
"""Ranges of an Accept-Language header that are looked at: nobody reads more, and a header is a stranger's."""


def nearest(wanted: Sequence[str], offered: Sequence[str]) -> str:
    """The one of `offered` that serves a reader of `wanted` (BCP 47, best first) best.

    The first wanted language that is there, if only as another country writes it; else the nearest relative
    of the first that has one; else the first of `offered`, which is the house's own choice. Raises
    ValueError where nothing is offered.
    """
    if not offered:
        raise ValueError("no language is offered: name at least one")
    for limit in (CLOSE, RELATED):
        for want in wanted:
            near = min(offered, key=lambda offer: distance(want, offer))
            if distance(want, near) <= limit:
                return near
    return offered[0]


@lru_cache(maxsize=4096)
def distance(wanted: str, offered: str) -> int:
    """How far `offered` is from `wanted`, as above; FOREIGN if either is no language tag."""
    try:
        return langcodes.tag_distance(wanted, offered)
    except LanguageTagError:
        return FOREIGN


def accepted(header: str) -> list[str]:
    """The language tags of an Accept-Language header (RFC 9110 section 12.5.4), best first.

    `*`, tags of no weight and whatever cannot be read are left out.
    """
    weighed = [_range(part) for part in header.split(",")[:MOST_RANGES]]
    wanted = [(tag, weight) for tag, weight in weighed if weight > 0]
    return [tag for tag, _ in sorted(wanted, key=lambda found: -found[1])]


def _range(part: str) -> tuple[str, float]:
    tag, _, parameter = part.partition(";")
    name, _, value = parameter.strip().partition("=")
    tag = tag.strip()
    if not langcodes.tag_is_valid(tag) or (parameter and name.strip().lower() != "q"):
        return tag, 0
    try:
        return tag, float(value) if parameter else 1
    except ValueError:
        return tag, 0
