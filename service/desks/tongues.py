"""How names bend in each language: what is attached before and after them in a sentence.

A name is cut to its stem; a word of the text matches it when what follows the stem is an ending of the
language. `cases` are the endings a name takes as itself (and keeps its capital), `derived` the endings that
make an adjective or a people of it (китайский, қазақстандық, الصينية).
"""

from dataclasses import dataclass

from service.desks.language import base

NEVER = r"(?!)"


@dataclass(frozen=True, slots=True, eq=False)
class Tongue:
    """The rules of one language, as regular expressions over folded words."""

    cases: str = ""
    derived: str = NEVER
    agreed: str = NEVER
    """The endings an adjective of the dictionary takes to agree (chinoise, chinos)."""
    lemma: str = NEVER
    """What a name loses at its end before endings are put to it."""
    prefixes: str = ""
    """Articles, conjunctions and prepositions written in one with the name."""
    adjective: str = NEVER
    """What an adjective loses at its end."""
    accents: bool = True
    """Whether accents tell words apart; where not, they are dropped (Etats-Unis, États-Unis)."""
    joined: str = ""
    """Signs inside words (the apostrophes of Uzbek)."""
    article: str = ""
    """The article that is written in one with a name, and that an adjective made of the name does without."""
    shortest: int = 3
    """Letters that are left of a word at least when an ending is cut from it."""
    proper: bool = False
    """Whether adjectives of countries have a capital."""
    everyday: frozenset[str] = frozenset()
    """Words of every day (folded) that a name of a place is spelt like or is a piece of: never places."""


_RU_NOUN = "а|я|у|ю|е|и|ы|о|й|ь|ой|ей|ою|ею|ом|ем|ов|ев|ам|ям|ами|ями|ах|ях|ью"
_RU_ADJECTIVE = "ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ую|юю|ых|их|ыми|ими|ом|ем"
_KK_CASES = (
    "(?:ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|на|не|а|е|ны|ні|ды|ді|ты|ті|н|да|де|та|те|нда|нде|"
    "дан|ден|тан|тен|нан|нен|мен|бен|пен)"
)
_KK = f"(?:лар|лер|дар|дер|тар|тер)?(?:ы|і|сы|сі)?{_KK_CASES}?(?:ғы|гі)?(?:лар|лер)?{_KK_CASES}?"
_KY_CASES = "(?:[ндт][ыиуү]н|[ндт][ыиуү]|[гк][аеоө]|[аеоө]|[дт][аеоө]|[дт][аеоө]н|н[аеоө]|н[аеоө]н|нд[аеоө])"
_KY = f"(?:[лдт][аеоө]р)?(?:с?[ыиуү])?{_KY_CASES}?(?:г[ыиуү])?{_KY_CASES}?"
_UZ_CASES = "(?:ning|ni|ga|ka|qa|da|dan|dagi|gacha|cha)"
_UZ = f"(?:lar)?(?:i|si)?{_UZ_CASES}?"
_UZ_CYRL = "(?:лар)?(?:и|си)?(?:нинг|ни|га|ка|қа|да|дан|даги|гача)?"
_TR_CASES = "(?:n?[ıiuü]n|y?[ıiuü]|n[ıiuü]|y?[ae]|n[ae]|n?[dt][ae]|n?[dt][ae]n|y?l[ae]|[dt][ae]ki)"
_TR = f"(?:l[ae]r)?(?:s?[ıiuü])?{_TR_CASES}?"
_KO = (
    "(?:은|는|이|가|을|를|의|에|와|과|도|로|만|으로|에서|에게|에는|에도|에서는|에서의|으로부터|로부터|까지|부터|보다|처럼|이나|"
    "이라는|라는|이다|인|인들|인은|인이|인의|계|산|군|군의|측|측은|내|령|발|식|어)?"
)
_MN = (
    "(?:[ыи]й?н|ы|ийг|ыг|д|т|ад|эд|од|өд|аас|ээс|оос|өөс|аар|ээр|оор|өөр|тай|тэй|той|руу|рүү|лүү|луу|"
    "чууд|чүүд)?"
)
_BN = "(?:র|ের|এর|ে|য়|তে|কে|ও|ই|েও|রও|দের|রা|েরা|গুলি)?"

