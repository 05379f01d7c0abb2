"""Which language a text is in.

The script decides where it can (Hangul is Korean); py3langid decides among the languages that share one.
Tags are BCP 47. Sureness runs from 0 to 1: the share of the best language after the scores were cooled by
the square root of the text's length, which keeps it comparable from a headline to an article.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from langcodes import Language
from langcodes.tag_parser import LanguageTagError

from service.desks import scripts, sentences

KNOWN: tuple[str, ...] = (
    *("ar", "bn", "de", "en", "es", "fa", "fr", "he", "hi", "id", "ja", "kk", "ko", "ky", "mn"),
    *("pt", "ru", "tg", "th", "tr", "ur", "uz", "vi", "zh-Hans", "zh-Hant"),
)
"""The languages that this product speaks of."""
NONE = "und"
"""BCP 47's tag for a language that cannot be told."""

SEVERAL_SCRIPTS = {"uz": {"Latn", "Cyrl"}, "zh": {"Hani"}, "ja": {"Jpan", "Hani"}, "ko": {"Hang"}}
SAME_AS = {
    "ms": "id",
    "wuu": "zh",
    "yue": "zh",
    "hbo": "he",
    "pcm": "en",
    "arz": "ar",
    "ary": "ar",
    "uzs": "uz",
}
"""py3langid's labels that it gives to news in the language on the right."""
ENOUGH = 20
"""Letters below which a text says little about its language as letters() counts them."""
CLOSE = 0.35
"""A share of the text from which on the language of the first line is the article's."""
ENOUGH_IF_SAID = 0.25
"""A share of the text from which on the language that the source declares is the article's."""
READ = 30_000
"""Characters of an article that are read to tell its language."""
WIDE = 6000
"""Characters of an article that the comparison with the world's other languages reads."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A language and how sure that is, 0 to 1."""

    language: str
    sureness: float


@dataclass(frozen=True, slots=True)
class ArticleLanguage:
    """An article's language, why, and what an editor should know about it."""

    tag: str
    because: str
    flags: tuple[tuple[str, str], ...] = ()


@cache
def base(tag: str) -> str:
    """The language alone of a tag: zh of zh-Hans."""
    return tag.replace("_", "-").split("-")[0].lower()


@cache
def direction(tag: str) -> str:
    """ "rtl" or "ltr", as CLDR says; "auto" for a language it does not know."""
    if base(tag) == NONE:
        return "auto"
    try:
        return "rtl" if Locale.parse(tag, sep="-").character_order == "right-to-left" else "ltr"
    except (UnknownLocaleError, ValueError):
        return "auto"


@cache
def _scripts_of(language: str) -> frozenset[str]:
    if language in SEVERAL_SCRIPTS:
        return frozenset(SEVERAL_SCRIPTS[language])
    likely = get_global("likely_subtags").get(language, language).split("_")
    return frozenset({likely[1]} if len(likely) > 1 else {"Latn"})


class _Model:
    """py3langid's tables: 0.4 s and 130 MB, once a process, at the first text that needs them."""

    def __init__(self) -> None:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        self.identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
        self.columns = {label: place for place, label in enumerate(self.identifier.nb_classes)}
        self.prior = dict(zip(self.identifier.nb_classes, self.identifier.nb_pc.tolist(), strict=True))

    def rank(self, text: str) -> dict[str, float]:
        ranked: list[tuple[str, float]] = self.identifier.rank(text)
        return dict(ranked)


@cache
def _model() -> _Model:
    return _Model()


def likelihoods(text: str, languages: Sequence[str]) -> list[float]:
    """The log likelihood of `text` in each of `languages` (languages alone, no scripts)."""
    model = _model()
    ranked = model.rank(text)
    return [
        ranked[language] - model.prior[language] if language in ranked else -1e9 for language in languages
    ]


def detect(text: str, candidates: Iterable[str] = KNOWN) -> Finding:
    """The language of `text` among `candidates` (tags), as a tag; NONE where it has no letters.

    Chinese is told apart as zh-Hans and zh-Hant by its letters; Uzbek in Cyrillic is uz-Cyrl.
    """
    script = scripts.dominant(text)
    pool = sorted({base(tag) for tag in candidates if script in _scripts_of(base(tag))})
    if not pool:
        return Finding(NONE, 0.0)
    if script == "Hani" and "zh" in pool:
        pool = ["zh"]
    if len(pool) == 1:
        return Finding(_tag(pool[0], script, text), 1.0)
    found, sureness = _choose(text, pool)
    return Finding(_tag(found, script, text), sureness)


def _choose(text: str, pool: Sequence[str]) -> tuple[str, float]:
    ranked = _model().rank(text)
    scores = {language: ranked[language] for language in pool if language in ranked}
    if not scores:
        return pool[0], 0.0
    best = max(scores, key=lambda language: scores[language])
    cool = math.sqrt(len(text.encode()) or 1)
    rest = sum(math.exp((score - scores[best]) / cool) for score in scores.values())
    return best, 1 / rest


