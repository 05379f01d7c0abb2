"""Names of places in a text, in the text's own language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.desks import language, places


def codes(text: str, language: str) -> list[str]:
    return [mention.name.code for mention in places.find(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "La Chine et les pays d’Asie centrale, au Kazakhstan", ["CN", "143", "KZ"]),
        ("fr", "aux Etats-Unis et en Cote d'Ivoire", ["US", "CI"]),
        ("fr", "les entreprises chinoises et un ministre ouzbek", ["CN", "UZ"]),
        ("fr", "le dirigeant nord-coréen", ["KP"]),
        ("en", "China’s relations with Central Asian countries", ["CN", "143"]),
        ("en", "the U.S. and the UK spoke with Russian and South Korean officials", ["US", "GB", "RU", "KR"]),
        ("en", "Papua New Guinea, not Guinea", ["PG", "GN"]),
        ("ru", "переговоры с Китаем о границе Казахстана и России", ["CN", "KZ", "RU"]),
        ("ru", "в Соединённых Штатах и в странах Центральной Азии", ["US", "143"]),
        ("ru", "казахстанские и китайские компании из Алматы", ["KZ", "CN", "KZ"]),
        ("kk", "Қазақстанның Қытаймен шекарасында", ["KZ", "CN"]),
        ("kk", "Орталық Азиядағы өзбекстандық компаниялар", ["143", "UZ"]),
        ("kk", "АҚШ-тың Ресейге ұсынысы", ["US", "RU"]),
        ("zh-Hans", "哈萨克斯坦与中国及中亚各国", ["KZ", "CN", "143"]),
        ("zh-Hans", "印度尼西亚不是印度", ["ID", "IN"]),
        ("zh-Hant", "哈薩克與中國在塔什干會談", ["KZ", "CN", "UZ"]),
        ("ar", "بين الصين وكازاخستان وفي آسيا", ["CN", "KZ", "142"]),
        ("ar", "الحاويات الصينية للولايات المتحدة", ["CN", "US"]),
        ("ar", "وقال إن أوزبكستان وقيرغيزستان", ["UZ", "KG"]),
        ("ja", "カザフスタンと中国と韓国の首脳", ["KZ", "CN", "KR"]),
        ("ko", "카자흐스탄과 중국은 미국에서 한국의 제안을", ["KZ", "CN", "US", "KR"]),
        ("tr", "Çin’in Kazakistan’a ve ABD’ye önerisi", ["CN", "KZ", "US"]),
        ("uz", "Qozogʻistonning Xitoyga va Rossiyadan", ["KZ", "CN", "RU"]),
        ("de", "Chinas Grenze zu Kasachstan und die russische Regierung", ["CN", "KZ", "RU"]),
        ("es", "los ministros chinos en Kazajistán", ["CN", "KZ"]),
        ("pt", "as empresas russas no Cazaquistão", ["RU", "KZ"]),
        ("fa", "چین و قزاقستان و ایالات متحده", ["CN", "KZ", "US"]),
        ("he", "בין סין לקזחסטן ובאסיה", ["CN", "KZ", "142"]),
        ("hi", "चीन और कज़ाखस्तान के बीच", ["CN", "KZ"]),
        ("ur", "چین اور قزاخستان کے درمیان", ["CN", "KZ"]),
        ("vi", "Trung Quốc và Hoa Kỳ ở Châu Á", ["CN", "US", "142"]),
        ("id", "Tiongkok dan Kazakhstan di Asia", ["CN", "KZ", "142"]),
        ("th", "จีนและคาซัคสถานในเอเชีย", ["CN", "KZ", "142"]),
        ("ky", "Казакстандын жана Кытайдын чек арасы", ["KZ", "CN"]),
        ("tg", "Тоҷикистон ва Қазоқистон", ["TJ", "KZ"]),
        ("mn", "Монголын Казахстантай хийсэн", ["MN", "KZ"]),
        ("bn", "চীনের এবং কাজাখস্তানের মধ্যে", ["CN", "KZ"]),
    ],
)
def test_names_are_found_as_they_bend(language: str, text: str, expected: list[str]) -> None:
    assert codes(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "la porcelaine de chine du monde"),
        ("en", "tell us about it"),
        ("en", "It cost 500 US dollars"),
        ("ru", "Того не ждали"),
        ("ru", "500 долларов США"),
        ("zh-Hans", "塞尔吉奥·加西亚支付了三百美元"),
        ("ja", "新しいスタイルのタイトルとアドバイス"),
        ("ar", "وزارة المالية في مسقط رأسه"),
        ("fa", "روز دوشنبه منابع مالی"),
        ("vi", "vào Chủ Nhật"),
        ("ko", "필요한 모든 수단을"),
        ("he", "כיוון שכך"),
    ],
)
def test_words_of_every_day_are_no_places(language: str, text: str) -> None:
    assert codes(text, language) == []


def test_names_are_not_taken_from_another_language() -> None:
    assert codes("Қырғызстан", "kk") == codes("Киргизия", "ru") == ["KG"]
    assert codes("Киргизия", "kk") == codes("Қырғызстан", "ru") == []


def test_a_language_that_cldr_does_not_know_names_nothing() -> None:
    assert codes("Kazakhstan", "und") == codes("Kazakhstan", "qqq") == []


def test_a_mention_is_where_the_word_stands() -> None:
    (mention,) = places.find("La ville d’Almaty, au Kazakhstan.", "fr")[1:]
    assert (mention.start, mention.end, mention.name.kind) == (22, 32, "territory")


NAMES = ("Kazakhstan", "Китай", "ارمنستان", "الولايات المتحدة", "日本", "ไทย", 'ארה"ב', "U.S.", "Jordan")
SIGNS = ("ʻ", "’", "\u0301", " ", "\n", ".")
PIECES = st.sampled_from([*NAMES, *SIGNS])


@given(st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join), st.sampled_from(language.KNOWN))
def test_mentions_stand_in_order_within_the_text_and_apart(text: str, tag: str) -> None:
    ends = 0
    for mention in places.find(text, tag):
        assert ends <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip()
        ends = mention.end


def test_a_word_without_end_is_no_name() -> None:
    assert places.find("ال" * 20_000, "ar") == places.find("Kazakhstan" * 5_000, "en") == []
