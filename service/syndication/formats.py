"""The documents that a partner can have: by the name in its contract, with file, media type and drawing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from service.press.proof import read
from service.render.partners.atom import ATOM_TYPE, atom
from service.render.partners.newsml import NEWSML_TYPE, newsml
from service.render.partners.ninjs import NINJS_TYPE, ninjs
from service.render.partners.profiles import PROFILES, RSS_TYPE, Profile, fitted, rss
from service.render.partners.values import PartnerCopy
from service.syndication.proofs import newsml_ids, ninjs_ids

ATOM = "atom"


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `fit` prepares the copy for it; `ids` reads a printed document back."""

    file: str
    media_type: str
    draw: Callable[[PartnerCopy], bytes]
    ids: Callable[[bytes], list[str]]
    fit: Callable[[PartnerCopy], PartnerCopy] = lambda copy: copy
    needs_entries: bool = False
    """Its schema wants at least one; there is no such document before."""


def _read_ids(name: str) -> Callable[[bytes], list[str]]:
    return lambda body: [line.id for line in read(body, name).lines]


def _platform(name: str, profile: Profile) -> Format:
    return Format(
        f"{name}.xml",
        RSS_TYPE,
        partial(rss, profile=profile),
        _read_ids("rss.xml"),
        partial(fitted, profile=profile),
        needs_entries=True,
    )


FORMATS: Mapping[str, Format] = {
    ATOM: Format("atom.xml", ATOM_TYPE, atom, _read_ids("atom.xml")),
    "ninjs": Format("ninjs.json", NINJS_TYPE, ninjs, ninjs_ids),
    "newsml": Format("newsml.xml", NEWSML_TYPE, newsml, newsml_ids, needs_entries=True),
    **{name: _platform(name, profile) for name, profile in PROFILES.items()},
}
"""Atom is every partner's; the others are for those who asked."""

BY_FILE: Mapping[str, Format] = {form.file: form for form in FORMATS.values()}


def files_for(wanted: list[str]) -> list[Format]:
    """The formats of a partner who takes `wanted` beside Atom."""
    return [form for name, form in FORMATS.items() if name == ATOM or name in wanted]
