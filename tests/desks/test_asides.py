"""What stands in an article and is not of it."""

import pytest

from service.desks import asides


def found(text: str) -> list[str]:
    return [text[slice(*span)] for span in asides.find(text)]


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("In Astana.\nPhoto: Jane Doe / AFP, London\nThe end.", "Photo: Jane Doe / AFP, London"),
        ("In Astana.\nФото: Асель Нур, Париж\nКонец.", "Фото: Асель Нур, Париж"),
        ("He left (Photo: Reuters/Paris) early.", "(Photo: Reuters/Paris)"),
        ("The bridge. © Agence Presse, Tokyo", "© Agence Presse, Tokyo"),
        (
            "Fin.\nÀ lire aussi : La Chine et le Japon signent\n",
            "À lire aussi : La Chine et le Japon signent",
        ),
        ("完。\n延伸阅读：日本与中国签署协议", "延伸阅读：日本与中国签署协议"),
        (
            "Fin.\nRead also:\nTurkey opens a bridge\nJapan closes one\nHe came from Rome.",
            "Read also:\nTurkey opens a bridge\nJapan closes one",
        ),
    ],
)
def test_credits_and_links_to_other_articles_are_no_part_of_it(text: str, aside: str) -> None:
    assert found(text) == [aside]


@pytest.mark.parametrize(
    "text",
    [
        "The photo shows Almaty at night.",
        "She said it was related to Turkey.",
        "Die Bildung in China",
        "It is read more in Kazakhstan than in France.",
    ],
)
def test_sentences_about_photos_and_relations_are(text: str) -> None:
    assert found(text) == []


def test_a_sentence_ends_the_headlines_under_a_heading() -> None:
    assert found("Related:\nThe minister flew to Ankara.\nHe is back.") == ["Related:"]
