"""Which language a text is in.

The script decides where it can (Hangul is Korean); the model decides among the languages that share one, word
by word (evidence). Tags are BCP 47. Sureness runs from 0 to 1: the share of the best language after the
scores were cooled by the square root of the number of words, which keeps it comparable from a headline to an
article.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from babel import Locale, UnknownLocaleError
from langcodes import Language
from langcodes.tag_parser import LanguageTagError

from service.desks import evidence, scripts, sentences, varieties
from service.desks.evidence import Reading
from service.desks.model import model

KNOWN: tuple[str, ...] = (
    *("ar", "bn", "de", "en", "es", "fa", "fr", "he", "hi", "id", "ja", "kk", "ko", "ky", "mn"),
    *("pt", "ru", "tg", "th", "tr", "ur", "uz", "vi", "zh-Hans", "zh-Hant"),
)
"""The languages that this product speaks of."""
WORLD = frozenset(
    {"am", "az", "be", "bg", "bs", "ca", "cs", "da", "el", "et", "fi", "gu", "hr", "hu", "hy", "it", "ka"}
    | {"km", "kn", "ku", "lo", "lt", "lv", "mk", "ml", "mr", "ms", "my", "ne", "nl", "no", "pa", "pl", "ps"}
    | {"ro", "si", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "tk", "tl", "tt", "ug", "uk"}
)
"""Other languages that news are written in: told too, but a text has to be clearer about it."""
RARE = 4.0
"""What a text has to say more for a language of WORLD than for one of ours, in nats."""
NONE = "und"
"""BCP 47's tag for a language that cannot be told."""

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
"""The model's labels that it gives to news in the language on the right."""
NO_LANGUAGE = "zxx"
"""The model's label for what is in no language at all (ISO 639-2)."""
KIN = ({"id", "ms"}, {"bs", "hr", "sr"}, {"ku", "sdh"}, {"crh", "tk"}, {"bg", "mk"})
"""Languages whose news read so much alike that one of ours is taken for all of them."""
ENOUGH = 20
"""Letters below which a text says little about its language as letters() counts them."""
CLOSE = 0.35
"""A share of the text from which on the language of the first line is the article's."""
ENOUGH_IF_SAID = 0.25
"""A share of the text from which on the language that the source declares is the article's."""
FITS = -2.0
"""What the words of a text say against its own language, each on average, at worst (nats)."""
WIDE = 2000
"""Characters of an article that the comparison with all the model's languages reads."""


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
def pool(tags: frozenset[str]) -> frozenset[str]:
    """The languages that a text may be in where those of `tags` are ours: they and the world's, less kin."""
    ours = frozenset(base(tag) for tag in tags)
    alike = {label for kin in KIN if kin & ours for label in kin}
    return ours | (WORLD - alike)


@cache
def handicap(languages: tuple[str, ...], ours: frozenset[str], rare: float = RARE) -> tuple[float, ...]:
    """What each of `languages` has to make up for against those of `ours` (tags), in nats."""
    alone = {base(tag) for tag in ours}
    return tuple(0.0 if language in alone else rare for language in languages)


def detect(text: str, candidates: Iterable[str] = KNOWN) -> Finding:
    """The language of `text`, as a tag; NONE where it has no letters.

    It is one of `candidates` (tags), or clearly another. Chinese, Kazakh, Serbian and Uzbek tell their script
    where it is not the usual one (varieties).
    """
    ours = frozenset(candidates)
    reading = evidence.read(text, pool(ours))
    if not len(reading.starts):
        return Finding(NONE, 0.0)
    scores = reading.scores.sum(axis=0) - np.array(handicap(reading.languages, ours))
    best = int(scores.argmax())
    rest = np.exp((scores - scores[best]) / math.sqrt(len(reading.starts)))
    return Finding(varieties.tag(reading.languages[best], text), float(1 / rest.sum()))


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
    if base(tag) in varieties.WRITTEN:
        alike = [ours for ours in alike if varieties.script(ours) == varieties.script(tag)]
    return alike[0] if alike else tag


def letters(text: str) -> int:
    """How much of `text` is letters, counted in Latin letters that say as much."""
    return int(sum(n * scripts.SAYS.get(script, 1) for script, n in scripts.tally(text).items()))


