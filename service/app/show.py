"""What the command line shows people: progress while workers work, and the table at the end."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from service.app import logs
from service.app.summary import Summary
from service.app.trial import Watch

WORDS = {
    "pull": "sources read",
    "place": "articles placed on desks",
    "publish": "feeds published",
    "syndicate": "partners' feeds published",
    "compose": "editions composed",
    "deliver": "batches of digests delivered",
}


@contextmanager
def progress(quiet: bool) -> Iterator[Watch]:
    """A Watch that draws a bar for each step on the standard error; nothing where `quiet`.

    Meanwhile only warnings are logged: the bars say the rest.
    """
    logs.set_up(logging.WARNING)
    console = Console(stderr=True, quiet=quiet)
    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console) as bars:
        tasks: dict[str, TaskID] = {}

        def watch(step: str, total: int, left: int) -> None:
            if step not in tasks and total:
                tasks[step] = bars.add_task(WORDS[step], total=total)
            if step in tasks:
                bars.update(tasks[step], total=total, completed=total - left)

        yield watch


def table(summary: Summary) -> None:
    """The summary as a table, with the problems and where to look below it."""
    console = Console()
    rows = Table(title="What came of it", title_justify="left", show_header=False, box=None, pad_edge=False)
    rows.add_column(style="bold")
    rows.add_column()
    for name in ("articles", "feeds", "partners", "mailings"):
        rows.add_row(name, _counts(getattr(summary, name)))
    rows.add_row("editions", str(summary.editions))
    console.print(rows)
    for problem in summary.problems:
        said = escape(f"{problem['where']}: {problem['what']}")
        console.print(f"[bold red]problem[/] {said}", highlight=False, soft_wrap=True)


def where_to_look() -> None:
    """The places the results lie in."""
    console = Console()
    places = Table(title="\nWhere to look", title_justify="left", show_header=False, box=None, pad_edge=False)
    feeds, mails, partners = map(
        _from_here, (settings.FEEDS_ROOT, settings.MAIL_ROOT, settings.PARTNERS_ROOT)
    )
    places.add_row("feeds", f"{feeds}/asia/fr/atom.xml and its neighbours")
    places.add_row("digests", f"{mails} (a Maildir: mutt -f {mails})")
    places.add_row("partners", f"{partners}")
    places.add_row("pages", "make up, then http://127.0.0.1:8000/")
    console.print(places)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{value} {name}" for name, value in counts.items() if value) or "none"


def _from_here(path: Path) -> Path:
    """`path` as a person in this folder would type it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def mailings(told: list[dict[str, Any]]) -> None:
    """What `deskwire mailing` knows: for each mailing its account, that of each language, and the reasons."""
    console = Console(highlight=False)
    names = ("recipients", "accepted", "excluded", "failed", "uncertain", "deferred", "to_do")
    for one in told:
        console.print(f"[bold]{escape(one['mailing'])}[/] {one['standing']}", soft_wrap=True)
        if one["paused_because"]:
            console.print(f"  because {escape(one['paused_because'])}", soft_wrap=True)
        grid = Table(box=None, pad_edge=False)
        for name in ("", *names):
            grid.add_column(name.replace("_", " "), justify="right" if name else "left", no_wrap=True)
        grid.add_row("  all", *_numbers(one["account"], names))
        for language, account in one["languages"].items():
            grid.add_row(f"  {language}", *_numbers(account, names))
        console.print(grid)
        for reason, number in one["account"]["because"].items():
            console.print(f"  excluded because {escape(reason)}: {number}", soft_wrap=True)


def _numbers(account: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    return [str(account[name]) for name in names]


def explanation(explained: dict[str, Any]) -> None:
    """What `deskwire explain` knows, for people: a line for each thing, its reasons beside it."""
    console = Console(highlight=False)
    grid = Table(show_header=False, box=None, pad_edge=False)
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column()
    for name, value in explained.items():
        for number, line in enumerate(_lines(value)):
            grid.add_row(name.replace("_", " ") if number == 0 else "", escape(line))
    console.print(grid)


def _lines(value: Any) -> list[str]:
    if not isinstance(value, list):
        return [str(value)] if value else []
    return [_line(item) if isinstance(item, dict) else str(item) for item in value]


def _line(item: dict[str, Any]) -> str:
    if "text" in item:
        return f"{item['language']}, characters {item['start']} to {item['end']}: {item['text']}"
    name, because = item.get("code") or item.get("slug"), item.get("because")
    called = f"{name} {item['name']}" if "name" in item else name
    tail = f" (weight {item['weight']})" if "weight" in item else ""
    return f"{called}: {because}{tail}{' (holds it back)' if item.get('holds') else ''}"
