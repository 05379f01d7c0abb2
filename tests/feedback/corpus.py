"""The mails that came back, with what a reader of them says they are."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "corpus" / "bounces"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A mail and its labels: kind, and for each recipient the reason and the address."""

    name: str
    kind: str
    recipients: frozenset[tuple[str, str]]
    """(address, reason); the address is "?" where the mail names none."""

    @property
    def raw(self) -> bytes:
        """The mail."""
        return (FOLDER / self.name).read_bytes()


def labelled() -> list[Labelled]:
    """The whole set, by name."""
    lines = (FOLDER / "labels.tsv").read_text(encoding="utf-8").splitlines()
    return [_labelled(*line.split("\t")) for line in lines if not line.startswith("#")]


def _labelled(name: str, kind: str, reasons: str, addresses: str) -> Labelled:
    who = addresses.split(",")
    why = reasons.split(",") if "," in reasons else [reasons] * len(who)
    return Labelled(name, kind, frozenset(zip(who, why, strict=True)))
