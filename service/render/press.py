"""MJML becomes HTML: looked through first, then pressed.

mjml-python drops unknown attributes in silence, keeps unknown elements as they are, names no line when it
fails, and takes the whole process down when elements nest too deeply. So nothing reaches it that was not
parsed strictly here and held against the list of elements and attributes that our templates use.
"""

import mjml
from lxml import etree

from service.errors import NotPublishable

DEEPEST, LARGEST = 40, 400_000
"""Levels of elements and characters of MJML; a full digest has 12 levels and 30,000 characters."""

BOX = {"padding", "padding-top", "padding-bottom", "css-class"}
LAYOUT: dict[str, set[str]] = {
    "mjml": {"lang", "dir"},
    "mj-head": set(),
    "mj-title": set(),
    "mj-preview": set(),
    "mj-attributes": set(),
    "mj-all": {"font-family"},
    "mj-style": set(),
    "mj-body": {"width", "background-color", "css-class"},
    "mj-section": BOX | {"direction"},
    "mj-column": BOX | {"direction", "width"},
    "mj-text": BOX | {"align", "color", "font-size", "line-height"},
    "mj-image": BOX | {"align", "src", "alt", "href", "width"},
    "mj-divider": BOX | {"align", "border-color", "border-width", "border-style", "width"},
}
"""What mjml-python 1.4.2 understands and we use. mj-include and mj-raw are not among it."""

MARKUP: dict[str, set[str]] = {
    name: {"class", "style", "lang", "dir"}
    for name in ("div", "p", "h1", "h2", "h3", "span", "bdi", "strong", "br")
} | {"a": {"class", "style", "lang", "dir", "href", "hreflang"}}

PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
TOO_DEEP = etree.XPath("boolean(" + "/*" * (DEEPEST + 1) + ")")


def press(source: str, name: str) -> str:
    """The mail HTML of the MJML `source`, made from the template `name`.

    Raises NotPublishable, with the line, where the source is not well formed, too deep, too large, or holds
    an element, attribute or address that our templates do not use.
    """
    examine(source, name)
    try:
        return press_unseen(source)
    except ValueError as wrong:
        raise NotPublishable(f"{name}: MJML cannot be compiled: {wrong}; mend the template") from wrong


def press_unseen(source: str) -> str:
    """The HTML of MJML that was examined before. Raises ValueError where it cannot be compiled."""
    return str(mjml.mjml2html(source, disable_comments=True, fonts={}))


def examined(markup: str, name: str) -> str:
    """`markup` that may stand in a letter's text beside what was pressed; raises NotPublishable as `press`.

    Compiling leaves the inside of a text as it is: a part that stands in many letters is looked through once,
    and put in its place when the letter around it is pressed.
    """
    examine(f"<mj-text>{markup}</mj-text>", name)
    return markup


def examine(source: str, name: str) -> None:
    """Hold `source` against what may reach mjml-python; raises NotPublishable with the line at fault."""
    if len(source) > LARGEST:
        raise NotPublishable(f"{name}: {len(source)} characters of MJML, at most {LARGEST}: cut its pieces")
    try:
        root = etree.fromstring(source.encode(), PARSER)
    except etree.XMLSyntaxError as wrong:
        raise NotPublishable(f"{name}: not well-formed MJML: {wrong}; mend the template") from wrong
    if TOO_DEEP(root):
        raise NotPublishable(f"{name}: nested too deeply, more than {DEEPEST} levels: mend the template")
    for element in root.iter():
        if fault := _fault(element):
            raise NotPublishable(f"{name}: line {element.sourceline}: {fault}; mend the template")


def _fault(element: etree._Element) -> str:
    if not isinstance(element.tag, str):
        return "a comment or processing instruction"
    allowed = LAYOUT.get(element.tag, MARKUP.get(element.tag))
    if allowed is None:
        return f"<{element.tag}> is not an element our mails use"
    if not allowed.issuperset(element.attrib):
        return f"<{element.tag}> has no attribute {', '.join(sorted(set(element.attrib) - allowed))}"
    href = element.get("href", "https://")
    if not href.startswith(("https://", "http://", "mailto:")):
        return f"<{element.tag}> links to {href[:60]!r}"
    return ""
