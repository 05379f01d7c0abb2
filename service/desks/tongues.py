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
    agreed: str = ""
    """The endings that a stem written with "~" takes (américain, américaines)."""
    lemma: str = NEVER
    """What a name loses at its end before endings are put to it."""
    prefixes: str = ""
    """Articles, conjunctions and prepositions written in one with the name."""
    accents: bool = True
    """Whether accents tell words apart; where not, they are dropped (Etats-Unis, États-Unis)."""
    joined: str = ""
    """Signs inside words (the apostrophes of Uzbek, the geresh of Hebrew)."""
    sign: str = ""
    """What these signs are folded to."""
    folded: tuple[str, str] = ("", "")
    """Letters that spellings of one name take for each other, and what they are folded to."""
    article: str = ""
    """The article that is written in one with a name, and that an adjective made of the name does without."""
    apart: bool = False
    """Whether the names of peoples take other endings than those of places."""
    adjective: str = NEVER
    """What a name that is an adjective loses at its end (Северная Корея)."""
    shortest: int = 3
    """Letters that are left of a word at least when an ending is cut from it."""
    least: int = 3
    """Letters of the shortest name that is no abbreviation."""
    proper: bool = False
    """Whether adjectives of countries have a capital."""
    nisba: bool = False
    """Whether the adjective of a city is a family name, and so says nothing of the city (اصفهانی)."""
    everyday: frozenset[str] = frozenset()
    """Words of every day (folded) that a name of a place is spelt like or is a piece of: never places."""


_RU_NOUN = "а|я|у|ю|е|и|ы|о|й|ь|ой|ей|ою|ею|ом|ем|ов|ев|ам|ям|ами|ями|ах|ях|ью"
_RU_ADJECTIVE = "ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ую|юю|ых|их|ыми|ими|ом|ем"
_KK_CASES = (
    "(?:ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|ны|ні|ды|ді|ты|ті|да|де|та|те|дан|ден|тан|тен|нан|нен|"
    "мен|бен|пен)"
)
_KK_OWNED = "(?:ның|нің|на|не|н|нда|нде|нан|нен|мен)"
"""The cases of a name that ends in a possessive (Америка Құрама Штаттарында)."""
_KK_MANY = "(?:лар|лер|дар|дер|тар|тер)?"
_KK = f"{_KK_MANY}(?:(?:ы|і|сы|сі){_KK_OWNED}?|{_KK_CASES})?(?:ғы|гі)?{_KK_MANY}{_KK_CASES}?"
_KY_CASES = "(?:[ндт][ыиуү]н|[ндт][ыиуү]|[гк][аеоө]|[аеоө]|[дт][аеоө]|[дт][аеоө]н|н[аеоө]|н[аеоө]н|нд[аеоө])"
_KY = f"(?:[лдт][аеоө]р)?(?:с?[ыиуү])?{_KY_CASES}?(?:г[ыиуү])?{_KY_CASES}?"
_UZ_CASES = "(?:ning|ni|ga|ka|qa|da|dan|dagi|gacha|cha)"
_UZ = f"(?:lar)?(?:i|si)?{_UZ_CASES}?"
_UZ_CYRL = "(?:лар)?(?:и|си)?(?:нинг|ни|га|ка|қа|да|дан|даги|гача)?"
_TR_CASES = "(?:n?[ıiuü]n|y?[ıiuü]|n[ıiuü]|y?[ae]|n[ae]|n?[dt][ae]|n?[dt][ae]n|y?l[ae]|[dt][ae]ki)"
_TR = f"(?:l[ae]r)?(?:s?[ıiuü])?{_TR_CASES}?"
_KO_PARTICLES = (
    "은|는|이|가|을|를|의|에|와|과|도|로|만|으로|에서|에게|에는|에도|에서처럼|에서만|에서는|에서의|에서도|으로부터|로부터|까지|부터|보다|처럼|이나|나|"
    "라는|이라는|이다|인|인들|인의|인은|인이|인을|인과|이며|며|이고|고|이라고|라고|에게는|과의|와의|과는|와는|에서부터|뿐|까지의|으로의|로의"
)
_KO_NOUNS = (
    "계|산|군|측|내|령|발|식|어|팀|제|판|형|행|현지|정부|대통령|총리|의회|상원|하원|국무부|국방부|외교부|외무부|외무장관|국민|시민|"
    "시민들|출신|언론|경제|시장|기업|대사관|대사|대표|대표팀|선수|선수들|여성|남성|사회|국적|당국|관리|관리들|전역|전체|지역|남부|북부|"
    "동부|서부|중부|시|국가|국가들|해군|육군|공군|주민|주민들|영화|축구|농부|배우|외교관|방문|출생|태생|대학교|대학|사람|사람들|"
    "인민|측의|최고|최초|최대"
)
_KO = f"(?:{_KO_NOUNS})?(?:{_KO_PARTICLES})?"
_MN = (
    "(?:[ыи]й?н|ы|ийг|ыг|д|т|ад|эд|од|өд|аас|ээс|оос|өөс|аар|ээр|оор|өөр|тай|тэй|той|руу|рүү|лүү|луу|"
    "чууд|чүүд)?"
)

