"""How complete and how sound the catalogues are, as a table; `make i18n` ends with it:

    python -m tests.render.coverage

The house's own rules are held by test_texts.py. Here the tools of the trade have their say too, where they
are installed: msgfmt (gettext), i18nspector, pofilter (translate-toolkit). Ends with 1 if anything is wrong.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from rich.console import Console
from rich.table import Table

from tests.catalogues import LOCALES

TOOLS = {
    "msgfmt": ["msgfmt", "--check", "--output-file=/dev/null"],
    "i18nspector": ["i18nspector"],
    "pofilter": ["pofilter", "-t", "untranslated", "-t", "variables", "-t", "escapes", "-t", "xmltags"],
}
OVERRULED = (
    "unusual-plural-forms",  # the forms are CLDR's, of today
    "python-format-string-missing-argument",  # "two minutes" is one word in Arabic and Hebrew
    "invalid-report-msgid-bugs-to",
    "invalid-last-translator",
    "invalid-language zh_Han",  # it knows countries and no scripts
)
"""What i18nspector says and the house sees otherwise."""


def main() -> int:
    """Print the table; how many catalogues are not in order."""
    table = Table("language", "texts", "translated", "plural forms", *TOOLS)
    faulty = 0
    for file in sorted(LOCALES.glob("*/LC_MESSAGES/*.po")):
        name = file.parent.parent.name
        entries = the_entries(file)
        done = sum(translated(entry) for entry in entries)
        said = [verdict(tool, file) for tool in TOOLS]
        faulty += done < len(entries) or any(word.startswith("wrong") for word in said)
        forms = {str(len(entry.string)) for entry in entries if isinstance(entry.string, tuple | list)}
        english = Locale.parse(name).english_name or name
        table.add_row(f"{english} ({name})", str(len(entries)), str(done), ", ".join(forms), *said)
    Console(width=140).print(table)
    return min(faulty, 1)


def the_entries(file: Path) -> list[Message]:
    with file.open("rb") as opened:
        return [entry for entry in read_po(opened) if entry.id]


def translated(entry: Message) -> bool:
    texts = entry.string if isinstance(entry.string, tuple | list) else [entry.string]
    return all(texts) and not entry.fuzzy


def verdict(tool: str, file: Path) -> str:
    """What `tool` says of the catalogue: in order, not installed, or what is wrong."""
    if not shutil.which(tool):
        return "not installed"
    ran = subprocess.run([*TOOLS[tool], str(file)], capture_output=True, text=True, check=False)
    said = [line for line in (ran.stdout + ran.stderr).splitlines() if complaint(tool, line)]
    return f"wrong: {said[0][:60]}" if said else "in order"


def complaint(tool: str, line: str) -> bool:
    if tool == "i18nspector":
        return line[:2] in {"E:", "W:"} and not any(word in line for word in OVERRULED)
    if tool == "pofilter":
        return line.startswith("# (pofilter)")
    return bool(line.strip())


if __name__ == "__main__":
    sys.exit(main())