PLAIN = Tongue()
TONGUES = {
    "ru": Tongue(
        cases=f"(?:{_RU_NOUN}|{_RU_ADJECTIVE})?",
        derived=f"(?:ь|й|ий|ей)?ск(?:{_RU_ADJECTIVE})",
        lemma="[аяйьы]|[ыи]й|[аяуюо]я|[ыи]е|ое",
        adjective=_RU_ADJECTIVE,
        accents=False,
        everyday=frozenset({"того"}),
    ),
    "kk": Tongue(
        cases=_KK,
        derived=f"(?:дық|дік|тық|тік|лық|лік){_KK}",
        lemma="[ыі]",
        adjective="дық|дік|тық|тік|лық|лік",
    ),
    "ky": Tongue(cases=_KY, derived=f"[лдт][ыиуү]к{_KY}", adjective="[лдт][ыиуү]к"),
    "tg": Tongue(cases="(?:и|ро|ҳо|ҳои|у|ву)?", derived="(?:ӣ|гӣ|ии|иҳо|иён)"),
    "mn": Tongue(cases=_MN),
    "uz": Tongue(cases=f"(?:{_UZ}|{_UZ_CYRL})?", derived=f"lik{_UZ}|лик{_UZ_CYRL}", joined="'’‘ʻʼ`"),
    "tr": Tongue(cases=_TR, derived=f"l[ıiuü]{_TR}", adjective="s?[ıiuü]", proper=True),
    "fr": Tongue(derived="enn?e?s?|nn?e?s?", agreed="(?:n?e)?s?", accents=False),
    "en": Tongue(cases="s?", derived="a?ns?|ians?", agreed="s", accents=False, proper=True),
    "es": Tongue(agreed="[oa]?s?|es", adjective="[oa]", accents=False),
    "pt": Tongue(agreed="[oa]?s?|es", adjective="[oa]", accents=False),
    "de": Tongue(cases="s?", agreed="(?:e[rnsm]?)?", adjective="e[rs]?"),
    "id": Tongue(accents=False, proper=True),
    "ar": Tongue(
        prefixes="[وف]?[بكل]?",
        derived="ي|يه|يا|يون|يين|يات",
        adjective="يه?",
        article="ال",
        everyday=frozenset({"مالي", "مال", "يمني", "مسقط"}),
    ),
    "fa": Tongue(
        cases="ی?", derived="ی|یی|ها|های|ای|یان", everyday=frozenset({"مالی", "کابل", "کابلی", "دوشنبه"})
    ),
    "ur": Tongue(derived="ی|وں|ے"),
    "he": Tongue(
        prefixes="ו?(?:כש|מש|ש)?[בלמכה]?ה?",
        derived="י|ית|ים|יים|יות|ה",
        everyday=frozenset({"כיוון", "קניה"}),
    ),
    "hi": Tongue(derived="ी|ियों|ों|ियाई|ीय"),
    "bn": Tongue(cases=_BN, derived="ি|ীয়|ীরা|িরা|ীদের"),
    "ko": Tongue(cases=_KO, shortest=2, everyday=frozenset({"수단", "이란", "오만", "저지"})),
    "zh": Tongue(
        everyday=frozenset({"加西亚", "加西亞", "马里兰", "马里奥", "馬里蘭", "馬里奧", "今日本", "明日本"})
    ),
    "th": Tongue(everyday=frozenset({"ปรากฏ", "บริการ"})),
    "vi": Tongue(proper=True),
}
"""By language alone. Chinese, Japanese and Thai set no spaces: there, a name is a piece of the line."""


def tongue(language: str) -> Tongue:
    """The rules of `language`, plain ones if there are none."""
    return TONGUES.get(base(language), PLAIN)
