"""The desks, rules and policies as they stand in the tables: read once, however many articles are placed."""

from dataclasses import dataclass

from service.desks import flags
from service.desks.decide import Rules
from service.desks.models import Asking, Desk, Rule
from service.desks.rules import Asks, DeskRule
from service.desks.rules import Rule as DecidingRule
from service.house.models import House


@dataclass(frozen=True, slots=True)
class Board:
    """All that placing an article needs to know of the house. `parents` are ids by id."""

    house: House
    desks: tuple[DeskRule, ...]
    rules: tuple[DecidingRule, ...]

    @classmethod
    def of(cls, house: House) -> "Board":
        """The board as the tables have it now: two queries."""
        desks = tuple(
            DeskRule(desk.pk, desk.slug, asks(desk), desk.parent_id) for desk in Desk.objects.order_by("slug")
        )
        rules = tuple(
            DecidingRule(rule.name, rule.desk_id, rule.effect == Rule.Effect.PLACE, asks(rule))
            for rule in Rule.objects.filter(active=True).order_by("name")
        )
        return cls(house, desks, rules)

    def rules_for(self, hint: str) -> Rules:
        """The house's rules for an article of a source that keeps to the language `hint`."""
        return Rules(
            languages=tuple(self.house.languages),
            hint=hint,
            desks=self.desks,
            rules=self.rules,
            policies=policies_of(self.house),
            words=self.house.topics,
            short=self.house.short_words,
        )

    def above(self, ids: frozenset[int]) -> frozenset[int]:
        """The desks `ids` and all desks above them: those whose feeds hold what stands on `ids`."""
        parents = {desk.id: desk.parent for desk in self.desks}
        found: set[int] = set()
        for start in ids:
            desk: int | None = start
            while desk is not None and desk not in found:
                found.add(desk)
                desk = parents.get(desk)
        return frozenset(found)


def asks(row: Asking) -> Asks:
    """What a desk or a rule asks for."""
    return Asks(
        regions=tuple(row.regions),
        topics=tuple(row.topics),
        sources=tuple(row.sources),
        tags=tuple(row.tags),
        languages=tuple(row.languages),
    )


def policies_of(house: House) -> dict[str, str]:
    """The policy of every flag."""
    return flags.policies(filed_policies(house), house.flags_edited)


def filed_policies(house: House) -> dict[str, str]:
    """The policies that the newsroom file sets; `foreign_passages` is the older way to say one of them."""
    return {"foreign-passage": house.foreign_passages, **house.flags}
