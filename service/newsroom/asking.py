"""What desks and rules of a newsroom file ask of articles; its flags and its words for topics."""

from collections.abc import Sequence
from typing import Any

from service.desks import flags
from service.desks.topics import folded
from service.newsroom import checks
from service.newsroom.plan import FlagsPlan, RulePlan
from service.newsroom.table import Table, nearest

ASKED = ("regions", "topics", "sources", "tags", "languages")
"""The keys that say what a desk or a rule asks for."""
RULE_KEYS = ("name", "desk", "effect", *ASKED, "active")
FLAG_KEYS = (*flags.KINDS, "short_words")
EFFECTS = ("place", "keep-off")


def asked(table: Table, sources: Sequence[str]) -> dict[str, Any]:
    """The five keys, checked; `sources` are the file's."""

    def source(word: str) -> str:
        if word not in sources:
            raise ValueError(f"there is no source {word!r}; {nearest(word, sources)}")
        return word

    return {
        "regions": table.each("regions", checks.region, ()),
        "topics": table.each("topics", checks.topic, ()),
        "sources": table.each("sources", source, ()),
        "tags": table.each("tags", checks.tag, ()),
        "languages": table.each("languages", checks.language, ()),
    }


def rule(table: Table, desks: Sequence[str], sources: Sequence[str]) -> RulePlan:
    """One [[rule]]."""
    asks = asked(table, sources)
    if not any(asks.values()):
        raise table.fault("name", f"the rule asks for nothing: give it one of {', '.join(ASKED)}")
    desk = table.text("desk")
    if desk not in desks:
        raise table.fault("desk", f"there is no desk {desk!r}; {nearest(desk, desks)}")
    return RulePlan(
        name=table.checked("name", table.text("name"), checks.source_name),
        desk=desk,
        effect=table.choice("effect", EFFECTS, "place"),
        active=table.flag("active") is not False,
        **asks,
    )


def policies(table: Table, site: Table) -> FlagsPlan:
    """The table [flags]. `site` may set the policy of foreign passages too; both may not differ."""
    found = {code: table.choice(code, flags.POLICIES) for code in flags.KINDS if table.has(code)}
    passages = found.get("foreign-passage")
    if passages and site.has("foreign_passages") and passages != site.text("foreign_passages"):
        raise table.fault(
            "foreign-passage", "site.foreign_passages says otherwise: it is the older way, take it out"
        )
    return FlagsPlan(found, table.number("short_words", 20, 0, 1000))


def words(table: Table) -> dict[str, str]:
    """The table [topics]: IPTC codes by a source's categories, folded; "" for those that are no topic."""
    found: dict[str, str] = {}
    for category in table.keys:
        value = table.raw(category)
        code = table.checked(category, value, checks.topic) if value else ""
        if found.setdefault(folded(category), code) != code:
            raise table.fault(category, "another key differs from it by case alone and says something else")
    return found
