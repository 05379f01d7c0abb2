"""What counts of an article, and where it stands."""

from service.desks.reading import Copy, Reading, read

LEAD = "Le Kazakhstan et l’Ouzbékistan ouvrent une ligne de train entre leurs capitales, a dit le ministre."


def reading(*paragraphs: str, title: str = "Un train de plus") -> Reading:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return read(Copy(title, "", body, (), "fr"), ("fr",), "fr")


def codes(found: Reading) -> set[str]:
    return {region.code for region in found.regions}


def test_credits_and_links_to_other_articles_name_no_regions() -> None:
    found = reading(
        LEAD,
        "Photo : Jeanne Petit / AFP, Londres",
        "Les billets seront vendus au printemps.",
        "À lire aussi : La Chine et le Japon signent un accord",
    )
    assert codes(found) == {"KZ", "UZ"}


def test_a_mention_counts_characters_of_the_headline_or_of_the_text() -> None:
    found = reading(LEAD, "La Chine regarde.", title="Astana ouvre une ligne")
    seen = {(one.where, one.start, one.words) for region in found.regions for one in region.seen}
    assert seen == {
        ("headline", 0, "Astana"),
        ("lead", found.text.index("Kazakhstan"), "Kazakhstan"),
        ("lead", found.text.index("Ouzbékistan"), "Ouzbékistan"),
        ("text", found.text.index("Chine"), "Chine"),
    }


def test_the_headline_tells_what_a_name_in_the_text_means() -> None:
    assert codes(reading("La Géorgie vote dimanche.", title="En Floride")) == {"US"}
    assert codes(reading("La Géorgie vote dimanche.", title="À Tbilissi")) == {"GE"}
