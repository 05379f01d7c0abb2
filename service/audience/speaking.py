"""The language in which the house speaks to somebody: one with a catalogue of texts."""

from collections.abc import Sequence

from service.audience.negotiation import nearest
from service.render.catalogue import FALLBACK, speak


def spoken(wanted: Sequence[str], house: Sequence[str]) -> str:
    """The language of a mail or page for a reader of `wanted`, in a house of the languages `house`.

    A wanted language that has a catalogue is spoken even where the house publishes nothing in it.
    """
    own = [language for language in house if has_texts(language)]
    asked = [language for language in wanted if language not in own and has_texts(language)]
    return nearest(wanted, [*own, *asked] or [FALLBACK])


def has_texts(language: str) -> bool:
    """Whether there is a catalogue that serves `language` itself."""
    return speak(language).language == language
