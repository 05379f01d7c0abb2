"""An article's HTML and its plain text, and the way between them.

The plain text of a body is its blocks, a line each, in order; every character of white space in it is one
space. Offsets into it count characters. A mark or a cut given in offsets is made in the HTML, and nothing
else of the HTML changes.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree, html

from service.desks.language import base, direction
from service.desks.sentences import Span

BLOCKS: frozenset[object] = frozenset(
    {"address", "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption"}
    | {"figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p"}
    | {"pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
"""Elements that begin a line of their own."""
MEDIA = ("img", "video", "audio", "iframe", "picture")
WHITE = " \t\n\r\f\v"
SPACE = re.compile(r"[\t\n\r\f\v\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in the tree: of `element` or its tail, from `start` on in the plain text."""

    element: html.HtmlElement
    tail: bool
    start: int
    text: str
    lead: int
    """White space before it that the plain text leaves out, at the start of a block."""

    @property
    def end(self) -> int:
        """Where it ends in the plain text."""
        return self.start + len(self.text)

    def put(self, text: str | None) -> None:
        """Give the tree another text here."""
        if self.tail:
            self.element.tail = text
        else:
            self.element.text = text


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the plain text and its language."""

    start: int
    end: int
    language: str


class Page:
    """A body being read or marked."""

    def __init__(self, source: str) -> None:
        self.root = html.fragment_fromstring(source, create_parent="div")
        self.runs: list[Run] = []
        pieces: list[str] = []
        length = 0
        for element, tail, text in _walk(self.root):
            fresh = not pieces or pieces[-1] == "\n"
            if text == "\n":
                piece = "" if fresh else "\n"
            else:
                piece = SPACE.sub(" ", text.lstrip(WHITE) if fresh else text)
                if piece and element is not None:
                    self.runs.append(Run(element, tail, length, piece, len(text) - len(piece)))
            if piece:
                pieces.append(piece)
                length += len(piece)
        self.text = "".join(pieces).rstrip("\n")

    def html(self) -> str:
        """The body as HTML again."""
        whole = etree.tostring(self.root, encoding="unicode", method="html")
        return whole[len("<div>") : -len("</div>")]


def _walk(element: html.HtmlElement) -> Iterator[tuple[html.HtmlElement | None, bool, str]]:
    """The tree's texts in order, "\\n" by itself where a block begins or ends or a line breaks."""
    block = element.tag in BLOCKS
    if block or element.tag == "br":
        yield None, False, "\n"
    if element.text and isinstance(element.tag, str):
        yield from _safe(element, False, element.text)
    for child in element:
        yield from _walk(child)
        if child.tail:
            yield from _safe(child, True, child.tail)
    if block:
        yield None, False, "\n"


def _safe(element: html.HtmlElement, tail: bool, text: str) -> Iterator[tuple[html.HtmlElement, bool, str]]:
    yield element, tail, " " if text == "\n" else text


def plain(source: str) -> str:
    """The plain text of the HTML `source`."""
    return Page(source).text


def lines(text: str) -> list[Span]:
    """The blocks of a plain text that are not empty, as spans."""
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def mark(source: str, marks: Sequence[Mark]) -> str:
    """`source` with lang and dir on what `marks` cover: on a block that is covered whole, else in spans."""
    if not marks:
        return source
    page = Page(source)
    order = sorted(marks, key=lambda one: one.start)
    whole = _blocks_within(page, order)
    for run in reversed(page.runs):
        block = _block_of(run)
        if block in whole:
            _tag(block, whole[block])
        else:
            _wrap(run, _touching(order, run))
    return page.html()


def _touching(order: Sequence[Mark], run: Run) -> Sequence[Mark]:
    """Those of the marks, which are in order and apart, that have letters of `run`."""
    first = bisect_right(order, run.start, key=lambda one: one.end)
    return order[first : bisect_left(order, run.end, key=lambda one: one.start)]


def without(source: str, span: Span) -> str:
    """`source` without the text of `span`, and without the blocks that are empty then."""
    page = Page(source)
    for run in page.runs:
        start, end = max(run.start, span[0]), min(run.end, span[1])
        if start < end:
            run.put(" " * run.lead + run.text[: start - run.start] + run.text[end - run.start :])
    for run in reversed(page.runs):
        _drop_if_empty(_block_of(run), page.root)
    return page.html()


def _block_of(run: Run) -> html.HtmlElement:
    element = _holder(run)
    while element.tag not in BLOCKS:
        above = element.getparent()
        if above is None:
            return element
        element = above
    return element


def _holder(run: Run) -> html.HtmlElement:
    """The element that the text stands in directly."""
    above = run.element.getparent() if run.tail else None
    return run.element if above is None else above


def _blocks_within(page: Page, marks: Sequence[Mark]) -> dict[html.HtmlElement, Mark]:
    """The blocks whose every run lies inside one mark."""
    spans: dict[html.HtmlElement, list[Run]] = {}
    for run in page.runs:
        if run.text.strip():
            spans.setdefault(_block_of(run), []).append(run)
    found = {}
    for block, runs in spans.items():
        inside = [one for one in _touching(marks, runs[0]) if all(_covers(one, run) for run in runs)]
        if inside and block is not page.root:
            found[block] = inside[0]
    return found


def _covers(mark: Mark, run: Run) -> bool:
    """Whether `mark` holds all of `run` but signs at its ends."""
    before = run.text[: max(0, mark.start - run.start)]
    after = run.text[max(0, mark.end - run.start) :]
    return not any(letter.isalnum() for letter in before + after)


def _tag(element: html.HtmlElement, mark: Mark) -> None:
    if not element.get("lang"):
        element.set("lang", mark.language)
        element.set("dir", direction(mark.language))


def _wrap(run: Run, marks: Sequence[Mark]) -> None:
    parent = _holder(run)
    for one in reversed(marks):
        start, end = max(run.start, one.start), min(run.end, one.end)
        if start >= end or not run.text[start - run.start : end - run.start].strip() or _said(parent, one):
            continue
        span = html.Element("span", {"lang": one.language, "dir": direction(one.language)})
        held = (run.element.tail if run.tail else run.element.text) or ""
        opens, closes = run.lead + start - run.start, run.lead + end - run.start
        span.text, span.tail = held[opens:closes], held[closes:]
        run.put(held[:opens])
        parent.insert(parent.index(run.element) + 1 if run.tail else 0, span)


def _said(element: html.HtmlElement | None, mark: Mark) -> bool:
    """Whether the source itself has said the language here."""
    while element is not None:
        if element.get("lang"):
            return base(element.get("lang")) == base(mark.language)
        element = element.getparent()
    return False


def _shows(element: html.HtmlElement) -> bool:
    """Whether there is a picture or the like in it."""
    return next(iter(element.iter(*MEDIA)), None) is not None


def _drop_if_empty(element: html.HtmlElement, root: html.HtmlElement) -> None:
    parent = element.getparent()
    if element is root or parent is None or element.text_content().strip() or _shows(element):
        return
    element.drop_tree()
    _drop_if_empty(parent, root)
