"""Compiled catalogues for the tests: `pybabel compile -d locales -D deskwire`, where that is due."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).resolve().parent.parent / "locales"


def compile_catalogues() -> None:
    """Write each .mo that is missing or older than its .po; by rename, because workers run side by side."""
    for source in LOCALES.glob("*/LC_MESSAGES/*.po"):
        made = source.with_suffix(".mo")
        if made.exists() and made.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text)
        draft = made.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as compiled:
            write_mo(compiled, catalogue)
        draft.replace(made)
