"""The language of sentences and of articles."""

import pytest

from service.desks.language import (
    KNOWN,
    NONE,
    canonical,
    detect,
    direction,
    edition,
    of_article,
)
from tests.cast import LANGUAGES

SENTENCES = {
    "ar": "قال الوزير يوم الثلاثاء إن المفاوضات مستمرة منذ ثلاثة أسابيع ولم يتم التوصل إلى اتفاق بعد",
    "bn": "মন্ত্রী মঙ্গলবার বলেছেন যে আলোচনা তিন সপ্তাহ ধরে চলছে কিন্তু এখনো কোনো চুক্তি হয়নি",
    "de": "Der Minister erklärte am Dienstag, die Verhandlungen dauerten schon drei Wochen",
    "en": "The minister said on Tuesday that the talks had been going on for three weeks",
    "es": "El ministro declaró el martes que las negociaciones duran ya tres semanas",
    "fa": "وزیر روز سه‌شنبه گفت که مذاکرات سه هفته است ادامه دارد و هنوز توافقی به دست نیامده است",
    "fr": "Le ministre a déclaré mardi que les négociations duraient depuis trois semaines",
    "he": "השר אמר ביום שלישי כי השיחות נמשכות כבר שלושה שבועות וטרם הושג הסכם",
    "hi": "मंत्री ने मंगलवार को कहा कि वार्ता तीन सप्ताह से चल रही है और अभी तक कोई समझौता नहीं हुआ है",
    "id": "Menteri mengatakan pada hari Selasa bahwa perundingan telah berlangsung selama tiga minggu",
    "ja": "大臣は火曜日、交渉は三週間続いているがまだ合意に至っていないと述べた",
    "kk": "Министр сейсенбі күні келіссөздердің үш аптадан бері жүріп жатқанын айтты",
    "ko": "장관은 화요일 협상이 3주째 이어지고 있지만 아직 합의에 이르지 못했다고 말했다",
    "ky": "Министр шейшемби күнү сүйлөшүүлөр үч жумадан бери жүрүп жатканын билдирди",
    "mn": "Сайд мягмар гарагт хэлэлцээр гурван долоо хоног үргэлжилж байгааг мэдэгдлээ",
    "pt": "O ministro declarou na terça-feira que as negociações já duram três semanas",
    "ru": "Министр заявил во вторник, что переговоры продолжаются уже третью неделю",
    "tg": "Вазир рӯзи сешанбе гуфт, ки гуфтушунидҳо се ҳафта боз идома доранд",
    "th": "รัฐมนตรีกล่าวเมื่อวันอังคารว่าการเจรจาดำเนินมาแล้วสามสัปดาห์แต่ยังไม่มีข้อตกลง",
    "tr": "Bakan salı günü görüşmelerin üç haftadır sürdüğünü ancak henüz anlaşma olmadığını söyledi",
    "ur": "وزیر نے منگل کو کہا کہ مذاکرات تین ہفتوں سے جاری ہیں لیکن ابھی تک کوئی معاہدہ نہیں ہوا ہے",
    "uz": "Vazir seshanba kuni muzokaralar uch haftadan beri davom etayotganini aytdi",
    "vi": "Bộ trưởng cho biết hôm thứ Ba rằng cuộc đàm phán đã kéo dài ba tuần",
    "zh-Hans": "部长周二表示，谈判已经持续了三个星期，但尚未达成协议",
    "zh-Hant": "部長週二表示，談判已經持續了三個星期，但尚未達成協議",
}


def test_the_sentences_are_in_every_language_the_product_speaks() -> None:
    assert set(SENTENCES) == set(KNOWN)


@pytest.mark.parametrize("language", KNOWN)
def test_a_sentence_tells_its_language(language: str) -> None:
    assert detect(SENTENCES[language]).language == language


def test_uzbek_in_cyrillic_says_so() -> None:
    text = "Вазир сешанба куни музокаралар уч ҳафтадан бери давом этаётганини айтди"
    assert detect(text).language == "uz-Cyrl"


