"""What of a text's making was left standing in it: tags, short codes, marks of Markdown, escapes; emphasis or
a link that was never closed and runs on to the end. Pure.
"""

import re
from collections import Counter

from lxml import html

TAGS = "p|br|b|i|em|strong|a|div|span|img|h[1-6]|ul|ol|li|blockquote|table|td|tr|iframe|script"
CODES = r"caption|gallery|embed|video|audio|quote|url|img|vc_\w+|et_pb_\w+|su_\w+"
ESCAPES = "nbsp|amp|lt|gt|quot|laquo|raquo|rsquo|ldquo|rdquo|ndash|mdash|hellip|eacute"
PATTERNS = (
    ("a tag", "<", re.compile(rf"</?(?:{TAGS})\b[^<>]{{0,200}}>", re.IGNORECASE)),
    ("a short code", "[", re.compile(rf"\[/?(?:{CODES})\b[^\[\]]{{0,200}}\]", re.IGNORECASE)),
    ("an escape", "&", re.compile(rf"&(?:{ESCAPES}|#\d{{2,6}}|#x[0-9a-f]{{2,6}});", re.IGNORECASE)),
    ("a mark of Markdown", "**", re.compile(r"(?<!\S)\*\*(?=\S)[^*_\n]{1,200}(?<=\S)\*\*(?!\w)")),
    ("a mark of Markdown", "__", re.compile(r"(?<!\S)__(?=\S)[^*_\n]{1,200}(?<=\S)__(?!\w)")),
    ("a link of Markdown", "](", re.compile(r"\[[^\[\]\n]{1,200}\]\((?:https?://|/)[^()\s]{1,300}\)")),
    ("a placeholder", "{{", re.compile(r"\{\{[^{}\n]{0,200}\}\}")),
    ("a placeholder", "{%", re.compile(r"\{%[^{}\n]{0,200}%\}")),
    ("a placeholder", "<%", re.compile(r"<%[^%\n]{0,200}%>")),
)
"""What readers should never see: what it is, the sign without which there is none, and how it is written."""
LONG = 400
"""Letters of text from which on emphasis that covers nearly all of it is no emphasis."""
RUNS_ON = 0.6
"""The share of a text in one kind of emphasis from which on it was never closed."""
EMPHASIS = ("b", "strong", "i", "em", "u", "s", "a", "mark", "small", "sup", "sub")
OPENS = re.compile(rf"<(?:{'|'.join(EMPHASIS)})\b")
QUOTED = 40


def find(body: str, text: str) -> str:
    """What is wrong with the HTML `body`, of which `text` is the plain text; "" if nothing is."""
    found = {
        what: one.group()
        for what, sign, pattern in PATTERNS
        if sign in text and (one := pattern.search(text))
    }
    said = [f"{what} stands in the text: {words[:QUOTED]}" for what, words in found.items()]
    if on := _running_on(body, len(text)):
        said.append(on)
    return "; ".join(said)


def _running_on(body: str, length: int) -> str:
    """The emphasis, or the one link, that most of the text stands in."""
    if length < LONG or not OPENS.search(body):
        return ""
    covered: Counter[tuple[str, str]] = Counter()
    for element in html.fragment_fromstring(body, create_parent="div").iter(*EMPHASIS):
        tag = str(element.tag)
        if next(element.iterancestors(tag), None) is None:
            covered[tag, element.get("href", "")] += len(element.text_content())
    ((tag, _), most), *_ = covered.most_common(1) or [(("", ""), 0)]
    if most < RUNS_ON * length:
        return ""
    return f"{min(1.0, most / length):.0%} of the text stands in <{tag}>: it was opened and not closed"
