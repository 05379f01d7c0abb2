"""A language that speaks: which catalogue serves it, and what CLDR says in it."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from service.errors import GiveUp
from service.render.catalogue import Speech, direction, faithful, learn, opened, speak
from tests.catalogues import LOCALES

MONDAY = date(2026, 11, 23)


def a_catalogue(folder: Path, texts: dict[str, str]) -> Speech:
    """A French that says `texts`, made as Babel makes it."""
    entries = "".join(f'msgid "{key}"\nmsgstr "{text}"\n\n' for key, text in texts.items())
    place = folder / "fr" / "LC_MESSAGES"
    place.mkdir(parents=True)
    source = place / "deskwire.po"
    source.write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n{entries}')
    with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(text, locale="fr"))
    return learn("fr", folder)


@pytest.mark.parametrize(
    ("asked", "spoken", "word"),
    [
        ("fr", "fr", "Se désabonner"),
        ("fr-CA", "fr-CA", "Se désabonner"),
        ("zh-CN", "zh-CN", "退订"),
        ("zh-Hans-SG", "zh-Hans-SG", "退订"),
        ("ar-EG", "ar-EG", "إلغاء الاشتراك"),
        ("zh-TW", "zh-TW", "取消訂閱"),
        ("pt", "pt", "Cancelar a assinatura"),
        ("be", "en", "Unsubscribe"),
        ("sw", "en", "Unsubscribe"),
        ("und", "en", "Unsubscribe"),
        ("not a tag!", "en", "Unsubscribe"),
    ],
)
def test_a_language_speaks_its_nearest_catalogue_and_never_another_language(
    asked: str, spoken: str, word: str
) -> None:
    speech = speak(asked)
    assert (speech.language, speech.gettext("Unsubscribe")) == (spoken, word)


def test_a_catalogue_that_was_not_compiled_says_which_command_compiles_it(tmp_path: Path) -> None:
    shutil.copytree(LOCALES / "fr", tmp_path / "fr", ignore=shutil.ignore_patterns("*.mo"))
    with pytest.raises(GiveUp, match=r"fr/LC_MESSAGES/deskwire\.mo.*pybabel compile -d locales -D deskwire"):
        learn("fr", tmp_path)


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("fr", "Lundi 23 novembre 2026", "23 nov."),
        ("en", "Monday, November 23, 2026", "Nov 23"),
        ("ru", "Понедельник, 23 ноября 2026\u202fг.", "23 нояб."),
        ("kk", "2026\u202fж. 23 қараша, дүйсенбі", "23 қар."),
        ("zh-Hans", "2026年11月23日星期一", "11月23日"),
        ("ar", "الاثنين، 23 نوفمبر 2026", "23 نوفمبر"),
        ("ar-EG", "الاثنين، ٢٣ نوفمبر ٢٠٢٦", "٢٣ نوفمبر"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(language: str, long: str, short: str) -> None:
    speech = speak(language)
    said = (speech.long_date(MONDAY).replace("\xa0", "\u202f"), speech.short_date(MONDAY))
    assert said == (long, short)


def test_a_moment_says_its_time_zone() -> None:
    moment = datetime(2026, 11, 23, 4, 5, tzinfo=UTC)
    assert speak("fr").moment(moment) == "23 novembre 2026, 04:05 UTC"
    assert speak("zh-Hans").moment(moment) == "2026年11月23日 04:05 UTC"


def test_numbers_and_lists_follow_the_language() -> None:
    assert speak("fr").number(12345) == "12\u202f345"
    assert speak("ar-EG").number(12345) == "١٢٬٣٤٥"
    assert speak("zh-Hans").listed(["甲", "乙", "丙"]) == "甲、乙和丙"


def test_languages_are_named_in_the_readers_language_and_in_their_own() -> None:
    assert speak("fr").language_name("zh-Hans") == "chinois simplifié"
    assert speak("kk").language_name("ru") == "орыс тілі"
    assert speak("fr").language_name("en-x-house") == "anglais"
    assert speak("fr").language_name("qqz") == "qqz"
    assert [speak("ar").own_name(tag) for tag in ("fr", "kk", "zh-Hans", "qqz")] == [
        "Français",
        "Қазақ тілі",
        "简体中文",
        "qqz",
    ]


@pytest.mark.parametrize(("number", "text"), [(1, "1 материал"), (2, "2 материала"), (11, "11 материалов")])
def test_russian_counts_in_three_forms(number: int, text: str) -> None:
    speech = speak("ru")
    assert speech.ngettext("%(number)s story", "%(number)s stories", number) % {"number": number} == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "لا مواد"), (1, "مادة واحدة"), (2, "مادتان"), (3, "3 مواد"), (11, "11 مادة"), (100, "100 مادة")],
)
def test_arabic_counts_in_six_forms(number: int, text: str) -> None:
    speech = speak("ar")
    assert speech.ngettext("%(number)s story", "%(number)s stories", number) % {"number": number} == text


@pytest.mark.parametrize("bad", ["%(user)s", "%(desk)s %(key)s", "%d", "%", "%(desk)d", "rien"])
def test_a_text_with_other_placeholders_than_its_message_is_not_used(tmp_path: Path, bad: str) -> None:
    assert a_catalogue(tmp_path, {"of %(desk)s": bad}).gettext("of %(desk)s") == "of %(desk)s"


def test_a_counted_text_may_leave_its_number_out_and_name_nothing_else() -> None:
    assert faithful("deux minutes", "%(number)s min", counted=True) == "deux minutes"
    assert faithful("%(secret)s", "%(number)s min", counted=True) == "%(number)s min"


def test_directions_follow_the_script() -> None:
    assert [direction(tag) for tag in ("ar", "fa", "ur", "he", "pa-Arab", "ug")] == ["rtl"] * 6
    assert [direction(tag) for tag in ("fr", "kk", "zh-Hans", "pa", "und", "not a tag!")] == ["ltr"] * 6


def test_a_line_opens_with_the_languages_own_capital() -> None:
    assert opened("istanbul", "tr") == "İstanbul"
    assert opened("istanbul", "fr") == "Istanbul"
    assert opened("", "fr") == ""
