"""What is read out of the mails that came back, beside what flufl.bounce alone reads.

    python -m tests.feedback.bounce_table [--all]

Prints a line for each mail that either of the two reads otherwise than its label says (with --all, for each
mail), then the sums. flufl.bounce tells addresses, and whether a failure is for good or for now; it gives no
reasons, so what a list that acts on it would do is stop every address whose failure is for good. Here an
address may be stopped for the reasons that condemn it.
"""

import sys
from email import message_from_bytes

from flufl.bounce import all_failures
from rich.console import Console
from rich.table import Table

from service.feedback.reading.mail import read
from service.feedback.reading.report import CONDEMNING, Kind, Report
from tests.feedback.corpus import Labelled, labelled

FAILURES = (Kind.BOUNCED, Kind.DEFERRED)


def by_flufl(mail: Labelled) -> tuple[str, set[str]]:
    """Kind and addresses as flufl.bounce reads them."""
    temporary, permanent = all_failures(message_from_bytes(mail.raw))
    kind = "bounced" if permanent else "deferred" if temporary else "nothing"
    return kind, {address.decode() for address in permanent or temporary}


def addresses(mail: Labelled) -> set[str]:
    """Those the label names."""
    return {address for address, _ in mail.recipients if address not in ("?", "-")}


def condemned(mail: Labelled) -> set[str]:
    """The addresses that ought to be stopped."""
    reasons = {str(reason) for reason in CONDEMNING}
    return {
        address for address, reason in mail.recipients if mail.kind == Kind.BOUNCED and reason in reasons
    } | (addresses(mail) if mail.kind == Kind.COMPLAINED else set())


def stopped(reports: list[Report]) -> set[str]:
    """The addresses that may be stopped on account of `reports`."""
    return {
        report.address
        for report in reports
        if report.kind is Kind.COMPLAINED or (report.kind is Kind.BOUNCED and report.reason in CONDEMNING)
    } - {""}


def reasons_agree(mail: Labelled, reports: list[Report]) -> bool:
    """Whether each recipient has the reason of the label; where there is none to have, whether nobody has."""
    if mail.kind not in FAILURES:
        return True
    return sorted(reason for _, reason in mail.recipients) == sorted(report.reason for report in reports)


def compared(mail: Labelled) -> dict[str, bool | int]:
    """What the two get right of `mail`, and whom they would stop."""
    reports = read(mail.raw)
    kind = reports[0].kind.value if reports else "nothing"
    their_kind, theirs = by_flufl(mail)
    they_stop = theirs if their_kind == "bounced" else set()
    ours = {report.address for report in reports} - {""}
    ought = condemned(mail)
    return {
        "kind": kind == mail.kind,
        "kind, flufl": their_kind == mail.kind,
        "addresses": ours == addresses(mail),
        "addresses, flufl": theirs == addresses(mail),
        "reasons": reasons_agree(mail, reports),
        "ought to stop": len(ought),
        "stopped rightly": len(ought & stopped(reports)),
        "stopped rightly, flufl": len(ought & they_stop),
        "stopped wrongly": len(stopped(reports) - ought),
        "stopped wrongly, flufl": len(they_stop - ought),
    }


def sums() -> dict[str, int]:
    """The columns of `compared`, added up over the whole set."""
    total = {"mails": 0}
    for mail in labelled():
        total["mails"] += 1
        for name, value in compared(mail).items():
            total[name] = total.get(name, 0) + int(value)
    return total


def main(everything: bool) -> None:
    """Print the table."""
    table = Table("mail", "label", "read", "flufl.bounce")
    for mail in labelled():
        reports, (kind, theirs) = read(mail.raw), by_flufl(mail)
        told = compared(mail)
        if everything or not all(told[name] for name in ("kind", "kind, flufl", "addresses", "reasons")):
            label = f"{mail.kind} " + ", ".join(f"{address} {reason}" for address, reason in mail.recipients)
            said = ", ".join(f"{one.kind} {one.address} {one.reason}" for one in reports) or "nothing"
            table.add_row(mail.name, label, said, f"{kind} {', '.join(sorted(theirs))}")
    console = Console(width=200)
    console.print(table)
    for name, value in sums().items():
        console.print(f"{name:28} {value}", highlight=False)


if __name__ == "__main__":
    main("--all" in sys.argv)
