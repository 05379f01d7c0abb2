"""Names and colours that need no catalogue: CLDR names places and desks, the palette has the accents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from babel.lists import format_list

NAMED_TOGETHER = 3
"""A desk of more regions than this is called by its slug: a longer list is no name."""


@dataclass(frozen=True, slots=True)
class Accent:
    """A desk's colour on light and on dark paper, `#rrggbb`; both pass WCAG AA against them."""

    name: str
    light: str
    dark: str


ACCENTS = {
    accent.name: accent
    for accent in (
        Accent("asia", "#9C2A1F", "#F08A7B"),
        Accent("central-asia", "#0B6464", "#5CC6C0"),
        Accent("east-asia", "#7A1F3D", "#E38FAE"),
        Accent("south-asia", "#7A4F00", "#E0B252"),
        Accent("middle-east", "#5A5200", "#C9BC55"),
        Accent("europe", "#1F4E8C", "#8FB8F0"),
    )
}


def accent(slug: str, name: str = "") -> Accent:
    """The accent called `name`; without one, the one of the desk's slug; else the colour of links."""
    return ACCENTS.get(name) or ACCENTS.get(slug) or ACCENTS["europe"]


def territory_name(code: str, language: str) -> str:
    """CLDR's name of a territory (ISO 3166 or UN M.49) in `language`, else in English, else the code."""
    for locale in (_locale(language), Locale("en")):
        if name := locale.territories.get(code.upper()):
            return str(name)
    return code


def desk_name(slug: str, regions: Sequence[str], names: Mapping[str, str], language: str) -> str:
    """What a desk is called in `language` (BCP 47).

    Its own name in that language or, less exactly, in the language without its script and country; else
    CLDR's names of its regions; else any name it has; else its slug as words.
    """
    own = names.get(language) or names.get(language.partition("-")[0])
    if own:
        return own
    if 0 < len(regions) <= NAMED_TOGETHER:
        called = [territory_name(code, language) for code in regions]
        name = format_list(called, locale=_locale(language))
        return name[:1].title() + name[1:]  # CLDR writes "world", as it stands within a sentence
    return names.get("en") or next(iter(names.values()), "") or slug.replace("-", " ").capitalize()


def _locale(language: str) -> Locale:
    """What CLDR knows of `language`; English where it knows nothing."""
    for tag in (language, language.partition("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")