def of_article(blocks: Sequence[str], declared: str, hint: str, house: Sequence[str]) -> ArticleLanguage:
    """The language of an article from its headline and paragraphs, what it and its source declare, and the
    editions.

    `house` are the editions: a language comes out as the edition that it is read in, if there is one.
    """
    said = canonical(declared) or canonical(hint)
    who = "the article declares it" if canonical(declared) else "its source's language"
    blocks = [block for block in blocks if block.strip()]
    text = "\n".join(blocks)
    if letters(text[:WIDE]) < ENOUGH:
        return _of_little(text, said, who, house)
    ours = frozenset((*KNOWN, *house, *([said] if said else ())))
    votes = _votes(blocks[0], ours)
    first = votes.most_common(1)[0][0] if votes else NONE
    votes += _votes("\n".join(blocks[1:]), ours)
    found = _elected(votes, said, first) if votes else NONE
    stranger = "" if _fits(blocks, found, ours) else _stranger(text[:WIDE], found, ours)
    if stranger or not votes:
        found = varieties.tag(stranger, text) if stranger else NONE
        return _settled(found, "most of the text", said, house)
    share = math.floor(100 * votes[found] / votes.total())
    return _settled(varieties.tag(found, text), f"{share} % of the text", said, house)


def _elected(votes: Counter[str], said: str, first: str) -> str:
    """The language with the most votes; where it is close, the declared one or that of the first line."""
    if said and votes[base(said)] >= ENOUGH_IF_SAID * votes.total():
        return base(said)
    return first if votes[first] >= CLOSE * votes.total() else votes.most_common(1)[0][0]


def _of_little(text: str, said: str, who: str, house: Sequence[str]) -> ArticleLanguage:
    """The language of a text too short to tell much: what is declared, else the likeliest edition."""
    if said:
        return ArticleLanguage(edition(said, house), f"{who}, and the text is too short to tell")
    finding = _likeliest(text, house)
    if finding == NONE:
        flag = ("no-language", "neither the text nor its source tells the language")
        return ArticleLanguage(NONE, "nothing tells it", (flag,))
    return ArticleLanguage(edition(finding, house), "the likeliest edition for so short a text")


def _likeliest(text: str, house: Sequence[str]) -> str:
    """The edition that `text` reads most like; NONE if none is written in its letters."""
    reading = evidence.read(text, frozenset(base(tag) for tag in house))
    script = scripts.dominant(text).replace("Jpan", "Kana")
    fits = [place for place, one in enumerate(reading.languages) if script in evidence.scripts_of(one)]
    if not fits:
        return NONE
    scores = reading.scores.sum(axis=0)
    return varieties.tag(reading.languages[max(fits, key=lambda place: scores[place])], text)


def _votes(text: str, ours: frozenset[str]) -> Counter[str]:
    """How many letters of the sentences of `text` are in each language."""
    reading = evidence.read(text, pool(ours))
    votes: Counter[str] = Counter()
    for language, weight in _of_sentences(reading, text, ours):
        votes[language] += weight
    return votes


def _of_sentences(reading: Reading, text: str, ours: frozenset[str]) -> Iterable[tuple[str, int]]:
    """The language and the letters of each sentence that has any."""
    if not len(reading.starts):
        return []
    firsts = np.unique(np.searchsorted(reading.starts, [start for start, _ in sentences.split(text)]))
    firsts = firsts[firsts < len(reading.starts)]
    scores = np.add.reduceat(reading.scores, firsts, axis=0) - np.array(handicap(reading.languages, ours))
    weights = np.add.reduceat(reading.letters, firsts)
    return [
        (reading.languages[best], int(weight))
        for best, weight in zip(scores.argmax(axis=1).tolist(), weights.tolist(), strict=True)
    ]


def _fits(blocks: Sequence[str], found: str, ours: frozenset[str]) -> bool:
    """Whether the words below the headline are well said in the language `found`."""
    reading = evidence.read("\n".join(blocks[1:]) or blocks[0], pool(ours))
    if found not in reading.languages or not len(reading.starts):
        return False
    return float(reading.scores[:, reading.languages.index(found)].mean()) >= FITS


def _stranger(text: str, found: str, ours: frozenset[str]) -> str:
    """The language that nobody thought of and the whole `text` is in, "" if it is in one of those known."""
    if letters(text) < 3 * ENOUGH:
        return ""
    said = model().everywhere(model().signs(text.encode("utf-8", "surrogatepass"))[1])
    best = max(said, key=lambda label: said[label])
    best = SAME_AS.get(best, best)
    if best == NO_LANGUAGE:
        return ""
    return "" if best == found or best in pool(ours) or any({best, found} <= kin for kin in KIN) else best


def _settled(found: str, how_much: str, said: str, house: Sequence[str]) -> ArticleLanguage:
    tag = edition(found, house)
    flags = []
    if said and (base(said) != base(found) or varieties.script(said) != varieties.script(found)):
        flags.append(("language-disputed", f"the source says {said}, the text reads as {tag}"))
    if tag not in house:
        flags.append(("no-edition", f"the house has no edition in {tag}"))
    return ArticleLanguage(tag, f"{how_much} reads as {tag}", tuple(flags))
