"""IPTC Media Topics: their codes, names, and which lies below which; what a source's own categories mean.

The data is the IPTC's vocabulary of 31 March 2025 (CC BY 4.0), names in thirteen languages, kept beside this
module (data/LICENSE-IPTC); Russian and Kazakh names of the seventeen topics at the top are the house's own.
Topics are written as their eight digits; `medtop:` and the vocabulary's addresses are understood too, and so
are the older IPTC Subject Codes, which 881 topics replace.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "mediaTopics.tsv"
FIXED = ("code", "broader", "retired", "subject")
"""The columns before the names."""
WHOSE = {"no": "nb", "zh": "zh-Hans"}
"""Languages whose names stand under another tag."""

_CODE = re.compile(r"(?:medtop:|https?://cv\.iptc\.org/newscodes/mediatopic/)?(\d{8})/?")
_SUBJECT = re.compile(r"(?:subj:|https?://cv\.iptc\.org/newscodes/subjectcode/)(\d{8})/?")
_PARTS = re.compile(r", | and |, and ")


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of the vocabulary. `broader` is the code above it, empty at the top."""

    code: str
    broader: str
    retired: bool
    subject: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic that an article is about, and why."""

    code: str
    because: str


@cache
def _topics() -> dict[str, Topic]:
    first, *lines = DATA.read_text("utf-8").splitlines()
    head = first.split("\t")
    found = {}
    for line in lines:
        row = dict(zip(head, line.split("\t"), strict=True))
        names = {tag: row[tag] for tag in head if tag not in FIXED and row[tag]}
        found[row["code"]] = Topic(row["code"], row["broader"], bool(row["retired"]), row["subject"], names)
    return found


@cache
def _by_subject() -> dict[str, str]:
    return {topic.subject: code for code, topic in reversed(_topics().items()) if topic.subject}


@cache
def _by_name() -> dict[str, dict[str, str]]:
    """Codes by name, by language. Of two topics of one name the one nearer the top has it."""
    found: dict[str, dict[str, str]] = {}
    for code in sorted(_topics(), key=lambda each: (len(line(each)), each)):
        topic = _topics()[code]
        for tag, called in topic.names.items():
            if not topic.retired:
                found.setdefault(tag, {}).setdefault(folded(called), code)
    for code, topic in _topics().items():
        if not topic.broader:  # "economy, business and finance": each of the three says it
            for part in _PARTS.split(topic.names["en"]):
                found["en"].setdefault(folded(part), code)
    return found


def folded(words: str) -> str:
    """`words` as categories and tags are compared: without case, width, outer signs or doubled spaces."""
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split()).strip("#.,;:/ ")


def is_topic(code: str) -> bool:
    """Whether `code` is a topic's eight digits."""
    return code in _topics()


def line(code: str) -> tuple[str, ...]:
    """`code` and the topics above it, up to the top."""
    found = []
    while code:
        found.append(code)
        code = _topics()[code].broader
    return tuple(found)


def lies_in(code: str, topic: str) -> bool:
    """Whether `code` is `topic` or lies below it."""
    return code == topic or (is_topic(code) and topic in line(code))


def name(code: str, language: str = "en") -> str:
    """The topic's name in `language` (BCP 47), else in English, else the code."""
    topic = _topics().get(code)
    if topic is None:
        return code
    return next((topic.names[tag] for tag in (*_tags(language), "en") if tag in topic.names), code)


def has_name(code: str, language: str) -> bool:
    """Whether the vocabulary names the topic in `language` itself."""
    return is_topic(code) and any(tag in _topics()[code].names for tag in _tags(language))


def _tags(language: str) -> tuple[str, ...]:
    """The columns that speak `language`, nearest first."""
    bare = language.partition("-")[0]
    return tuple(tag for tag in (WHOSE.get(language, language), WHOSE.get(bare, bare)) if tag)


def code_of(text: str) -> str | None:
    """The topic that `text` writes as a code, in any of the ways codes are written; None if it is none."""
    text = text.strip()
    if found := _CODE.fullmatch(text):
        code = found.group(1)
        return code if is_topic(code) else _of_subject(code)
    if found := _SUBJECT.fullmatch(text):
        return _of_subject(found.group(1))
    return None


def _of_subject(code: str) -> str | None:
    """The topic of an IPTC Subject Code: its own, else that of the two levels above it."""
    for each in (code, f"{code[:5]}000", f"{code[:2]}000000"):
        if each in _by_subject():
            return _by_subject()[each]
    return None


def named(text: str, language: str) -> str | None:
    """The topic called `text` in `language`, else in English; None if none is."""
    for tag in (*_tags(language), "en"):
        if code := _by_name().get(tag, {}).get(folded(text)):
            return code
    return None


def english() -> frozenset[str]:
    """Every English name, folded."""
    return frozenset(_by_name()["en"])


def subjects(categories: Iterable[str], language: str, words: Mapping[str, str]) -> tuple[Subject, ...]:
    """What an article is about, by its source's own `categories`; each topic once, in their order.

    `words` are the house's: what a category (folded) means, before anything else; "" for no topic.
    """
    found: dict[str, Subject] = {}
    for category in categories:
        if one := _subject(category, language, words):
            found.setdefault(one.code, one)
    return tuple(found.values())


def _subject(category: str, language: str, words: Mapping[str, str]) -> Subject | None:
    quoted = f"its source's category “{category[:80]}”"
    if (own := words.get(folded(category))) is not None:
        return Subject(own, f"{quoted}, by the newsroom's [topics]") if own else None
    if code := code_of(category):
        return Subject(code, f"its source's code {category[:80]}")
    if code := named(category, language):
        return Subject(code, quoted)
    return None
