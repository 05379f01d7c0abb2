"""Languages with several scripts."""

import pytest

from service.desks import passages, varieties
from service.desks.language import KNOWN, detect, of_article

KAZAKH_2021 = (
    "Ministr seisenbi küni kelissözderdiñ üş aptadan beri jürip jatqanyn jäne äli kelisim joq ekenin aitty"
)
KAZAKH_2018 = (
    "Mınıstr seısenbi kúni kelissózderdiń úsh aptadan beri júrip jatqanyn jáne áli kelisim joq ekenin aıtty"
)
TURKISH = "Bakan salı günü görüşmelerin üç haftadır sürdüğünü ancak henüz anlaşma olmadığını söyledi"
SERBIAN = "Ministar je u utorak izjavio da pregovori traju već tri nedelje i da još nema dogovora"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Министр сейсенбі күні келіссөздердің үш аптадан бері жүріп жатқанын айтты", "kk"),
        (KAZAKH_2021, "kk-Latn"),
        (KAZAKH_2018, "kk-Latn"),
        (TURKISH, "tr"),
        ("Vazir seshanba kuni muzokaralar uch haftadan beri davom etayotganini aytdi", "uz"),
        ("Вазир сешанба куни музокаралар уч ҳафтадан бери давом этаётганини айтди", "uz-Cyrl"),
        ("Министар је у уторак изјавио да преговори трају већ три недеље и да још нема договора", "sr"),
        (SERBIAN, "sr-Latn"),
        ("部长周二表示，谈判已经持续了三个星期，但尚未达成协议", "zh-Hans"),
        ("部長週二表示，談判已經持續了三個星期，但尚未達成協議", "zh-Hant"),
    ],
)
def test_a_sentence_tells_its_script(text: str, tag: str) -> None:
    assert detect(text, [*KNOWN, "sr"]).language == tag


def test_an_edition_in_one_script_does_not_serve_the_other() -> None:
    found = of_article([KAZAKH_2021, KAZAKH_2021], "kk", "", ["kk", "ru"])
    assert found.tag == "kk-Latn"
    assert [code for code, _ in found.flags] == ["language-disputed", "no-edition"]


def test_an_edition_in_latin_letters_is_found_for_them() -> None:
    assert of_article([KAZAKH_2021, KAZAKH_2021], "", "", ["kk-Latn", "ru"]).flags == ()


def test_serbian_is_not_taken_for_a_sister_where_the_house_has_an_edition() -> None:
    assert of_article([SERBIAN], "", "", ["sr-Latn"]).tag == "sr-Latn"


def test_turkish_in_a_kazakh_article_in_latin_letters_is_a_passage() -> None:
    text = f"{KAZAKH_2021}. {TURKISH}. {KAZAKH_2021}."
    found = passages.find(text, "kk-Latn")
    assert [(one.language, text[one.start : one.end]) for one in found] == [("tr", f"{TURKISH}.")]


@pytest.mark.parametrize(
    ("tag", "script"),
    [("kk", "Cyrl"), ("kk-Latn", "Latn"), ("zh-TW", "Hant"), ("uz", "Latn"), ("fr", ""), ("x" * 40, "")],
)
def test_a_tag_means_a_script(tag: str, script: str) -> None:
    assert varieties.script(tag) == script
