"""HTML from outside becomes HTML we may pass on: the one sanitiser of the house.

Other rooms need three functions: `clean` for bodies, `plain` for one-line texts, `safe_url` for addresses.

The tree is mended first (addresses absolute, readers' counters out, depth judged), then nh3 has the last
word, with a fixed list of what is allowed. Nobody edits the text after it.
"""

import re
from collections.abc import Iterator

import nh3
from lxml import etree, html

from service.errors import Unreadable
from service.ingest.allowed import ATTRIBUTES, BLOCKS, DROPPED, RENAMED, TAGS, VALUES
from service.ingest.characters import plain, tidy
from service.ingest.links import safe_url, without_tracking
from service.ingest.pictures import candidates, counts_readers, source_of

__all__ = ["LARGEST", "clean", "plain", "safe_url", "text_of"]

LARGEST = 512 * 1024
"""Characters of the largest body taken in: a long report has 60,000."""
DEEPEST = 200
"""Elements within elements; libxml2 stops at 255, and nh3's time grows with the square of it."""
MOST_ESCAPES = 50_000
"""Ampersands of the largest body: nh3's time grows with the square of them too."""
LONGEST_TAG = 8192
"""Characters of the longest tag kept: parsers compare each of its attributes with each other."""

ROUNDS = 6
"""Readings until one changes nothing: two for common HTML, three or four for the worst seen."""

_UNLINKED = "unlinked"
"""No element of HTML: nh3 takes its tags away, at one go for all of them, and leaves its words."""
_LONG_TAG = re.compile(rf"<[^<>]{{{LONGEST_TAG},}}>?")


def clean(markup: str, base_url: str = "") -> str:
    """Foreign HTML made safe to publish: allowed elements alone, addresses absolute, no styles, no counters.

    Relative addresses are resolved against `base_url`; where that is empty they are dropped. Cleaning what is
    clean changes nothing: the tree is cleaned until that is so, because parsers disagree on misnested HTML,
    and in what one of them makes of another's work scripts have hidden. Raises Unreadable for HTML that does
    not settle, more than LARGEST characters, DEEPEST nested elements or MOST_ESCAPES ampersands.
    """
    for _ in range(ROUNDS):
        cleaned = _cleaned(markup, base_url)
        if cleaned == markup:
            return cleaned
        markup = cleaned
    raise Unreadable("its HTML is so tangled that no two readings of it agree: close its elements in order")


def _cleaned(markup: str, base_url: str) -> str:
    root = _tree(markup)
    _mend(root, base_url)
    inner = etree.tostring(root, encoding="unicode", method="html")
    return nh3.clean(
        inner.removeprefix("<div>").removesuffix("</div>"),
        tags=set(TAGS),
        clean_content_tags=set(DROPPED),
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    ).strip()


def text_of(markup: str) -> str:
    """What a reader sees of foreign HTML, as one line of plain text. Raises Unreadable as `clean` does."""
    root = _tree(markup)
    _drop(root, DROPPED)
    return plain("".join(_words(root)))


def _tree(markup: str) -> html.HtmlElement:
    if len(markup) > LARGEST:
        raise Unreadable(f"its text is {len(markup):,} characters of HTML; {LARGEST:,} are the most")
    if markup.count("&") > MOST_ESCAPES:
        raise Unreadable(f"its HTML holds more than {MOST_ESCAPES:,} ampersands")
    markup = tidy(_LONG_TAG.sub("", markup))
    root = html.fragment_fromstring(markup, create_parent="div")
    if _too_deep(root):
        raise Unreadable(f"its HTML nests elements more than {DEEPEST} deep")
    return root


def _too_deep(root: html.HtmlElement) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            return True
    return False


def _mend(root: html.HtmlElement, base_url: str) -> None:
    _show_posters(root, base_url)
    _drop(root, DROPPED)
    for element in list(root.iter(etree.Element)):
        name = str(element.tag)
        if name in RENAMED:  # a broken name, like "span<", cannot even be set again; nh3 will take it away
            element.tag = RENAMED[name]
        elif name == "img":
            _mend_picture(element, base_url)
        elif name == "a":
            _mend_link(element, base_url)
        elif name == "pre":
            element.text = (element.text or "").lstrip("\n")  # HTML drops the first one, each time it is read


def _mend_picture(image: html.HtmlElement, base_url: str) -> None:
    written = {str(name): str(value) for name, value in image.items()}
    others = candidates(written.get("srcset", "") or written.get("data-srcset", ""), base_url)
    address = safe_url(source_of(written), base_url) or next(iter(others), None)
    if address is None or counts_readers({**written, "src": address}):
        image.drop_tree()
        return
    image.set("src", address)
    image.attrib.pop("srcset", None)
    if len(others) > 1:
        image.set("srcset", ", ".join(f"{one} {wide}" for one, wide in others.items()))


def _show_posters(root: html.HtmlElement, base_url: str) -> None:
    """A video becomes its poster, the picture that stands for it; the video stays where it came from."""
    for video in list(root.iter("video")):
        poster, around = safe_url(video.get("poster", ""), base_url), video.getparent()
        if poster and around is not None:
            picture = html.Element("img", src=poster, alt=video.get("aria-label") or video.get("title") or "")
            picture.tail, video.tail = video.tail, None
            around.replace(video, picture)


def _mend_link(link: html.HtmlElement, base_url: str) -> None:
    """Set the absolute address; a link into the page itself goes nowhere once it has left its page."""
    href = link.get("href", "").strip()
    if href.lower().startswith("mailto:"):
        return
    address = None if href.startswith("#") else safe_url(href, base_url)
    if address is None:
        link.tag = _UNLINKED
    else:
        link.set("href", without_tracking(address))


def _drop(root: html.HtmlElement, names: frozenset[str]) -> None:
    for element in list(root.iter(etree.Comment, etree.PI, *names)):
        if element.getparent() is not None:
            html.HtmlElement.drop_tree(element)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Called by nh3 for each attribute that is allowed: the value to keep, or None to drop it."""
    if name == "srcset":
        return value if candidates(value) else None
    if name in {"href", "src"} and not value.lower().startswith("mailto:"):
        return safe_url(value)
    form = VALUES.get(name)
    if form is None:
        return plain(value)
    return value if form.fullmatch(value) else None


def _words(root: html.HtmlElement) -> Iterator[str]:
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in BLOCKS:
            yield " "
        text = element.text if event == "start" else element.tail
        if text and (event == "start" or element is not root):
            yield text
