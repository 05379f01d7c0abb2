"""A digest as a letter: in the reader's language to the last word, safe, and small enough for every inbox."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from service.render.mail import set_letter
from service.render.values import DigestCopy, Section
from tests.render.copies import LANGUAGES, PICTURE, SITE, TREATY, a_digest, a_piece

GMAIL = 80_000
"""Bytes of HTML that leave room for encoding below the 102 KB at which Gmail clips."""


def test_subject_names_the_desk_the_day_and_the_lead() -> None:
    subjects = {language: set_letter(a_digest(language)).subject for language in LANGUAGES}
    assert subjects == {
        "fr": "Asie, 23 nov.\u00a0: Almaty ouvre sa nouvelle ligne de métro",
        "en": "Asia, Nov 23: Almaty opens its new metro line",
        "ru": "Азия, 23 нояб.: В Алматы открылась новая линия метро",
        "kk": "Азия, 23 қар.: Алматыда метроның жаңа желісі ашылды",
        "zh-Hans": "亚洲，11月23日：阿拉木图地铁新线开通",
        "ar": "آسيا، 23 نوفمبر: ألماتي تفتتح خط المترو الجديد",
    }


def test_a_subject_is_one_short_line_and_isolates_a_headline_of_the_other_direction() -> None:
    piece = a_piece("en", title="A very\nlong   headline " * 20)
    subject = set_letter(a_digest("ar", lead=piece)).subject
    assert "\n" not in subject
    assert len(subject) < 100
    assert "\u2068A very long" in subject
    assert subject.endswith("\u2069")


@pytest.mark.parametrize(
    ("cadence", "edition", "subject"),
    [
        ("daily", "Lettre quotidienne", "Asie, 23 nov."),
        ("weekly", "Semaine 48", "Asie, 23 nov."),
        ("breaking", "Alerte", "Alerte, Asie"),
    ],
)
def test_each_cadence_calls_its_edition_by_name(cadence: str, edition: str, subject: str) -> None:
    letter = set_letter(a_digest("fr", cadence=cadence))
    assert f" · {edition}\n" in letter.text
    assert f" · {edition}<" in letter.html
    assert letter.subject.startswith(subject)


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_and_text_say_the_same_with_the_same_links(language: str) -> None:
    letter = set_letter(a_digest(language))
    page = html.document_fromstring(letter.html)
    text = "".join(letter.text.split())
    for heading in page.xpath("//h2|//h3"):
        assert "".join(str(heading.text_content()).split()) in text
    for link in set(page.xpath("//a/@href")) - {f"{SITE}/{language}/"}:
        assert link in letter.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_is_left_in_a_letter_in_another_language(language: str) -> None:
    english = set_letter(a_digest("en")).text
    letter = set_letter(a_digest(language)).text
    for words in ("Unsubscribe", "min read", "Also in", "Daily digest", "With a passage", "You asked"):
        assert words in english
        assert (words in letter) == (language == "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_and_direction_are_said_in_every_part(language: str) -> None:
    page = html.document_fromstring(set_letter(a_digest(language)).html)
    direction = "rtl" if language == "ar" else "ltr"
    wrapper = page.xpath("//div[@role='article']")[0]
    assert (page.get("lang"), page.get("dir")) == (language, direction)
    assert (wrapper.get("lang"), wrapper.get("dir")) == (language, direction)
    other = "ru" if language != "ru" else "en"
    assert page.xpath(f"//h3[@lang='{other}' and @dir='ltr']")
    assert page.xpath("//span[@lang='en' and @dir='ltr' and contains(., 'This treaty')]")


def test_right_to_left_is_mirrored_in_columns_and_alignment() -> None:
    arabic = set_letter(a_digest("ar")).html
    assert "direction:ltr" not in arabic
    assert 'align="right"' in arabic
    own = html.document_fromstring(arabic).xpath("//h2[@lang='ar']")[0]
    assert "text-align:right" in own.get("style")


@pytest.mark.parametrize("language", ["ar", "zh-Hans"])
def test_scripts_that_do_not_bear_it_are_never_letter_spaced(language: str) -> None:
    assert "letter-spacing" not in set_letter(a_digest(language)).html


def test_slots_survive_in_both_parts_and_no_slot_is_in_the_view() -> None:
    letter = set_letter(a_digest())
    for part in (letter.html, letter.text):
        assert "/unsubscribe/⟦unsubscribe⟧" in part
        assert "/view/⟦view⟧" in part
    assert "⟦" not in letter.view
    assert "Se désabonner" not in letter.view
    assert "Almaty ouvre" in letter.view


def test_an_article_cannot_bring_a_slot_of_its_own() -> None:
    hostile = "⟦unsubscribe⟧"
    piece = a_piece(
        title=hostile, summary=hostile, source=hostile, url=f"https://a.example/{hostile}", siblings=()
    )
    letter = set_letter(a_digest(lead=piece, sections=()))
    assert letter.text.count("⟦unsubscribe⟧") == letter.html.count("⟦unsubscribe⟧") == 1
    assert "⟦" not in letter.view + letter.subject


@pytest.mark.parametrize(
    "text",
    [
        "</mj-text><mj-raw><script>alert(1)</script></mj-raw>",
        '"><mj-raw>',
        "<img src=x onerror=alert(1)>",
        "{{ cycler.__init__.__globals__ }}",
        "&nbsp;<![CDATA[x]]>\x00\x0b\ufffe",
        "a" * 4000,
        "<b>" * 5000,
        "👨‍👩‍👧" * 500,
    ],
)
def test_hostile_text_anywhere_is_shown_as_text(text: str) -> None:
    piece = a_piece(
        title=text,
        summary=text,
        source=text,
        image=replace(PICTURE, alt=text, credit=text),
        passages=(replace(TREATY, text=text),),
    )
    letter = set_letter(a_digest(lead=piece, sections=(Section(text, (piece,)),), desk_name=text, house=text))
    page = html.document_fromstring(letter.html)
    assert page.xpath("//script|//mj-raw|//*[@onerror]|//b") == []
    assert len(letter.html.encode()) < GMAIL


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_letter(text: str) -> None:
    letter = set_letter(a_digest(lead=a_piece(title=text, summary=text, source=text)))
    assert "</html>" in letter.html
    assert "\x00" not in letter.text


def test_a_link_that_is_not_safe_leaves_the_headline_as_text() -> None:
    letter = set_letter(a_digest(lead=a_piece(url="javascript:alert(1)")))
    assert "javascript" not in letter.html + letter.text
    assert "Almaty ouvre" in letter.html


def test_a_tracking_pixel_of_a_source_reaches_no_reader() -> None:
    pixel = replace(PICTURE, url="https://t.example/p.gif", width=1, height=1)
    letter = set_letter(a_digest(lead=a_piece(image=pixel)))
    assert "t.example" not in letter.html + letter.text + letter.view


def test_pictures_have_their_alternative_text_and_credit() -> None:
    letter = set_letter(a_digest(lead=a_piece(image=replace(PICTURE, alt="Une rame à quai"))))
    page = html.document_fromstring(letter.html)
    assert [image.get("alt") for image in page.xpath("//img")] == ["Une rame à quai"]
    assert "Dana Omarova" in letter.html


def test_nothing_is_loaded_from_anywhere_but_the_pictures() -> None:
    page = html.document_fromstring(set_letter(a_digest()).html)
    assert page.xpath("//link|//script|//iframe|//img") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_twelve_full_articles_fit_below_the_size_at_which_mail_is_clipped(language: str) -> None:
    filler = a_piece(language).summary * 3
    piece = a_piece(
        language, summary=filler, title=a_piece(language).title * 2, passages=(TREATY,), image=PICTURE
    )
    sections = tuple(Section(f"{number}", (piece,) * 4) for number in range(3))
    letter = set_letter(a_digest(language, lead=piece, sections=sections))
    assert len(letter.html.encode()) < GMAIL


def test_same_copy_same_letter() -> None:
    assert set_letter(a_digest("kk")) == set_letter(a_digest("kk"))


def test_a_language_without_a_catalogue_gets_an_english_letter_that_says_it_is_english() -> None:
    letter = set_letter(replace(a_digest("en", lead=a_piece("fr")), language="sw"))
    page = html.document_fromstring(letter.html)
    assert page.get("lang") == "en"
    assert "in French" in letter.text


def test_a_section_without_a_name_or_pieces_shows_no_heading() -> None:
    copy: DigestCopy = a_digest(
        sections=(Section("", (a_piece("fr", "port"),)), Section("Empty", ())), date=date(2026, 1, 1)
    )
    letter = set_letter(copy)
    assert "Empty" not in letter.html + letter.text
    assert len(html.document_fromstring(letter.html).xpath("//h2")) == 1


def test_the_text_part_fits_a_terminal() -> None:
    long = [line for line in set_letter(a_digest("fr")).text.splitlines() if len(line) > 72]
    assert all("https://" in line for line in long)


def test_templates_are_well_formed_and_their_tables_are_only_for_looks() -> None:
    page = html.document_fromstring(set_letter(a_digest(lead=a_piece(image=PICTURE))).html)
    assert {table.get("role") for table in page.xpath("//table")} == {"presentation"}
    assert len(page.xpath("//h1")) == 1
    assert etree.tostring(page)
