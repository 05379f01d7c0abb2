"""Copy for letters and pages: the same four stories, each in the six languages of the house."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from service.render.names import territory_name
from service.render.values import (
    ArticleCopy,
    DeskCopy,
    DeskLine,
    DigestCopy,
    FeedLink,
    Image,
    PageFrame,
    Passage,
    Piece,
    Section,
    Sibling,
    StartCopy,
)

SITE = "https://eurasiatimes.example"
MORNING = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
LANGUAGES = ("fr", "en", "ru", "kk", "zh-Hans", "ar")

METRO = {
    "fr": (
        "Almaty ouvre sa nouvelle ligne de métro",
        "La ville d’Almaty a ouvert lundi une ligne de huit stations, la première depuis onze ans. Elle "
        "relie la gare centrale aux quartiers du sud, où vivent quatre cent mille habitants.",
    ),
    "en": (
        "Almaty opens its new metro line",
        "Almaty opened a line of eight stations on Monday, its first in eleven years. It joins the central "
        "railway station to the southern districts, home to four hundred thousand people.",
    ),
    "ru": (
        "В Алматы открылась новая линия метро",
        "В понедельник в Алматы открыли линию из восьми станций, первую за одиннадцать лет. Она связывает "
        "вокзал с южными районами, где живут четыреста тысяч человек.",
    ),
    "kk": (
        "Алматыда метроның жаңа желісі ашылды",
        "Дүйсенбіде Алматыда сегіз бекеттен тұратын метро желісі ашылды, бұл он бір жылда алғашқысы. Жаңа "
        "желі вокзалды төрт жүз мың адам тұратын оңтүстік аудандармен жалғайды.",
    ),
    "zh-Hans": (
        "阿拉木图地铁新线开通",
        "阿拉木图周一开通了一条设有八座车站的地铁新线，这是当地十一年来的第一条新线。该线连接中央火车站与南部城区，沿线居民约四十万人。",
    ),
    "ar": (
        "ألماتي تفتتح خط المترو الجديد",
        "افتتحت مدينة ألماتي يوم الاثنين خطا يضم ثماني محطات، وهو الأول منذ أحد عشر عاما. ويربط الخط "
        "محطة القطارات المركزية بالأحياء الجنوبية التي يقطنها أربعمئة ألف نسمة.",
    ),
}
PORT = {
    "fr": (
        "À Aktaou, le port double ses quais",
        "Le port d’Aktaou, sur la Caspienne, a mis en service deux quais pour les trains venus de Chine.",
    ),
    "en": (
        "Aktau doubles the berths of its port",
        "The Caspian port of Aktau has put two berths into service for freight trains arriving from China.",
    ),
    "ru": (
        "Порт Актау удвоил число причалов",
        "Каспийский порт Актау ввёл в строй два причала для грузов, которые приходят поездами из Китая.",
    ),
    "kk": (
        "Ақтау порты айлақтарын екі есе көбейтті",
        "Каспийдегі Ақтау порты Қытайдан пойызбен келетін жүктерге арналған екі айлақты іске қосты.",
    ),
    "zh-Hans": ("阿克套港泊位增加一倍", "里海港口阿克套启用两个新泊位，用于装卸从中国经铁路运来的货物。"),
    "ar": (
        "ميناء أكتاو يضاعف أرصفته",
        "بدأ ميناء أكتاو على بحر قزوين تشغيل رصيفين للبضائع القادمة بالقطار من الصين.",
    ),
}
RIVER = {
    "fr": (
        "Une crue tardive retient les bateaux sur le Mékong",
        "Les bateliers de Luang Prabang attendent depuis quatre jours que le fleuve baisse.",
    ),
    "en": (
        "A late flood keeps boats off the Mekong",
        "Boatmen in Luang Prabang have been waiting four days for the river to fall.",
    ),
    "ru": (
        "Поздний паводок остановил лодки на Меконге",
        "Лодочники Луангпхабанга четвёртый день ждут, когда в реке спадёт вода.",
    ),
    "kk": (
        "Кеш келген тасқын Меконгтағы қайықтарды тоқтатты",
        "Луангпхабанг қайықшылары өзен суының түсуін төрт күннен бері күтіп отыр.",
    ),
    "zh-Hans": ("迟来的洪水让湄公河船只停航", "琅勃拉邦的船夫已连续四天等待河水回落。"),
    "ar": (
        "فيضان متأخر يحبس القوارب عن نهر ميكونغ",
        "ينتظر أصحاب القوارب في لوانغ برابانغ منذ أربعة أيام أن ينخفض منسوب النهر.",
    ),
}
ARCHIVE = {
    "fr": (
        "Samarcande met en ligne ses manuscrits",
        "Quatre mille pages en persan et en tchagataï peuvent être lues par tous dès cette semaine.",
    ),
    "en": (
        "Samarkand puts its manuscripts online",
        "Four thousand pages in Persian and Chagatai can be read by anyone from this week.",
    ),
    "ru": (
        "Самарканд открыл рукописи в сети",
        "С этой недели каждый может прочесть четыре тысячи страниц на персидском и чагатайском языках.",
    ),
    "kk": (
        "Самарқан қолжазбаларын желіге шығарды",
        "Осы аптадан бастап парсы және шағатай тілдеріндегі төрт мың бетті кез келген адам оқи алады.",
    ),
    "zh-Hans": ("撒马尔罕手稿上线", "从本周起，任何人都可以在线阅读四千页波斯文和察合台文手稿。"),
    "ar": (
        "سمرقند تتيح مخطوطاتها على الإنترنت",
        "صار في وسع الجميع منذ هذا الأسبوع قراءة أربعة آلاف صفحة بالفارسية والجغتائية.",
    ),
}
STORIES = {"metro": METRO, "port": PORT, "river": RIVER, "archive": ARCHIVE}
PICTURE = Image("https://pictures.example/metro.jpg", "", "Dana Omarova", 1200, 675)
TREATY = Passage("en", "This treaty fixes the principle of friendship for generations in legal form.")


def a_piece(language: str = "fr", story: str = "metro", **changes: Any) -> Piece:
    """One of the four stories in one language; it says where its siblings are."""
    title, summary = STORIES[story][language]
    values: dict[str, Any] = {
        "id": f"tag:eurasiatimes.example,2026:{story}/{language}",
        "url": f"{SITE}/{language}/article/{story}/",
        "language": language,
        "title": title,
        "summary": summary,
        "body": f"<p>{summary}</p>",
        "source": "EurasiaTimes",
        "published": MORNING,
        "updated": MORNING,
        "authors": ("Mei-Ling Tan",),
        "regions": ("KZ", "143"),
        "minutes": 3,
        "siblings": tuple(
            Sibling(other, f"{SITE}/{other}/article/{story}/") for other in LANGUAGES if other != language
        ),
    }
    return Piece(**{**values, **changes})


def a_digest(language: str = "fr", **changes: Any) -> DigestCopy:
    """The Asia desk's daily digest: a lead and three stories, one of them in another language."""
    other = "ru" if language != "ru" else "en"
    values: dict[str, Any] = {
        "house": "EurasiaTimes",
        "site_url": f"{SITE}/{language}/",
        "postal_address": "12 rue des Steppes, 75011 Paris",
        "desk": "asia",
        "desk_name": territory_name("142", language),
        "accent": "",
        "cadence": "daily",
        "date": date(2026, 11, 23),
        "language": language,
        "lead": a_piece(language, siblings=a_piece(language).siblings[:3]),
        "sections": (
            Section(
                territory_name("143", language),
                (
                    a_piece(language, "port", siblings=(), minutes=1),
                    a_piece(other, "archive", siblings=(), minutes=5),
                ),
            ),
            Section(
                territory_name("035", language),
                (a_piece(language, "river", siblings=(), minutes=2, passages=(TREATY,)),),
            ),
        ),
        "desk_url": f"{SITE}/{language}/asia/",
        "view_url": f"{SITE}/view/⟦view⟧",
        "unsubscribe_url": f"{SITE}/unsubscribe/⟦unsubscribe⟧",
    }
    return DigestCopy(**{**values, **changes})


