"""A file's text becomes HTML: plain text, Markdown and HTML manuscripts, with the headline they carry."""

import re
from dataclasses import dataclass
from html import escape

from lxml import etree, html
from markdown_it import MarkdownIt

from service.errors import Unreadable
from service.ingest.characters import tidy
from service.ingest.clean import LARGEST

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
_CLOSING = re.compile(r"(?:^|[ \t])#+[ \t]*\Z")
"""The number signs that may close a heading (CommonMark section 4.2)."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """HTML not cleaned yet, and what the manuscript itself says of headline and language."""

    body: str
    title: str = ""
    language: str = ""


def read(text: str, suffix: str) -> Manuscript:
    """The manuscript in `text`, by the suffix of its file (.txt, .md, .html or .htm).

    Raises Unreadable for one that is too long or holds no text.
    """
    if len(text) > LARGEST:
        raise Unreadable(f"is {len(text):,} characters long; {LARGEST:,} are the most")
    if not text.strip():
        raise Unreadable("holds no text: write some, or remove the file")
    if suffix == ".txt":
        return Manuscript(paragraphs(text))
    return _markdown(text) if suffix == ".md" else _page(text)


def paragraphs(text: str) -> str:
    """Plain text as HTML: each line that is not blank is a paragraph."""
    return "\n".join(
        f"<p>{escape(line.strip(), quote=False)}</p>" for line in text.splitlines() if line.strip()
    )


def _markdown(text: str) -> Manuscript:
    """CommonMark with tables. A first heading of the first order is the headline, not part of the body."""
    first, _, rest = text.lstrip().partition("\n")
    if not first.startswith(("# ", "#\t")):
        return Manuscript(_MARKDOWN.render(text))
    title = _CLOSING.sub("", first[1:].strip())
    return Manuscript(_MARKDOWN.render(rest), title=_MARKDOWN.renderInline(title))


def _page(text: str) -> Manuscript:
    """An HTML page or fragment: its article (or main part, or body) without its first heading."""
    try:
        root = html.document_fromstring(tidy(text))
    except etree.ParserError as error:
        raise Unreadable(f"holds no HTML that can be read: {error}") from error
    titles = root.xpath("//title")
    part = next(iter(root.xpath("//article") or root.xpath("//main") or root.xpath("//body")), root)
    headings = part.xpath(".//h1")
    named = headings[0] if headings else titles[0] if titles else None
    title = "" if named is None else named.text_content()
    if headings:
        headings[0].drop_tree()
    body = html.tostring(part, encoding="unicode")
    return Manuscript(body, title=title, language=root.get("lang", ""))
