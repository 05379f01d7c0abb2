"""What an edition in 25 languages costs beside compiling its MJML alone, which nobody can spare.

Twelve stories in nearly every language; two chains of reading languages a language, so fifty variants. A
variant is chosen, set, pressed and put into MIME as for a reader. The texts are CLDR's names of territories
in the language itself: real words in the real script, of a news item's length.
"""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache

from service.delivery.mime import Frame, copy_for
from service.digests.chain import Chain
from service.digests.ranking import Offer
from service.digests.selection import Policy, chosen
from service.render.galley import set_item
from service.render.mail import set_letter, sheet
from service.render.names import territory_name
from service.render.press import press_unseen
from service.render.values import DigestCopy, Letter, Piece, Section, Sibling

LANGUAGES = (
    *("en", "fr", "de", "es", "pt-BR", "it", "pl", "uk", "ru", "kk", "uz", "tr", "ar", "fa", "he", "ur"),
    *("hi", "bn", "th", "vi", "id", "zh-Hans", "zh-Hant", "ja", "ko"),
)
MORNING = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
SITE = "https://eurasiatimes.example"
SECRET = b"bench"
ROUNDS = 5


def measure(stories: int) -> dict[str, float]:
    """Milliseconds a variant and those of bare mjml2html on the same letters; medians of five rounds."""
    stories = min(stories, 50)
    offers = [_offer(number) for number in range(stories)]
    variants = [(language, chain) for language in LANGUAGES for chain in _chains(language)]
    copies = [_copy(language, _taken(offers, chain, stories)) for language, chain in variants]
    sheets = [sheet(copy).whole for copy in copies]
    ours = [_milliseconds(lambda: _edition(offers, variants, stories)) for _ in range(ROUNDS)]
    bare = [_milliseconds(lambda: _pressed_alone(sheets)) for _ in ours]
    each, alone = statistics.median(ours) / len(variants), statistics.median(bare) / len(variants)
    return {
        "variants": len(variants),
        "stories": stories,
        "variant_ms": each,
        "bare_mjml_ms": alone,
        "variant_to_bare": each / alone,
    }


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _pressed_alone(sheets: list[str]) -> None:
    for each in sheets:
        press_unseen(each)


def _chains(language: str) -> list[tuple[str, ...]]:
    """The language alone, and with two to fall back to."""
    place = LANGUAGES.index(language)
    return [(language,), (language, LANGUAGES[place - 1], "en")]


def _offer(number: int) -> Offer:
    """Story `number`, which one language in five does not have."""
    versions = {
        language: number * 100 + place
        for place, language in enumerate(LANGUAGES)
        if (place + number) % 5 or language == "en"
    }
    return Offer(number, MORNING - timedelta(hours=number), 10, frozenset({1}), versions)


def _taken(offers: list[Offer], chain: tuple[str, ...], most: int) -> list[Piece]:
    selection = chosen(offers, chain, Policy(Chain(LANGUAGES), most), MORNING, {})
    return [_piece(choice.story, choice.language) for choice in selection.taken]


@cache
def _piece(number: int, language: str) -> Piece:
    names = [territory_name(code, language) for code in ("KZ", "CN", "FR", "UZ", "SG", "142", "143", "150")]
    turned = names[number % 8 :] + names[: number % 8]
    siblings = tuple(Sibling(other, f"{SITE}/{other}/article/{number}/") for other in LANGUAGES[:6])
    return Piece(
        id=f"tag:eurasiatimes.example,2026:{number}/{language}",
        url=f"{SITE}/{language}/article/{number}/",
        language=language,
        title=", ".join(turned[:3]),
        summary=f"{', '.join(turned)}. {', '.join(reversed(turned))}.",
        body="",
        source="EurasiaTimes",
        published=MORNING,
        updated=MORNING,
        siblings=siblings,
    )


def _copy(language: str, pieces: list[Piece]) -> DigestCopy:
    third = len(pieces) // 3 + 1
    return DigestCopy(
        house="EurasiaTimes",
        site_url=f"{SITE}/{language}/",
        postal_address="12 rue des Steppes, 75011 Paris",
        desk="asia",
        desk_name=territory_name("142", language),
        accent="",
        cadence="daily",
        date=date(2026, 11, 23),
        language=language,
        lead=pieces[0],
        sections=tuple(
            Section(territory_name(code, language), tuple(pieces[start : start + third]))
            for code, start in (("143", 1), ("030", 1 + third), ("145", 1 + 2 * third))
        ),
        desk_url=f"{SITE}/{language}/asia/",
        view_url=f"{SITE}/view/\u27e6view\u27e7",
        unsubscribe_url=f"{SITE}/unsubscribe/\u27e6unsubscribe\u27e7",
    )


def _edition(offers: list[Offer], variants: list[tuple[str, tuple[str, ...]]], most: int) -> None:
    """All variants, as if for the first time: nothing that was set is kept from an earlier round."""
    set_item.cache_clear()
    for language, chain in variants:
        _mail(language, set_letter(_copy(language, _taken(offers, chain, most))))


def _mail(language: str, letter: Letter) -> bytes:
    frame = Frame(
        f"bench/{language}",
        "EurasiaTimes",
        "desk@eurasiatimes.example",
        letter.subject,
        {"List-Unsubscribe": f"<{SITE}/unsubscribe/\u27e6unsubscribe\u27e7>"},
        letter.text,
        letter.html,
        MORNING,
    )
    slots = {"unsubscribe": "token", "view": "key"}
    return copy_for(frame, "reader", "reader@reader.example", slots, SECRET).data
