"""What the house makes of an article."""

from html import escape
from pathlib import Path

import pytest

from service.desks.decide import Copy, Decision, Rules, decide
from service.desks.flags import policies
from service.desks.rules import Asks, DeskRule
from tests.cast import LANGUAGES

DESKS = (
    DeskRule(1, "asia", Asks(regions=("142",))),
    DeskRule(2, "central-asia", Asks(regions=("143",))),
    DeskRule(3, "africa", Asks(regions=("002",))),
)
RULES = Rules(tuple(LANGUAGES), "", DESKS)
CORPUS = Path(__file__).parent.parent / "corpus" / "desks"


def paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())


def read(text: str, title: str = "", summary: str = "", rules: Rules = RULES) -> Decision:
    return decide(Copy(title, summary, paragraphs(text), (), ""), rules)


def codes(decision: Decision) -> set[str]:
    return {region.code for region in decision.regions}


def slugs(decision: Decision) -> list[str]:
    return [standing.slug for standing in decision.standings]


def flags(decision: Decision) -> list[str]:
    return [code for code, _ in decision.flags]


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_story_is_understood_alike_in_six_languages(language: str) -> None:
    told = read((CORPUS / f"summit.{language}.txt").read_text("utf-8"))
    assert told.language == language
    assert {"KZ", "UZ", "KG", "CN"} <= codes(told) <= {"KZ", "UZ", "KG", "CN", "142", "143"}
    assert slugs(told) == ["asia", "central-asia"]
    assert len(told.authors) == 1
    assert told.biography
    assert told.passages == ()
    assert flags(told) == ["headline-made", "biography-taken"]


def test_the_seed_article(shared: Path) -> None:
    told = read((shared / "corpus" / "seed" / "eurasiatimes-fr.txt").read_text("utf-8"))
    assert told.language == "fr"
    assert told.title.startswith("Tous ceux qui visitent Astana, la capitale du Kazakhstan")
    assert told.authors == ("Mei-Ling Tan",)
    assert told.biography.startswith("Mei-Ling Tan est une journaliste")
    assert "Mei-Ling" not in told.body
    assert codes(told) == {"KZ", "CN", "142", "143"}
    assert slugs(told) == ["asia", "central-asia"]
    (passage,) = told.passages
    words = told.text[passage.start : passage.end]
    assert passage.language == "en"
    assert words.startswith("This treaty fixes the principle")
    assert words.endswith("a shared future for mankind at the")
    assert '<span lang="en" dir="ltr">This treaty fixes' in told.body
    assert flags(told) == ["foreign-passage", "headline-made", "biography-taken", "unbalanced-quotes"]


FRENCH = "La ligne traverse le Kazakhstan. Elle a ouvert mardi dans la capitale."
ENGLISH = "The line was opened by the minister on Tuesday and everybody came to see it."


def test_a_title_of_the_source_stays_and_is_where_the_weight_lies() -> None:
    told = read(FRENCH, title="Une ligne en Ouzbékistan")
    assert (told.title, told.title_because) == ("Une ligne en Ouzbékistan", "")
    assert [(one.code, one.weight) for one in told.regions] == [("UZ", 6), ("KZ", 4)]


def test_a_summary_of_the_source_stays_as_text() -> None:
    told = read(FRENCH, title="Une ligne", summary="Du neuf & du vieux <b>")
    assert told.summary == "Du neuf &amp; du vieux &lt;b&gt;"


def test_a_foreign_sentence_in_the_summary_is_marked() -> None:
    told = read(f"{FRENCH.split('.')[0]}. {ENGLISH} {FRENCH}", title="Une ligne")
    assert told.summary == f'La ligne traverse le Kazakhstan. <span lang="en" dir="ltr">{ENGLISH}</span>'


def test_each_passage_is_read_in_its_own_language() -> None:
    told = read(f"{FRENCH} {FRENCH}\nThe minister from Uzbekistan said that everybody would come to see it.")
    assert codes(told) == {"KZ", "UZ"}


def test_a_house_may_hold_what_has_passages() -> None:
    held = Rules(tuple(LANGUAGES), "", DESKS, policies=policies({"foreign-passage": "hold"}, {}))
    assert read(f"{FRENCH} {ENGLISH} {FRENCH}", rules=held).held
    assert not read(FRENCH, rules=held).held
    assert not read(f"{FRENCH} {ENGLISH} {FRENCH}").held


def test_an_article_that_no_desk_is_about_says_so() -> None:
    told = read("La ligne traverse la Belgique. Elle a ouvert mardi dans la capitale.", title="Un métro")
    assert told.standings == ()
    assert told.flags == (("no-desk", "it names BE, which no desk is about"),)


def test_nothing_at_all_is_held_for_an_editor() -> None:
    told = read("")
    assert told.held
    assert {"no-text", "no-language", "no-desk"} <= set(flags(told))


def test_reading_time_counts_words_or_letters() -> None:
    assert read("mot " * 440).minutes == 2
    assert read("火车出发了吗" * 150).minutes == 2
    assert read(FRENCH).minutes == 1


def test_the_same_article_is_decided_the_same() -> None:
    assert read(FRENCH) == read(FRENCH)


@pytest.mark.parametrize(
    "text",
    [
        "." * 60_000,
        ("« " * 20_000),
        "a." * 30_000,
        " " * 60_000,
        "x" * 60_000,
        "Chine " * 10_000,
        "(" * 50_000,
    ],
)
def test_no_text_is_too_odd_to_read(text: str) -> None:
    told = read(f"Astana {text} x")
    assert told.text
