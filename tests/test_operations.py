"""docs/operations.md names every setting, queue, service and key there is."""

import re
from pathlib import Path

import pytest
import yaml

from service.doorbell import QUEUES
from service.newsroom.file import KEYS

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")


def rows_below(heading: str) -> list[list[str]]:
    """The rows of the first table below a heading, as cells, without its head."""
    lines = PAGE[PAGE.index(f"# {heading}\n") :].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("|"))
    table = lines[first : lines.index("", first)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def words(cell: str) -> set[str]:
    """What stands in code in a cell."""
    return set(re.findall(r"`([^`]+)`", cell))


def test_every_environment_variable_is_described() -> None:
    settings = (ROOT / "service" / "app" / "settings.py").read_text("utf-8")
    read = set(re.findall(r'env\.(?:text|flag|number|url|words)\(\s*"([A-Z_]+)"', settings))

    assert set().union(*(words(row[0]) for row in rows_below("Environment variables"))) == read


def test_every_queue_is_described_with_its_steps() -> None:
    told = {step: words(queue).pop() for queue, steps, _ in rows_below("The queues") for step in words(steps)}

    assert told == QUEUES


def test_every_service_is_described() -> None:
    services = set(yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"])

    assert set().union(*(words(row[0]) for row in rows_below("The processes"))) == services - {"load"}


def told_on(page: str) -> set[str]:
    """The words that stand in code, or in an example, on a page of docs/."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    in_code = re.findall(r"```.*?```|`[^`]+`", text, re.DOTALL)
    return set(re.findall(r"[a-z_-]+", " ".join(in_code)))


@pytest.mark.parametrize("table", KEYS)
def test_every_key_of_the_newsroom_file_is_described(table: str) -> None:
    """In the table itself, or on the page that the table sends its reader to."""
    described: dict[str, set[str]] = {}
    present = ""
    for called, keys, meaning in rows_below("The newsroom file"):
        present = called.strip("`[]") or present
        pages = re.findall(r"\]\(([a-z-]+\.md)\)", meaning)
        described.setdefault(present, set()).update(words(keys), *map(told_on, pages))

    assert set(KEYS[table]) <= described[table]
