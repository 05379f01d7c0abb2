"""Stretches in another language."""

import pytest

from service.desks import passages

FRENCH = "Les deux ministres ont signé mardi un accord sur le transport des marchandises."
ENGLISH = "The two ministers signed an agreement on the transport of goods on Tuesday."
RUSSIAN = "Министры подписали во вторник соглашение о перевозке товаров между странами."
KAZAKH = "Министрлер сейсенбі күні тауар тасымалы туралы келісімге қол қойды."


def found(text: str, main: str) -> list[tuple[str, str]]:
    return [(one.language, text[one.start : one.end]) for one in passages.find(text, main)]


def test_a_text_in_one_language_has_none() -> None:
    assert found(f"{FRENCH} {FRENCH}\n{FRENCH}", "fr") == []


def test_a_sentence_among_others_is_found_to_the_letter() -> None:
    assert found(f"{FRENCH} {ENGLISH} {FRENCH}", "fr") == [("en", ENGLISH)]


def test_languages_of_one_script_are_told_apart() -> None:
    assert found(f"{KAZAKH} {RUSSIAN} {KAZAKH}", "kk") == [("ru", RUSSIAN)]


def test_two_foreign_sentences_side_by_side_are_one_passage_over_paragraphs_too() -> None:
    assert found(f"{FRENCH}\n{ENGLISH}\n{ENGLISH}\n{FRENCH}", "fr") == [("en", f"{ENGLISH}\n{ENGLISH}")]


def test_the_place_where_a_sentence_changes_its_language_is_found() -> None:
    text = (
        f"{FRENCH} The agreement fixes the principle of friendship for generations, full coverage of "
        "cooperation and a shared future au niveau bilatéral et la couverture complète des documents."
    )
    ((language, words),) = found(text, "fr")
    assert language == "en"
    assert words.startswith("The agreement fixes")
    assert words.endswith("a shared future")


def test_a_quotation_inside_a_sentence_is_found() -> None:
    quoted = "We are not going to leave the negotiating table today"
    text = f"Le ministre a répété : « {quoted} », puis il est parti. {FRENCH}"
    assert found(text, "fr") == [("en", quoted)]


def test_chinese_inside_english_and_english_inside_chinese() -> None:
    chinese = "两国部长周二签署了关于货物运输的协议。"
    assert found(f"{ENGLISH} {chinese} {ENGLISH}", "en") == [("zh-Hans", chinese)]
    assert found(f"{chinese}{ENGLISH}{chinese}", "zh-Hans") == [("en", ENGLISH)]


ITALIAN = "I due ministri hanno firmato martedì un accordo sul trasporto delle merci."
UKRAINIAN = "Міністри підписали у вівторок угоду про перевезення товарів між країнами."


@pytest.mark.parametrize(
    ("text", "main", "language", "passage"),
    [
        (f"{FRENCH} {ITALIAN} {FRENCH}", "fr", "it", ITALIAN),
        (f"{RUSSIAN} {UKRAINIAN} {RUSSIAN}", "ru", "uk", UKRAINIAN),
        (
            f"{FRENCH} Οι υπουργοί υπέγραψαν την Τρίτη συμφωνία.",
            "fr",
            "el",
            "Οι υπουργοί υπέγραψαν την Τρίτη συμφωνία.",
        ),
    ],
)
def test_a_passage_may_be_in_a_language_that_the_house_does_not_speak(
    text: str, main: str, language: str, passage: str
) -> None:
    assert found(text, main) == [(language, passage)]


def test_a_foreign_passage_with_names_in_the_articles_script_is_one() -> None:
    chinese = "丰田（Toyota Motor Corporation）周二在 Burnaston 工厂表示，生产将会暂停一个月。"
    assert found(f"{ENGLISH} {chinese} {ENGLISH}", "en") == [("zh-Hans", chinese)]


@pytest.mark.parametrize(
    "text",
    [
        "Il a lu « The Lord of the Rings and the Silmarillion » dans le train, comme chaque année en hiver.",
        "Le South China Morning Post et la Defense Advanced Research Projects Agency ont répondu mardi.",
        "Son amie lui a dit « yes of course » avant de partir pour la capitale.",
    ],
)
def test_names_titles_and_a_few_words_are_no_passage(text: str) -> None:
    assert found(text, "fr") == []


def test_an_article_whose_language_is_unknown_has_none() -> None:
    assert found(ENGLISH, "und") == []