_DE = "(?:e[rnsm]?|n|s|ns|in|innen|ern)?"
_BN = "(?:দের|রা|েরা|গুলি|গুলো|টি|ভিত্তিক|বাসী|জুড়ে|সহ)?(?:র|ের|এর|ে|য়|তে|কে|ও|ই|েও|রও|েই|কেও|তেও|েরও|য়ও|থেকে)?"
_HI = "(?:ों|ियों|वासी|वासियों)?"
_AR = "(?:ه|ا|ون|ين|ات|ان|تان|تين|ي)?"
_HE = "(?:ת|ם|ים|ות|ה|יים|יות)?"
_HE_EVERYDAY = (
    *("כיוון", "כיון", "כיוונים", "כיווני", "כיוונית", "קניה", "שמאלי", "שמאלית", "שלימה", "בלימה"),
    *("מסרבים", "מאירי", "מורשה", "מורשים", "כלוב", "כלובים", "בנין", "בניין", "דוחה", "ציון", "לציון"),
    *("אקרא", "פרת", "הודיה", "לובי"),
)

PLAIN = Tongue()
TONGUES = {
    "ru": Tongue(
        cases=f"(?:{_RU_NOUN})?",
        derived=f"(?:ь|й|ий|ей)?ск(?:{_RU_ADJECTIVE})",
        agreed=f"(?:{_RU_NOUN}|{_RU_ADJECTIVE})?",
        lemma="[аяйьы]",
        adjective="[ыи]й|ой|ая|яя|ое|ее|ые|ие",
        accents=False,
        everyday=frozenset({"того"}),
    ),
    "kk": Tongue(
        cases=_KK,
        derived=f"(?:дық|дік|тық|тік|лық|лік){_KK}",
        lemma="[ыі]",
    ),
    "ky": Tongue(cases=_KY, derived=f"[лдт][ыиуү]к{_KY}"),
    "tg": Tongue(cases="(?:и|ро|ҳо|ҳои|у|ву)?", derived="(?:ӣ|гӣ|ии|иҳо|иён)"),
    "mn": Tongue(cases=_MN),
    "uz": Tongue(cases=f"(?:{_UZ}|{_UZ_CYRL})?", derived=f"lik{_UZ}|лик{_UZ_CYRL}", joined="'’‘ʻʼ`"),
    "tr": Tongue(
        cases="", agreed=f"(?:l[ae]r(?:{_TR_CASES})?)?", derived=f"l[ıiuü]{_TR}", apart=True, proper=True
    ),
    "fr": Tongue(cases="s?", agreed="(?:n?e)?s?", accents=False),
    "en": Tongue(cases="s?", agreed="s?", accents=False, proper=True),
    "es": Tongue(cases="s?", agreed="(?:[oae]s?|es|s)"),
    "pt": Tongue(cases="s?", agreed="(?:[oae]s?|es|s)"),
    "de": Tongue(cases="s?", agreed=_DE),
    "id": Tongue(cases="(?:nya)?", accents=False, proper=True),
    "ar": Tongue(
        prefixes="[وف]?[بكل]?",
        derived="ي|يه|يا|يون|يين|يات",
        agreed=_AR,
        article="ال",
        apart=True,
        nisba=True,
        everyday=frozenset({"مالي", "مال", "يمني", "مسقط"}),
    ),
    "fa": Tongue(
        derived="ی|یی|ها|های|ای|یان|یها|ی‌ها",
        nisba=True,
        everyday=frozenset({"مالی", "کابل", "کابلی", "دوشنبه"}),
    ),
    "ur": Tongue(derived="ی|یوں", nisba=True),
    "he": Tongue(
        prefixes="ו?(?:כש|ש)?[בלמכ]?",
        derived=f"י{_HE}|אי{_HE}",
        agreed=_HE,
        joined="'\"׳״’‘“”",
        sign="'",
        article="ה",
        apart=True,
        nisba=True,
        everyday=frozenset(_HE_EVERYDAY),
    ),
    "hi": Tongue(cases=_HI, derived="ियों|ियाइ|िय|ाइ|याइ", folded=("ीूैौॉँईऊ", "िुेोोंइउ"), nisba=True),
    "bn": Tongue(cases=_BN, derived=f"(?:ি|ী|ীয়|িয়){_BN}", folded=("ূণষশঈঊৎ", "ুনসসইউত"), nisba=True),
    "ko": Tongue(cases=_KO, shortest=2, least=2, everyday=frozenset({"저지"})),
    "zh": Tongue(),
    "th": Tongue(),
    "vi": Tongue(least=1, proper=True, shortest=1),
}
"""By language alone. Chinese, Japanese and Thai set no spaces: there, a name is a piece of the line."""


def tongue(language: str) -> Tongue:
    """The rules of `language`, plain ones if there are none."""
    return TONGUES.get(base(language), PLAIN)
