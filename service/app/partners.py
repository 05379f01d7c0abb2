"""`deskwire partner report|notices|acknowledge SLUG`: what a partner was told, what it has, what it says."""

import argparse
import csv
import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, TextIO

from django.core.management.base import OutputWrapper

from service import clock
from service.syndication import alarms, report
from service.syndication.acknowledging import acknowledge
from service.syndication.models import Destination, Partner, Push

DAYS = 30


def add_verbs(verbs: Any) -> list[argparse.ArgumentParser]:
    """Add the verbs to the command's sub-parsers; the parsers, for what all verbs share."""
    period = verbs.add_parser("report", help="what it was offered, fetched, was pushed and acknowledged")
    period.add_argument("--since", type=_day, help=f"a day in UTC; {DAYS} days ago if not given")
    period.add_argument("--until", type=_day, help="the day after the last; now if not given")
    period.add_argument("--csv", action="store_true", help="one row an offer")
    notices = verbs.add_parser("notices", help="kills and withdrawals that it has not taken")
    said = verbs.add_parser("acknowledge", help="write down that it took what it was told last")
    said.add_argument("--article", required=True, help="the article's key")
    said.add_argument("--who", required=True, help="who at the partner said so")
    return [period, notices, said]


def report_on(partner: Partner, options: dict[str, Any], out: TextIO | OutputWrapper) -> None:
    """Write the period's sums, or all its offers as CSV."""
    now = clock.now()
    since = options["since"] or now - timedelta(days=DAYS)
    until = options["until"] or now + timedelta(seconds=1)
    if options["csv"]:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(report.COLUMNS)
        table.writerows(report.cells(line) for line in report.lines(partner, since, until))
        return
    sums = report.Sums()
    for line in report.lines(partner, since, until):
        sums.add(line)
    if options["json"]:
        said = {"partner": partner.slug, "since": since.isoformat(), "until": until.isoformat()}
        whole = {"sums": asdict(sums), "destinations": destinations(partner), "open": open_notices(partner)}
        out.write(json.dumps(said | whole, indent=2) + "\n")
        return
    out.write(f"{partner.name}, {since:%Y-%m-%d} to {until:%Y-%m-%d}\n")
    for name, count in asdict(sums).items():
        out.write(f"  {name:<13}{count}\n")
    for one in destinations(partner):
        out.write(f"  to {one['name']} ({one['kind']}): {one['handed']} handed, {one['waiting']} waiting\n")
    list_notices(partner, options, out)


def list_notices(partner: Partner, options: dict[str, Any], out: TextIO | OutputWrapper) -> None:
    """Write what the partner has to take down and has not."""
    rows = open_notices(partner)
    if options["json"]:
        out.write(json.dumps(rows, indent=2) + "\n")
        return
    for row in rows:
        out.write(f"{row['since']}  {row['status']:<9} {row['article']}  not taken\n")


def note(partner: Partner, options: dict[str, Any], out: TextIO | OutputWrapper) -> None:
    """Write down what somebody at the partner said."""
    row = acknowledge(partner, options["article"], "", options["who"], clock.now())
    out.write(f"noted: {row}, as {row.who} said\n")


def open_notices(partner: Partner) -> list[dict[str, str]]:
    """The notices that wait, for a program."""
    rows = [row for row in alarms.waiting(clock.now()) if row.partner == partner.slug]
    return [
        {"article": row.article, "status": row.status, "since": f"{row.since:%Y-%m-%dT%H:%M:%SZ}"}
        for row in rows
    ]


def destinations(partner: Partner) -> list[dict[str, Any]]:
    """Where it is told, how many pushes stand how, and the other side's last word."""
    return [
        {
            "name": row.name,
            "kind": row.kind,
            "active": row.active,
            "failures": row.failures,
            "said": row.closed_because or row.last_said,
            **{state: row.pushes.filter(state=state).count() for state in Push.State.values},
        }
        for row in Destination.objects.filter(partner=partner).order_by("name")
    ]


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day: write it as 2026-11-23") from error
