"""What is left of an article when its language is taken away: numbers, names as they sound, places.

Two articles in different languages that share many of these, rare ones above all, are translations of one
another. Numbers come down to their digits that count (3.1 million, 310 万 and 3,100,000 are 31), names to
the first consonants of their sound (Trump, Трампа, トランプ and ترامب are TLNP), places to their codes.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from anyascii import anyascii
from babel import Locale, UnknownLocaleError

from service.desks import scripts
from service.desks.language import base

Gist = dict[str, int]
"""Signs, and where each stands first: 0 to 100, in parts of the text."""
Sign = tuple[str, int]

NUMBER = re.compile(r"\d(?:\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d*(?:[.,:’'\u066b\u066c]\d+)*)")
_LETTER = r"[^\W\d_\u3041-\u30ff\u3400-\u9fff\u0e00-\u0e7f]"
WORD = re.compile(
    r"[\u30a1-\u30fa\u30fc]{2,}|[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+"
    rf"|{_LETTER}+(?:[\u0300-\u036f\u0591-\u05c7\u064b-\u0655"
    rf"\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09d7\u200c\u200d]+{_LETTER}*)*"
)
"""A word; of Japanese the words in katakana alone, of Chinese and Thai, which part no words, none."""
BEGINS = re.compile(r"(?:\A|[\n.!?…:।۔])[\s«“„\"'’‘(\[–—-]*$")
"""What stands before a word that has a capital because a sentence begins there."""
NEAR = 5
"""Characters that are looked at for it."""
BEFORE = {"ar": re.compile(r"^(?:[وف]?[بكل]?ال|[وفبكل])"), "he": re.compile(r"^(?:ו?[בלמכהש])")}
"""Articles and prepositions that are written in one with a name."""
SPELT = re.compile(
    "["
    "阿埃艾爱愛安昂奥奧巴白柏拜班邦保鲍鮑贝貝本比彼毕畢宾賓波伯勃博布查茨茲次达達大戴丹当當道德登邓鄧迪蒂丁东東杜顿頓多厄恩尔爾耳"
    "法凡范菲费費芬丰豐佛弗福夫甘冈岡高戈哥格葛根古圭哈海汉漢豪赫亨华華怀懷霍基吉加贾賈简簡杰傑金卡凯凱坎康考科可克肯孔库庫奎昆"
    "拉莱萊赖賴兰蘭朗劳勞勒雷蕾伦倫里裡理利莉丽麗连連列林琳龙龍隆卢盧鲁魯路吕呂罗羅洛马馬玛瑪迈邁麦麥曼芒毛梅门門蒙米密敏明摩莫墨默姆慕穆"
    "纳納娜南内內尼年涅宁寧纽紐努诺諾欧歐帕派潘庞龐佩彭皮匹平珀普奇齐齊恰钱錢乔喬切琴丘让讓日荣榮茹瑞若萨薩塞赛賽桑瑟森沙莎山珊尚绍紹舍圣聖"
    "史士舒斯丝絲思司松苏蘇索塔泰坦汤湯唐陶特滕提田廷图圖托脱脫瓦万萬旺威韦韋维維温溫文翁沃乌烏伍武西希锡錫席夏香肖谢謝辛欣兴興雄休许許"
    "雅亚亞延扬揚杨楊耶叶葉伊因英雍尤于约約扎泽澤曾詹珍芝朱兹佐"
    "]{2,}"
)
"""Two or more of the characters that Chinese spells foreign names with, in both orthographies."""
SOUNDS = [
    (re.compile(r"dzh|dj|tch|tsh|sch|sh|ch|zh|j"), "s"),
    (re.compile(r"ph"), "p"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"c(?=[eiy])"), "s"),
]
"""Spellings of one sound in different languages, on the way to classes of consonants."""
CLASSES = str.maketrans("bpfvckqgdtszlrmn", "PPPPKKKKTTSSLLNN")
MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9]) ?[月월]")
WIDTHS = (("format", "wide"), ("stand-alone", "wide"), ("format", "abbreviated"))
NEVER = r"(?!)"
VOWELS = frozenset("aeiouаяьй")
ENDING = 4
"""Letters of a word that has an ending to lose: вторника, пятницу."""
LONGEST = 4
"""Consonants of a name that are kept: what follows is often an ending."""
SHORTEST = 3
"""Consonants that a name has at least; and letters of one that stands in Latin letters in another script."""


def of(text: str, language: str, places: Iterable[tuple[str, int]]) -> Gist:
    """What `text`, in `language` (a tag), names, and where it does so first (0 to 100, in parts of the text).

    Numbers begin with #, names by sound with ~, names in Latin letters with =, dates with %, places with @.
    `places` are the codes of the places that it names, with the characters they begin at.
    """
    signs = [(f"@{code}", at) for code, at in places]
    for kind in (_numbers(text), _names(text, language), _dates(text, base(language))):
        signs += kind
    first: dict[str, int] = {}
    for sign, at in signs:
        first[sign] = min(at, first.get(sign, at))
    return {sign: round(100 * at / len(text)) for sign, at in sorted(first.items())}


@cache
def _calendar(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for the names of weekdays and months in `language`, and what each stands for."""
    named = dict[str, str]()
    for locale in _locales(language):
        for sign, kinds in (("d", locale.days), ("m", locale.months)):
            for context, width in WIDTHS if language == "zh" else WIDTHS[:2]:
                names = kinds[context][width].items()
                named |= {_stem(name): f"{sign}{number}" for number, name in names}
    longest = sorted((re.escape(stem) for stem in named if not stem[0].isdigit()), key=len, reverse=True)
    return re.compile("|".join(longest) or NEVER), named


