"""What came of a trial: the ledger held against the partner's book."""

from collections import Counter
from dataclasses import dataclass, field

from tests.app.crash.people import fate
from tests.app.crash.stage import Stage

UNANSWERED = ("cut after the dot, taken", "cut after the dot, not taken")
IN_FLIGHT = 2 * 2 * 5 * 2
"""At most so many mails are in the hands of a worker that is killed: processes, servers, connections of each,
and on each connection the mail whose answer is awaited and the one whose envelope went with it."""


@dataclass(slots=True)
class Tale:
    """The numbers of one trial."""

    database: str
    recipients: int
    troubles: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    """What the partner did wrong, by kind."""
    checks: int = 0
    residuals: int = 0
    """Looks at the equation in the middle of it, and how many of them found it open."""
    states: dict[str, int] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    closed: bool = False
    copies: int = 0
    reached: int = 0
    twice: int = 0
    """Mails that the partner took more than once."""
    lost: int = 0
    """Recipients called accepted of whom the partner has no copy."""
    wronged: int = 0
    """Recipients called failed whom the partner would have taken."""
    uncertain_taken: int = 0
    """Uncertain ones whose mail the partner has."""
    seconds: float = 0

    @property
    def kills(self) -> int:
        """How often a worker, or one of its processes, was killed."""
        return sum(number for name, number in self.troubles.items() if "worker" in name)

    @property
    def most_uncertain(self) -> int:
        """How many may be uncertain: those nobody answered, and what was in flight at each kill."""
        database = self.troubles["database server"]
        return sum(self.wrong[kind] for kind in UNANSWERED) + IN_FLIGHT * (self.kills + database)

    @property
    def faults(self) -> list[str]:
        """What should not be; empty if all is well."""
        uncertain = self.states.get("uncertain", 0)
        ended = sum(self.states.get(state, 0) for state in ("accepted", "failed", "excluded", "uncertain"))
        counted = {
            name: self.counters.get(name, 0) for name in ("accepted", "failed", "excluded", "uncertain")
        }
        found = {
            f"{self.recipients - ended} recipients have no last word": ended != self.recipients,
            "the counters are not the rows": any(self.states.get(k, 0) != n for k, n in counted.items()),
            f"the equation was open {self.residuals} times": self.residuals,
            "the mailing is not closed": not self.closed,
            f"{self.twice} mails were taken twice": self.twice,
            f"{self.lost} recipients are lost": self.lost,
            f"{self.wronged} recipients failed without reason": self.wronged,
            f"{uncertain} uncertain, more than {self.most_uncertain}": uncertain > self.most_uncertain,
        }
        return [what for what, is_so in found.items() if is_so]


def tell(stage: Stage, tale: Tale) -> None:
    """Fill in the end."""
    taken: Counter[str] = Counter()
    for line in stage.partner.lines():
        letter, _, rest = line.partition(" ")
        if letter == "T":
            taken[rest] += 1
        else:
            tale.wrong[rest.rpartition(" ")[0]] += 1
    reached = {name.rpartition(" ")[2] for name in taken}
    outcomes = stage.ledger.outcomes()
    tale.states, tale.counters, tale.closed = (
        stage.ledger.states(),
        stage.ledger.counters(),
        stage.ledger.closed(),
    )
    tale.copies, tale.reached = sum(taken.values()), len(reached)
    tale.twice = sum(number > 1 for number in taken.values())
    accepted = {address for address, (state, _) in outcomes.items() if state == "accepted"}
    failed = {address for address, (state, _) in outcomes.items() if state == "failed"}
    uncertain = {address for address, (state, _) in outcomes.items() if state == "uncertain"}
    tale.lost = len(accepted - reached)
    tale.wronged = sum(fate(address) != "unknown" for address in failed)
    tale.uncertain_taken = len(uncertain & reached)


def table(tale: Tale) -> str:
    """The trial as lines for people."""
    states = tale.states
    rows = [
        ("database", tale.database),
        ("recipients", tale.recipients),
        *(
            (f"killed: {name}" if name != "FLUSHALL" else name, number)
            for name, number in tale.troubles.items()
        ),
        *((f"partner: {kind}", number) for kind, number in sorted(tale.wrong.items())),
        ("accepted", states.get("accepted", 0)),
        ("failed (unknown at the partner)", states.get("failed", 0)),
        ("excluded", states.get("excluded", 0)),
        ("uncertain", f"{states.get('uncertain', 0)}, of which the partner has {tale.uncertain_taken}"),
        ("uncertain at most", tale.most_uncertain),
        ("copies at the partner", tale.copies),
        ("taken twice", tale.twice),
        ("lost", tale.lost),
        ("looks at the equation, open", f"{tale.checks}, {tale.residuals}"),
        ("seconds", tale.seconds),
        ("verdict", "; ".join(tale.faults) or "all is well"),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in rows)
