"""What foreign HTML may hold: the fixed lists behind `clean`. They grow by review, never by configuration.

No svg, math, style, template or raw-text element stands here: every way known to smuggle a script past a
sanitiser goes through one of them.
"""

import re

# fmt: off
TAGS = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dfn",
    "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
    "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "small", "span",
    "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul",
    "var", "wbr",
})
DROPPED = frozenset({
    "applet", "audio", "button", "canvas", "embed", "head", "iframe", "input", "math", "noembed",
    "noframes", "noscript", "object", "script", "select", "style", "svg", "template", "textarea", "title",
    "video",
})
"""Elements that go with all they hold; every other element that is not allowed leaves its text behind."""
BLOCKS = frozenset({
    "blockquote", "br", "caption", "dd", "div", "dl", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "li", "ol", "p", "pre", "table", "td", "th", "tr", "ul", "article", "aside", "footer",
    "header", "main", "nav", "section",
})
"""Elements that stand apart from the words around them."""
# fmt: on

ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "hreflang"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
"""No style, class or id: what a passage looks like is ours to say, and hidden text is a trap."""

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
VALUES = {
    "lang": _TAG,
    "hreflang": _TAG,
    "dir": re.compile("ltr|rtl|auto"),
    "scope": re.compile("row|col|rowgroup|colgroup"),
    **dict.fromkeys(["width", "height", "start", "colspan", "rowspan"], re.compile("[0-9]{1,4}")),
}
"""The form a value must have; of the others any text will do."""

RENAMED = {
    "h1": "h2",  # a page has one first heading, and it is ours
    # Plain blocks, so that paragraphs stay apart.
    **dict.fromkeys(["article", "aside", "footer", "header", "main", "nav", "section"], "div"),
}
