"""The language in which the house speaks to somebody: one with a catalogue of texts."""

from collections.abc import Sequence

from service.audience.negotiation import nearest
from service.render.catalogue import FALLBACK, speak


def spoken(wanted: Sequence[str], house: Sequence[str]) -> str:
    """The language of a mail or page for a reader of `wanted`: one of `house`, the house's languages.

    A language of the house that has no catalogue is passed over: its pages would speak English.
    """
    own = [language for language in house if speak(language).language == language]
    return nearest(wanted, own or [FALLBACK])
