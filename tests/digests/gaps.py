"""A day with gaps in Kazakh, for whoever reads Kazakh, then Russian, then English."""

from datetime import timedelta

from service.desks.models import Desk
from service.digests import words
from service.digests.models import Digest, EditorsWord
from tests.cast import NOON, a_reader, a_version

HEADLINES = {
    "metro": {
        "kk": "Алматыда метроның жаңа желісі ашылды",
        "ru": "В Алматы открылась новая линия метро",
        "en": "Almaty opens a new metro line",
        "fr": "Almaty ouvre une nouvelle ligne de métro",
    },
    "rail": {"ru": "Поезд Астана — Ташкент пошёл быстрее", "en": "Astana to Tashkent by faster train"},
    "vote": {"en": "Kyrgyz parliament votes on water law", "fr": "Bichkek vote une loi sur l’eau"},
    "port": {"fr": "Le port d’Aktaou s’agrandit"},
    "dam": {"kk": "Бөгет құрылысы басталды", "ru": "Строительство плотины отложено"},
    "bank": {"kk": "Ұлттық банк мөлшерлемені өзгертпеді", "ru": "Нацбанк сохранил ставку"},
    "film": {"kk": "Қазақ фильмі жүлде алды", "ru": "Казахский фильм получил приз"},
}
HOURS = {"metro": 2, "rail": 3, "vote": 4, "port": 5, "dam": 6, "bank": 7, "film": 18}
"""Age of each story at noon. The Kazakh text about the dam is older than a correction of the Russian one."""


def stage(desk: Desk) -> Digest:
    """The stories on `desk`. Its digest leaves out what is in no language of a reader; an editor dropped bank
    and pinned film to the top; Aigerim reads it."""
    steps = ["regional", "script", "own"]
    digest = Digest.objects.create(desk=desk, cadence="daily", hour=7, fallback=steps)
    for name, headlines in HEADLINES.items():
        story = None
        for language, title in headlines.items():
            at = NOON - timedelta(hours=HOURS[name])
            stale = [{"code": "stale-translation", "because": "the original was corrected", "holds": False}]
            told = a_version(
                *(language, title),
                desks=(desk,),
                story=story,
                published_at=at,
                mailable_at=at,
                flags=stale if (name, language) == ("dam", "kk") else [],
            )
            story = told.story
        assert story
        matter = {"bank": EditorsWord.Kind.DROP, "film": EditorsWord.Kind.PIN}
        if kind := matter.get(name):
            words.say(digest, NOON.date(), kind, "mei", NOON - timedelta(hours=8), story=story)
    reader = a_reader("aigerim", desk)
    reader.languages = ["kk", "ru", "en"]
    reader.save()
    return digest