def _tag(language: str, script: str, text: str) -> str:
    if language == "zh":
        return f"zh-{scripts.chinese(text)}"
    return "uz-Cyrl" if (language, script) == ("uz", "Cyrl") else language


def canonical(tag: str) -> str:
    """A declared tag as the house writes it (fr-FR stays, zh-CN is zh-Hans); "" if it is none."""
    try:
        language = Language.get(tag.replace("_", "-")) if tag else Language.get(NONE)
    except LanguageTagError:
        return ""
    if language.language in {None, NONE} or not language.is_valid():
        return ""
    if language.language == "zh":
        return f"zh-{language.maximize().script}"
    return language.to_tag()


def edition(tag: str, house: Sequence[str]) -> str:
    """`tag` as one of the house's editions if it is one of them: fr-CA stands in fr; else the tag itself."""
    if tag in house:
        return tag
    alike = [ours for ours in house if base(ours) == base(tag)]
    if base(tag) == "zh" or tag.endswith("-Cyrl"):
        alike = [ours for ours in alike if canonical(ours) == tag]
    return alike[0] if alike else tag


def letters(text: str) -> int:
    """How much of `text` is letters, counted in Latin letters that say as much."""
    return int(sum(n * scripts.SAYS.get(script, 1) for script, n in scripts.tally(text).items()))


def of_article(blocks: Sequence[str], declared: str, hint: str, house: Sequence[str]) -> ArticleLanguage:
    """The language of an article from its paragraphs, what it and its source declare, and the editions.

    `house` are the editions: a language comes out as the edition that it is read in, if there is one.
    """
    said = canonical(declared) or canonical(hint)
    who = "the article declares it" if canonical(declared) else "its source's language"
    blocks = _beginning(blocks)
    text = "\n".join(blocks)[:WIDE]
    if letters(text) < ENOUGH:
        return _of_little(text, said, who, house)
    votes = _votes(blocks, {*KNOWN, *house})
    found = _elected(votes, said, detect(blocks[0]).language) if votes else NONE
    stranger = _stranger(text, found, {*KNOWN, *house})
    if stranger or not votes:
        return _settled(stranger or NONE, "most of the text", said, house)
    return _settled(found, f"{math.floor(100 * votes[found] / votes.total())} % of the text", said, house)


def _elected(votes: Counter[str], said: str, first: str) -> str:
    """The language with the most votes; where it is close, the declared one or that of the first line."""
    declared = next((tag for tag in votes if said and base(tag) == base(said)), "")
    if votes[declared] >= ENOUGH_IF_SAID * votes.total():
        return declared
    return first if votes[first] >= CLOSE * votes.total() else votes.most_common(1)[0][0]


def _of_little(text: str, said: str, who: str, house: Sequence[str]) -> ArticleLanguage:
    """The language of a text too short to tell much: what is declared, else the likeliest edition."""
    if said:
        return ArticleLanguage(edition(said, house), f"{who}, and the text is too short to tell")
    finding = detect(text, house)
    if finding.language == NONE:
        flag = ("no-language", "neither the text nor its source tells the language")
        return ArticleLanguage(NONE, "nothing tells it", (flag,))
    return ArticleLanguage(edition(finding.language, house), "the likeliest edition for so short a text")


def _beginning(blocks: Sequence[str]) -> list[str]:
    """The blocks that are not empty, as many from the start as are read to tell an article's language."""
    read: list[str] = []
    room = READ
    for block in blocks:
        if room > 0 and block.strip():
            read.append(block[:room])
            room -= len(block)
    return read


def _votes(blocks: Sequence[str], candidates: Iterable[str]) -> Counter[str]:
    """How many letters of the sentences are in each language."""
    pool = tuple(candidates)
    votes: Counter[str] = Counter()
    for block in blocks:
        for start, end in sentences.split(block):
            finding = detect(block[start:end], pool)
            if finding.language != NONE:
                votes[finding.language] += letters(block[start:end])
    return votes


def _stranger(text: str, found: str, ours: Iterable[str]) -> str:
    """The language outside `ours` that the whole text is in, "" if it is in one of them."""
    if letters(text) < 3 * ENOUGH:
        return ""
    ranked = _model().rank(text)
    best = max(ranked, key=lambda label: ranked[label])
    best = SAME_AS.get(best, best)
    return "" if best in {base(tag) for tag in ours} or best == base(found) else best


def _settled(found: str, how_much: str, said: str, house: Sequence[str]) -> ArticleLanguage:
    tag = edition(found, house)
    flags = []
    if said and base(said) != base(found):
        flags.append(("language-disputed", f"the source says {said}, the text reads as {tag}"))
    if tag not in house:
        flags.append(("no-edition", f"the house has no edition in {tag}"))
    return ArticleLanguage(tag, f"{how_much} reads as {tag}", tuple(flags))