def a_frame(language: str = "fr", path: str = "asia/") -> PageFrame:
    """What every page has, for the page at `path` of a language."""
    return PageFrame(
        house="EurasiaTimes",
        site_url=f"{SITE}/",
        language=language,
        url=f"{SITE}/{language}/{path}",
        languages=tuple(Sibling(each, f"{SITE}/{each}/{path}") for each in LANGUAGES),
        feeds=the_feeds(language),
    )


def the_feeds(language: str) -> tuple[FeedLink, ...]:
    """The three feeds of the Asia desk."""
    return tuple(
        FeedLink(form, f"{SITE}/feeds/asia/{language}/{form}")
        for form in ("rss.xml", "atom.xml", "feed.json")
    )


def a_desk_line(slug: str, code: str, language: str, stories: int, *children: DeskLine) -> DeskLine:
    """A desk as the start page lists it."""
    return DeskLine(slug, territory_name(code, language), f"{SITE}/{language}/{slug}/", stories, children)


def a_start_page(language: str = "fr") -> StartCopy:
    """Asia with three desks below it, and Europe."""
    line = a_desk_line
    asia = line(
        "asia",
        "142",
        language,
        24,
        line("central-asia", "143", language, 11),
        line("east-asia", "030", language, 8),
        line("south-asia", "034", language, 1),
    )
    counts = zip(LANGUAGES, (31, 28, 24, 17, 22, 19), strict=True)
    return StartCopy(
        a_frame(language, ""),
        (asia, line("europe", "150", language, 7)),
        tuple((Sibling(tag, f"{SITE}/{tag}/"), count) for tag, count in counts),
    )


def a_desk_page(language: str = "fr", **changes: Any) -> DeskCopy:
    """The Asia desk: two stories of today, one of yesterday, one in another language."""
    yesterday = MORNING - timedelta(days=1)
    other = "ru" if language != "ru" else "en"
    values: dict[str, Any] = {
        "frame": a_frame(language),
        "slug": "asia",
        "name": territory_name("142", language),
        "accent": "",
        "pieces": (
            a_piece(language),
            a_piece(language, "port", siblings=(), minutes=1),
            a_piece(other, "archive", published=yesterday, siblings=(), minutes=5),
            a_piece(language, "river", published=yesterday, siblings=(), minutes=2, passages=(TREATY,)),
        ),
        "feeds": the_feeds(language),
        "children": (a_desk_line("central-asia", "143", language, 11),),
    }
    return DeskCopy(**{**values, **changes})


def an_article_page(language: str = "fr", **changes: Any) -> ArticleCopy:
    """The metro story on its own page."""
    values: dict[str, Any] = {
        "frame": a_frame(language, "article/metro/"),
        "piece": a_piece(language),
        "desks": (a_desk_line("asia", "142", language, 24),),
        "canonical_url": f"{SITE}/{language}/article/metro/",
    }
    return ArticleCopy(**{**values, **changes})