def test_a_text_without_letters_has_no_language() -> None:
    assert detect("1 234 — 5,6 %").language == NONE


def test_an_article_is_in_the_language_of_its_text_and_says_how_much_of_it() -> None:
    found = of_article([SENTENCES["fr"], SENTENCES["fr"]], "", "", LANGUAGES)
    assert (found.tag, found.because, found.flags) == ("fr", "100 % of the text reads as fr", ())


def test_the_text_is_believed_against_what_the_source_says_and_the_editors_are_told() -> None:
    found = of_article([SENTENCES["ru"]], "fr", "", LANGUAGES)
    assert found.tag == "ru"
    assert found.flags == (("language-disputed", "the source says fr, the text reads as ru"),)


def test_the_source_is_believed_where_half_the_text_agrees_with_it() -> None:
    found = of_article([SENTENCES["en"] * 2, SENTENCES["fr"]], "fr", "", LANGUAGES)
    assert found.tag == "fr"


def test_of_two_languages_that_share_a_text_the_one_it_opens_with_is_its_own() -> None:
    found = of_article([SENTENCES["kk"], SENTENCES["ru"] + " " + SENTENCES["ru"]], "", "", LANGUAGES)
    assert found.tag == "ru"
    found = of_article([SENTENCES["kk"], SENTENCES["ru"]], "", "", LANGUAGES)
    assert found.tag == "kk"


def test_of_a_word_the_source_knows_best() -> None:
    assert of_article(["Almaty"], "", "kk", LANGUAGES).tag == "kk"
    assert of_article(["Almaty"], "en", "kk", LANGUAGES).tag == "en"


def test_of_a_word_alone_an_edition_is_taken() -> None:
    assert of_article(["Алматы"], "", "", ["fr", "ru"]).tag == "ru"


def test_without_letters_and_without_a_hint_there_is_no_language() -> None:
    found = of_article(["1, 2, 3"], "", "", LANGUAGES)
    assert found.tag == NONE
    assert [code for code, _ in found.flags] == ["no-language"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Президент України заявив у вівторок, що переговори про мир тривають уже третій тиждень."),
        ("it", "Il presidente ha dichiarato martedì che i negoziati proseguono ormai da tre settimane."),
        ("el", "Ο πρόεδρος δήλωσε την Τρίτη ότι οι διαπραγματεύσεις συνεχίζονται εδώ και τρεις εβδομάδες."),
    ],
)
def test_a_language_of_no_edition_is_not_taken_for_its_neighbour(language: str, text: str) -> None:
    found = of_article([text], "", "", LANGUAGES)
    assert found.tag == language
    assert ("no-edition", f"the house has no edition in {language}") in found.flags


def test_a_text_is_read_in_the_edition_of_its_language() -> None:
    assert of_article([SENTENCES["en"]], "", "", ["en-GB", "fr"]).tag == "en-GB"


@pytest.mark.parametrize(
    ("tag", "house", "expected"),
    [
        ("fr", ["fr", "en"], "fr"),
        ("fr-CA", ["fr", "en"], "fr"),
        ("pt", ["pt-BR"], "pt-BR"),
        ("zh-Hant", ["zh-Hans"], "zh-Hant"),
        ("zh-Hant", ["zh-Hans", "zh-TW"], "zh-TW"),
        ("de", ["fr"], "de"),
    ],
)
def test_an_edition_serves_the_variants_of_its_language(tag: str, house: list[str], expected: str) -> None:
    assert edition(tag, house) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("fr", "fr"),
        ("fr_FR", "fr-FR"),
        ("zh-CN", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("", ""),
        ("und", ""),
        ("français", ""),
        ("x" * 60, ""),
    ],
)
def test_a_declared_tag_is_written_as_the_house_writes_it(tag: str, expected: str) -> None:
    assert canonical(tag) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("ar", "rtl"), ("he", "rtl"), ("ur", "rtl"), ("kk", "ltr"), ("zh-Hans", "ltr"), ("und", "auto")],
)
def test_cldr_knows_the_direction(tag: str, expected: str) -> None:
    assert direction(tag) == expected
