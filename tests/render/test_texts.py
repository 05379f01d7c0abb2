"""The catalogues as files: each complete, faithful to its message, without markup, with the right plurals.

The messages are extracted anew here, as `pybabel extract -F babel.cfg .` does it.
"""

import gettext
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from service.render.catalogue import PLACEHOLDER
from tests.catalogues import LOCALES

ROOT = LOCALES.parent
LANGUAGES = [
    *("ar", "bn", "de", "en", "es", "fa", "fr", "he", "hi", "id", "it", "ja", "kk"),
    *("ko", "pl", "pt_BR", "ru", "th", "tr", "uk", "ur", "uz", "vi", "zh_Hans", "zh_Hant"),
]
GLOSSARY = tomllib.loads((LOCALES / "glossary.toml").read_text())
COUNTS = [*range(1200), 10**6, 2 * 10**6]
PLAIN_PLACEHOLDER = re.compile(r"%\(\w+\)s")
MARKUP = re.compile(r"[<>]|&\w+;|https?:|www\.")
BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def the_catalogue(name: str) -> Catalog:
    with (LOCALES / name / "LC_MESSAGES" / "deskwire.po").open("rb") as file:
        return read_po(file, locale=name)


def the_entries(name: str) -> list[Message]:
    return [message for message in the_catalogue(name) if message.id]


def strings(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]


def the_messages() -> set[tuple[str, str | None]]:
    """(first id, context) of every text in the code and the templates."""
    with (ROOT / "babel.cfg").open() as settings:
        methods, options = parse_mapping_cfg(settings, filename="babel.cfg")  # type: ignore[no-untyped-call]
    found = set()
    for folder in ("service", "templates"):
        for _file, _line, message, _comments, context in extract_from_dir(
            ROOT / folder,
            [(pattern.removeprefix(f"{folder}/"), how) for pattern, how in methods],
            {pattern.removeprefix(f"{folder}/"): values for pattern, values in options.items()},
        ):
            found.add((strings(message)[0], context))
    return found


def test_there_is_a_catalogue_for_each_language_of_the_house() -> None:
    assert sorted(file.parent.parent.name for file in LOCALES.glob("*/LC_MESSAGES/*.po")) == LANGUAGES


def test_extraction_finds_texts_in_code_in_mails_and_on_pages() -> None:
    found = {message for message, _ in the_messages()}
    assert {"Daily digest", "Unsubscribe", "Follow this desk", "Also in"} <= found


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_catalogue_has_every_text_and_nothing_left_over(name: str) -> None:
    entries = the_entries(name)
    assert {(strings(entry.id)[0], entry.context) for entry in entries} == the_messages()
    assert [entry.id for entry in entries if entry.fuzzy or not all(strings(entry.string))] == []


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_text_has_the_placeholders_of_its_message(name: str) -> None:
    for entry in the_entries(name):
        wanted = set(PLACEHOLDER.findall(strings(entry.id)[-1]))
        assert all(PLAIN_PLACEHOLDER.fullmatch(each) for each in wanted), entry.id
        for index, text in enumerate(strings(entry.string)):
            has = set(PLACEHOLDER.findall(text))
            one_number = isinstance(entry.id, tuple) and len(numbers_of(name, index)) == 1
            assert has == wanted or (one_number and has < wanted), text


def numbers_of(name: str, index: int) -> list[int]:
    """Which of COUNTS the catalogue says in its plural form `index`."""
    form = the_plural(name)
    return [number for number in COUNTS if form(number) == index]


def the_plural(name: str) -> Callable[[int], int]:
    """The catalogue's plural form of a number, as gettext reads its header."""
    form: Callable[[int], int] = gettext.c2py(the_catalogue(name).plural_expr)
    return form


@pytest.mark.parametrize("name", LANGUAGES)
def test_plural_forms_part_the_numbers_as_cldr_does(name: str) -> None:
    form, rule = the_plural(name), Locale.parse(name).plural_form
    pairs = {(form(number), rule(number)) for number in COUNTS}
    assert len(pairs) == len({index for index, _ in pairs}) == len({tag for _, tag in pairs})
    assert {index for index, _ in pairs} == set(range(the_catalogue(name).num_plurals))


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_counted_text_has_one_form_for_each_plural_of_its_language(name: str) -> None:
    counted = [entry for entry in the_entries(name) if isinstance(entry.id, tuple)]
    forms = the_catalogue(name).num_plurals
    assert counted
    assert [len(strings(entry.string)) for entry in counted] == [forms] * len(counted)


@pytest.mark.parametrize("name", LANGUAGES)
def test_catalogues_hold_no_markup_no_addresses_and_no_bidi_controls(name: str) -> None:
    texts = [text for entry in the_entries(name) for text in strings(entry.string)]
    assert [text for text in texts if MARKUP.search(text) or BIDI_CONTROLS.search(text)] == []
    assert [text for text in texts if text != text.strip() or "  " in text] == []


def test_french_spaces_its_punctuation() -> None:
    texts = [text for entry in the_entries("fr") for text in strings(entry.string)]
    bare = re.compile("[^\u202f][?!;»]|«[^\u202f]|[^\u00a0]:|'")
    assert [text for text in texts if bare.search(text)] == []


QUOTATION_MARKS = {
    "„“": ["de"],
    "„”": ["pl"],
    "””": ["he"],
    "”“": ["ur"],
    "“”": ["bn", "en", "hi", "id", "pt_BR", "th", "tr", "uz", "vi", "zh_Hans"],
    "«»": ["ar", "es", "fa", "fr", "it", "kk", "ru", "uk"],
    "「」": ["ja", "zh_Hant"],
    "‘’": ["ko"],
}


@pytest.mark.parametrize("name", LANGUAGES)
def test_quotation_marks_are_the_languages_own(name: str) -> None:
    own = next(marks for marks, names in QUOTATION_MARKS.items() if name in names)
    texts = " ".join(text for entry in the_entries(name) for text in strings(entry.string))
    letters = {"it": "’", "fr": "’", "tr": "’", "uz": "‘’", "en": "’"}.get(name, "")
    used = set(re.findall('["“”„«»「」‘’]', texts)) - set(letters)
    assert used == set(own)


def test_kazakh_languages_take_the_ending_their_text_gives_them() -> None:
    news = ["ar", "de", "en", "es", "fa", "fr", "hi", "ja", "kk", "ko", "ky", "ru", "tr", "uk", "uz", "zh"]
    assert all(Locale("kk").languages[tag].endswith("тілі") for tag in news)


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_words_of_the_house_are_the_glossarys(name: str) -> None:
    """A message that speaks of a desk says desk in its translation, in one of the glossary's forms."""
    words = GLOSSARY[name]
    assert set(words) == set(GLOSSARY["en"])
    for entry in the_entries(name):
        message = PLAIN_PLACEHOLDER.sub("", strings(entry.id)[0])
        for term, said in words.items():
            if re.search(rf"\b{GLOSSARY['en'][term][0]}\b", message, re.IGNORECASE):
                for text in strings(entry.string):
                    assert any(form.casefold() in text.casefold() for form in said), (term, text)


def test_the_mapping_covers_every_template() -> None:
    kinds = {path.suffix for path in Path(ROOT / "templates").rglob("*") if path.is_file()}
    assert kinds == {".mjml", ".txt", ".html"}
