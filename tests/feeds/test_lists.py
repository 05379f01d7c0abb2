"""The lists of feeds, the news sitemap and robots.txt, as programs ask for them."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from lxml import etree

from service import clock
from service.desks.models import Desk, Version
from service.feeds.documents import ensure
from service.house.models import House
from tests.cast import NOON, a_version

pytestmark = pytest.mark.django_db
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
Desks = tuple[Desk, Desk]


def test_the_list_names_every_desk_in_its_language(
    client: Client, house: House, desks: Desks, shared: Path
) -> None:
    ensure(desks, ["fr", "kk"], NOON)
    response = client.get("/feeds/fr.opml")
    assert response["Content-Type"] == "text/x-opml; charset=utf-8"
    root = etree.fromstring(response.content)
    assert [line.get("xmlUrl") for line in root.iter("outline")] == [
        "https://eurasiatimes.example/feeds/asia/fr/atom.xml",
        "https://eurasiatimes.example/feeds/central-asia/fr/atom.xml",
    ]
    assert "Asie centrale" in root.findall(".//outline")[1].attrib["text"]
    etree.XMLSchema(etree.parse(shared / "schemas" / "opml-2.0.xsd")).assertValid(root)


def test_there_is_no_list_in_a_language_that_the_house_does_not_speak(client: Client, house: House) -> None:
    assert client.get("/feeds/de.opml").status_code == 404


def test_the_sitemap_holds_what_is_new_and_stands_on_a_desk(
    client: Client, house: House, desks: Desks
) -> None:
    now = clock.now()
    hour = timedelta(hours=1)
    a_version(title="Neuf & <vrai>", desks=desks, published_at=now - hour)
    a_version(title="Ancien", desks=desks, published_at=now - 49 * hour)
    a_version(title="Sans rubrique", published_at=now - hour)
    a_version(title="Retiré", desks=desks, published_at=now - hour, state=Version.State.WITHDRAWN)
    a_version("ru", "Новое", desks=desks, published_at=now - hour)
    root = etree.fromstring(client.get("/sitemap-fr.xml").content)
    assert [title.text for title in root.iter(f"{NEWS}title")] == ["Neuf & <vrai>"]
    assert [name.text for name in root.iter(f"{NEWS}language")] == ["fr"]


def test_robots_find_every_sitemap_and_leave_what_is_one_readers(client: Client, house: House) -> None:
    said = client.get("/robots.txt").content.decode().splitlines()
    maps = [line for line in said if line.startswith("Sitemap:")]
    assert maps[0] == "Sitemap: https://eurasiatimes.example/sitemap-fr.xml"
    assert len(maps) == len(house.languages)
    assert "Disallow: /unsubscribe/" in said
