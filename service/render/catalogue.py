"""A language that speaks: the catalogue's texts, and CLDR's dates, times, numbers, lists and names.

Texts are gettext catalogues under locales/, made and compiled with Babel's own commands (docs/languages.md).
A message id is the English text. A message's values go in by name, `%(name)s`, and are always strings; a
catalogue holds no markup.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from gettext import GNUTranslations
from pathlib import Path

import langcodes
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from django.conf import settings
from langcodes.tag_parser import LanguageTagError

from service.errors import GiveUp

DOMAIN = "deskwire"
FALLBACK = "en"
"""The language of the message ids: spoken where there is no catalogue."""

NEAR = 9
"""CLDR's distance up to which a catalogue serves a language: another country's, not another language's."""

PLACEHOLDER = re.compile(r"%(?:\(\w+\)s|.?)", re.DOTALL)
"""A value by name, `%(name)s`; any other use of % counts as one too, so that it is never taken for text."""

RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"})
DIGITS = {"arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹", "beng": "০১২৩৪৫৬৭৮৯", "deva": "०१२३४५६७८९"}
"""ISO 15924 scripts that run right to left; digits of CLDR's numbering systems."""


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """A language with its texts. `language` is what is really spoken, which may not be what was asked."""

    language: str
    """BCP 47, with hyphens."""
    locale: Locale
    _texts: GNUTranslations

    @property
    def direction(self) -> str:
        """ "ltr" or "rtl"."""
        return direction(self.language)

    def gettext(self, message: str) -> str:
        """The text for `message`."""
        return faithful(self._texts.gettext(message), message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The text for `number` things, by the language's own plural forms."""
        return faithful(self._texts.ngettext(singular, plural, number), plural, counted=True)

    def pgettext(self, context: str, message: str) -> str:
        """The text for `message` where it is used as `context` says."""
        return faithful(self._texts.pgettext(context, message), message)

    def npgettext(self, context: str, singular: str, plural: str, number: int) -> str:
        """The text for `number` things where it is used as `context` says."""
        return faithful(self._texts.npgettext(context, singular, plural, number), plural, counted=True)

    def long_date(self, day: date) -> str:
        """Weekday, day, month and year, as the language opens a page with them."""
        return opened(self._digits(format_date(day, "full", locale=self.locale)), self.language)

    def day(self, day: date) -> str:
        """Day, month and year, as they stand within a sentence."""
        return self._digits(format_date(day, "long", locale=self.locale))

    def month(self, day: date) -> str:
        """Month and year, as a heading."""
        return opened(self._digits(format_skeleton("yMMMM", day, locale=self.locale)), self.language)

    def short_date(self, day: date) -> str:
        """Day and short month, as a subject line has room for."""
        return self._digits(format_skeleton("MMMd", day, locale=self.locale))

    def moment(self, when: datetime) -> str:
        """Date and time of the aware `when`, in UTC and saying so."""
        day = format_date(when.astimezone(UTC).date(), "long", locale=self.locale)
        joined = str(self.locale.datetime_formats["long"]).replace("'", "")
        return self._digits(joined.format(f"{self.clock(when.astimezone(UTC))} UTC", day))

    def clock(self, when: datetime) -> str:
        """Hour and minute of `when`, in its own time zone."""
        return self._digits(format_skeleton("Hm", when, tzinfo=when.tzinfo, locale=self.locale))

    def number(self, number: int) -> str:
        """`number` with the language's grouping and digits."""
        return self._digits(format_decimal(number, locale=self.locale, numbering_system="default"))

    def listed(self, names: Iterable[str]) -> str:
        """`names` joined as the language joins them: A, B and C."""
        return format_list(list(names), locale=self.locale)

    def language_name(self, tag: str) -> str:
        """The name of the language `tag` in this language; the tag itself where CLDR has none."""
        return _language_name(tag, self.locale)

    def own_name(self, tag: str) -> str:
        """The name of the language `tag` in itself, as a list of languages shows it."""
        return _own_name(tag)

    def _digits(self, text: str) -> str:
        own = DIGITS.get(self.locale.default_numbering_system)
        return text.translate(str.maketrans("0123456789", own)) if own else text


@lru_cache(maxsize=1024)
def _own_name(tag: str) -> str:
    own = _locale(tag)
    return opened(_language_name(tag, own), tag) if own else tag


def faithful(text: str, message: str, counted: bool = False) -> str:
    """`text` if it has the placeholders of its `message` and no others; else the message itself.

    A `counted` text may leave some out: Arabic says "two minutes" in one word.
    """
    has, wanted = set(PLACEHOLDER.findall(text)), set(PLACEHOLDER.findall(message))
    return text if has == wanted or (counted and has < wanted) else message


@lru_cache(maxsize=256)
def speak(language: str) -> Speech:
    """The speech of `language` (BCP 47), or English where no catalogue is near enough.

    Raises GiveUp where the catalogue is there but was not compiled.
    """
    return learn(language, settings.LOCALES_ROOT)


def learn(language: str, catalogues: Path) -> Speech:
    """The speech of `language` from the folder `catalogues`; as `speak`, and read anew."""
    offered = {name.replace("_", "-"): name for name in _names(catalogues)}
    near, spoken = _nearest(language, list(offered)), _locale(language)
    if near is None or spoken is None:
        near, language, spoken = FALLBACK, FALLBACK, Locale(FALLBACK)
    return Speech(language, spoken, _texts(catalogues / offered.get(near, near)))


@lru_cache(maxsize=1024)
def direction(tag: str) -> str:
    """ "rtl" or "ltr": how the language `tag` is written."""
    try:
        script = langcodes.get(tag).maximize().script
    except LanguageTagError:
        script = None
    return "rtl" if script in RIGHT_TO_LEFT else "ltr"


def opened(text: str, language: str) -> str:
    """`text` as it opens a line: its first letter large, by the language's own rule for i."""
    if language.partition("-")[0] in {"az", "tr"} and text[:1] == "i":
        return "İ" + text[1:]
    return text[:1].upper() + text[1:]


def _names(catalogues: Path) -> list[str]:
    return sorted(file.parent.parent.name for file in catalogues.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def _nearest(language: str, offered: list[str]) -> str | None:
    try:
        return langcodes.closest_supported_match(language, offered, max_distance=NEAR)
    except LanguageTagError:
        return None


def _texts(folder: Path) -> GNUTranslations:
    file = folder / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        with file.open("rb") as compiled:
            return GNUTranslations(compiled)
    except FileNotFoundError as missing:
        raise GiveUp(
            f"{file}: the catalogue is not compiled; run: pybabel compile -d locales -D {DOMAIN}"
        ) from missing


def _locale(tag: str) -> Locale | None:
    """What CLDR knows of `tag`; of its language alone where it does not know the rest."""
    for name in (tag, tag.partition("-")[0]):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def _language_name(tag: str, locale: Locale) -> str:
    parts = tag.replace("-", "_")
    names = locale.languages
    return names.get(parts) or names.get(parts.partition("_")[0]) or tag
