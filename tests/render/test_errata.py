"""The short mail about an article that was corrected or withdrawn, in every language of the catalogues."""

from dataclasses import replace
from datetime import date

import pytest

from service.render.errata import set_erratum
from service.render.values import ErratumCopy
from tests.render.test_texts import LANGUAGES

COPY = ErratumCopy(
    house="EurasiaTimes",
    site_url="https://eurasiatimes.example",
    postal_address="12 rue des Steppes, 75011 Paris",
    desk="asia",
    desk_name="Asia",
    accent="",
    cadence="daily",
    date=date(2026, 11, 23),
    language="en",
    withdrawn=False,
    title="Almaty opens a metro line",
    title_language="en",
    note="Nine stations <not eight>.",
    url="https://eurasiatimes.example/en/article/1/",
    desk_url="https://eurasiatimes.example/en/asia/",
    unsubscribe_url="https://eurasiatimes.example/unsubscribe/⟦unsubscribe⟧",
)


@pytest.mark.parametrize("withdrawn", [False, True])
@pytest.mark.parametrize("name", LANGUAGES)
def test_it_is_set_in_every_language(name: str, withdrawn: bool) -> None:
    letter = set_erratum(replace(COPY, language=name.replace("_", "-"), withdrawn=withdrawn))
    assert "Almaty opens a metro line" in letter.subject
    assert "⟦unsubscribe⟧" in letter.html
    assert "⟦unsubscribe⟧" in letter.text
    assert "unsubscribe" not in letter.view
    assert "%(" not in letter.subject + letter.html + letter.text


def test_it_says_when_it_was_sent_what_is_new_and_where_to_read_it() -> None:
    letter = set_erratum(COPY)
    assert letter.subject == "Correction: Almaty opens a metro line"
    said = " ".join(letter.text.split())
    assert "On November 23, 2026 we sent you this article. It has been corrected since." in said
    assert "Nine stations &lt;not eight&gt;." in letter.html
    assert "Read the corrected article · https://eurasiatimes.example/en/article/1/" in letter.text


def test_a_headline_of_the_other_direction_is_isolated_in_the_subject() -> None:
    letter = set_erratum(replace(COPY, language="ar"))
    assert "\u2068Almaty opens a metro line\u2069" in letter.subject
    assert 'dir="rtl"' in letter.html
