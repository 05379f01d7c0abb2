"""How large a digest of twelve real news items is in each language, as mailbox providers count it:

    python -m tests.render.sizes ../shared/corpus/parallel-news

Gmail cuts a mail off near 102 KB of decoded HTML. Ours stay under LARGEST_HTML, and the whole encoded
message under LARGEST_MAIL. The folder holds one file a language: a JSON object a line, its lines the headline
and then the sentences.
"""

import json
import os
import sys
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import tests.environment  # noqa: F401  before Django's settings are read

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "service.app.settings")

from rich.console import Console
from rich.table import Table

from service.delivery.mime import Frame, copy_for
from service.render.mail import set_letter
from service.render.values import DigestCopy, Piece, Section
from tests.catalogues import compile_catalogues
from tests.render.copies import MORNING, PICTURE, SITE, a_digest, a_piece

STORIES = 12
LARGEST_HTML, LARGEST_MAIL = 80_000, 100_000
SECRET = b"sizes"


@dataclass(frozen=True)
class Size:
    """Octets of one digest."""

    language: str
    html: int
    mail: int
    encoding: str
    longest_line: int


def sized(file: Path) -> Size:
    """The size of the digest of the first twelve items of `file`, named after its language."""
    letter = set_letter(a_full_digest(file))
    headers = {"List-Unsubscribe": f"<{SITE}/unsubscribe/\u27e6unsubscribe\u27e7>"}
    sender = "desk@eurasiatimes.example"
    frame = Frame("sizes", "EurasiaTimes", sender, letter.subject, headers, letter.text, letter.html, MORNING)
    slots = {"unsubscribe": "u" * 90, "view": "v" * 22}
    data = copy_for(frame, "reader", "reader@reader.example", slots, SECRET).data
    encoding = "base64" if b"Content-Transfer-Encoding: base64" in data else "quoted-printable"
    longest = max(map(len, data.split(b"\r\n")))
    return Size(file.stem, len(letter.html.encode()), len(data), encoding, longest)


def a_full_digest(file: Path) -> DigestCopy:
    """A lead and eleven stories under three headings, each with its picture, siblings and sentences."""
    pieces = [the_piece(file.stem, json.loads(line)) for line in file.read_text().splitlines()[:STORIES]]
    sections = tuple(Section(f"{number}", tuple(pieces[number::3])) for number in (1, 2, 3))
    return replace(a_digest("en"), language=file.stem, lead=pieces[0], sections=sections)


def the_piece(language: str, item: dict[str, list[str]]) -> Piece:
    """A news item as a piece."""
    headline, *sentences = item["lines"]
    summary = escape(" ".join(sentences[:3]))
    return replace(a_piece("en"), language=language, title=headline, summary=summary, image=PICTURE)


def main(folder: Path) -> int:
    """Print the table; 1 if a digest is too large."""
    compile_catalogues()
    found = [sized(file) for file in sorted(folder.glob("*.jsonl"))]
    table = Table("language", "HTML, octets", "mail, octets", "encoding", "longest line")
    for size in found:
        table.add_row(size.language, f"{size.html}", f"{size.mail}", size.encoding, f"{size.longest_line}")
    Console(width=100).print(table)
    return int(any(size.html > LARGEST_HTML or size.mail > LARGEST_MAIL for size in found))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
