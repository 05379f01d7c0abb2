"""Which territory lies in which: UN M.49 regions and ISO 3166 countries, as CLDR groups them.

The data is CLDR 48's territoryContainment, kept beside this module with its licence (data/LICENSE).
"""

import json
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "territoryContainment.json"
WORLD = "001"
MOSTLY = 0.9
"""A union lies where nine tenths of its members lie (the EU in Europe, for all Cyprus)."""


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    raw = json.loads(DATA.read_text("utf-8"))["supplemental"]["territoryContainment"]
    return {code: tuple(entry["_contains"]) for code, entry in raw.items() if "-status-" not in code}


@cache
def countries(code: str) -> frozenset[str]:
    """The countries of the region `code`; a country holds itself, a code that nobody knows holds itself."""
    parts = _groups().get(code)
    if parts is None:
        return frozenset({code})
    return frozenset().union(*(countries(part) for part in parts))


@cache
def is_region(code: str) -> bool:
    """Whether `code` is a region or country that a desk can be about: UN M.49 or ISO 3166, as CLDR has it."""
    return code in _groups() or code in countries(WORLD)


@cache
def lies_in(code: str, region: str) -> bool:
    """Whether `code` is `region` or lies in it; a union does when nearly all its members do."""
    inner = countries(code)
    return code == region or len(inner & countries(region)) >= MOSTLY * len(inner)


@cache
def neighbourhood(code: str) -> frozenset[str]:
    """The countries of the smallest M.49 region that holds `code`; none for a code that nobody knows."""
    around = [countries(region) for region in _groups() if region.isdigit() and code in countries(region)]
    return min(around, key=len, default=frozenset())
