"""A small newsroom file on the disk, to load and to change."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps

from tests.cast import NOON

LATER = NOON + timedelta(days=1)

NEWSROOM = """
[site]
name = "EurasiaTimes"
url = "https://eurasiatimes.example"
languages = ["fr", "kk"]
sender = "Desk@EurasiaTimes.example"

[[desk]]
slug = "central-asia"
parent = "asia"
regions = ["143"]
[[desk]]
slug = "asia"
regions = ["142"]

[[source]]
name = "wire-folder"
kind = "folder"
path = "articles"
[[source]]
name = "wire-feed"
kind = "feed"
url = "https://wire.example/feed"

[[digest]]
desk = "asia"
cadence = "daily"
[[digest]]
desk = "asia"
cadence = "weekly"
weekday = "sunday"

[[reader]]
email = "Aigerim@Reader.example"
languages = ["kk", "ru"]
timezone = "Asia/Almaty"
desks = ["asia"]
[[reader]]
email = "camille@reader.example"
languages = ["fr"]
timezone = "Europe/Paris"
desks = ["asia"]
cadences = ["weekly"]

[[partner]]
slug = "partner-outlet"
key = "a-secret-for-trials"
desks = ["asia", "central-asia"]
languages = ["fr", "kk"]
"""


class Paper:
    """A newsroom file on the disk, with its folder of articles beside it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "newsroom.toml"
        (folder / "articles").mkdir()
        self.write(NEWSROOM)

    def write(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8")

    def change(self, old: str, new: str) -> None:
        text = self.path.read_text(encoding="utf-8")
        assert old in text
        self.write(text.replace(old, new))


def all_rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of ours."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model.__module__.startswith("service.")
    }