def _locales(language: str) -> list[Locale]:
    """CLDR's locales for `language`; Chinese has one for each orthography, an unknown language none."""
    if language == "zh":
        return [Locale("zh"), Locale("zh", script="Hant")]
    try:
        return [Locale(language)]
    except UnknownLocaleError:
        return []


def _stem(name: str) -> str:
    """The name of a day or month without the vowel that changes with its case."""
    name = name.casefold()
    return name[:-1] if len(name) > ENDING and name[-1] in VOWELS else name


def _dates(text: str, language: str) -> Iterator[Sign]:
    pattern, named = _calendar(language)
    for match in pattern.finditer(text.casefold()):
        yield f"%{named[match.group()]}", match.start()
    for match in MONTH.finditer(text) if "月" in text or "월" in text else ():
        yield f"%m{int(match.group(1))}", match.start()


def _numbers(text: str) -> Iterator[Sign]:
    for match in NUMBER.finditer(text):
        digits = "".join(str(int(one)) for one in match.group() if one.isdigit())
        counted = digits.strip("0")
        if len(counted) > 1:
            yield f"#{counted}", match.start()
        elif len(digits) > 1 and counted:
            yield f"#{digits}", match.start()


def _names(text: str, language: str) -> Iterator[Sign]:
    """The names, each word once, where it stands first; in a script without capitals any may be one."""
    language, met = base(language), set[str]()
    cased = scripts.dominant(text) not in scripts.UNCASED | {"Jpan"}
    for match in (_capitals() if cased else WORD).finditer(text):
        word, at = match.group(), match.start()
        if word in met or (cased and BEGINS.search(text, max(0, at - NEAR), at)):
            continue
        met.add(word)
        if word[0].isascii() and not cased and len(word) >= SHORTEST:
            yield f"={word.lower()}", at
        yield from _heard(sounds(word, language), at)
    if language == "zh":
        for match in SPELT.finditer(text):
            yield from _heard(sounds(match.group(), language), match.start())


@cache
def _capitals() -> re.Pattern[str]:
    """A pattern for words that begin with a capital."""
    capitals = "".join(filter(str.isupper, map(chr, range(0x600))))
    return re.compile(rf"(?<![^\W\d_])[{capitals}](?:[^\W\d_]|\u0301)*")


def _heard(sound: str, at: int) -> Iterator[Sign]:
    if len(sound) >= SHORTEST:
        yield f"~{sound[:LONGEST]}", at


@lru_cache(maxsize=50_000)
def sounds(word: str, language: str = "") -> str:
    """The classes of the consonants of `word` as it sounds: P K T S L N; one after the same is dropped."""
    if language in BEFORE:
        word = BEFORE[language].sub("", word)
    if language == "zh":
        return _classes(anyascii(word).lower().replace("ng", "n").replace("x", "s").replace("q", "s"))
    if language == "he":
        word = word.replace("ו", "")
    heard: str = anyascii(word).lower()
    return _classes(heard)


def _classes(heard: str) -> str:
    for spelling, sound in SOUNDS:
        heard = spelling.sub(sound, heard)
    classes = [one for one in heard.translate(CLASSES) if one in "PKTSLN"]
    return "".join(one for place, one in enumerate(classes) if not place or classes[place - 1] != one)
