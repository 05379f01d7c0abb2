"""The picture that stands for an article, and whose it is."""

import pytest

from service.ingest.illustration import credit, first
from service.ingest.item import Picture

METRO = '<img src="https://a.example/m.jpg" alt="Le métro" width="1200" height="800">'


def test_the_first_large_picture_stands_for_the_text() -> None:
    icon = '<img src="https://a.example/i.png" width="48" height="48">'
    caption = "<figcaption>La ligne. Photo : Mei-Ling Tan</figcaption>"
    body = f"<p>{icon}Elle ouvre.</p><figure>{METRO}{caption}</figure>"
    assert first(body) == Picture("https://a.example/m.jpg", "Le métro", "Mei-Ling Tan", 1200, 800)


def test_a_picture_of_no_declared_size_may_stand_too() -> None:
    assert first('<p><img src="https://a.example/m.jpg"></p>') == Picture("https://a.example/m.jpg")


@pytest.mark.parametrize("body", ["", "<p>Elle ouvre.</p>", '<img src="https://a.example/i.png" width="48">'])
def test_a_text_without_a_picture_has_none(body: str) -> None:
    assert first(body) is None


@pytest.mark.parametrize(
    ("caption", "who"),
    [
        ("La ligne ouvre. Photo : Mei-Ling Tan", "Mei-Ling Tan"),
        ("La ligne ouvre (© AFP/Getty)", "AFP/Getty"),
        ("The line opens. Photo credit: Mei-Ling Tan/Reuters.", "Mei-Ling Tan/Reuters"),
        ("Линия открыта. Фото: Асель Нұрланова", "Асель Нұрланова"),
        ("Желі ашылды. Сурет: Асель Нұрланова", "Асель Нұрланова"),
        ("地铁开通。摄影：王伟", "王伟"),
        ("افتتاح الخط. تصوير: يوسف حسن", "يوسف حسن"),
        ("The photo: a line that opens under the mountains, promised for years to all who live there and who "
         "took the bus through the snow every morning of every winter", ""),
        ("La ligne ouvre.", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_caption_says_whose_picture_it_is(caption: str, who: str) -> None:
    assert credit(caption) == who


def test_a_long_caption_takes_no_time() -> None:
    assert len(credit("photo: " * 100_000)) <= 120
