"""Takes the pictures of docs/pictures again, with a headless Chromium:

    python -m tests.render.pictures

Fonts: Noto core and CJK (Debian: fonts-noto-core, fonts-noto-cjk). Each picture is a sheet of one or more
letters or pages as a reader sees them, 1200 px wide or 390 px, on light or dark paper.
"""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import tests.environment  # noqa: F401  before Django's settings are read

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "service.app.settings")

from service.errors import GiveUp
from service.render.mail import set_letter
from service.render.pages import desk_page, start_page
from tests.catalogues import LOCALES, compile_catalogues
from tests.render.copies import PICTURE, a_desk_page, a_digest, a_piece, a_start_page

ROOT = LOCALES.parent
PICTURES = ROOT / "docs" / "pictures"
SHEET = ROOT / "service" / "render" / "static" / "deskwire" / "house.css"
METRO = Path(__file__).with_name("metro.svg")
LEAST = 500
"""Chromium makes no window narrower than this; narrower views are framed."""


@dataclass(frozen=True)
class View:
    """One page in one window."""

    html: str
    width: int
    height: int
    dark: bool = False


def letter(language: str, width: int, height: int, dark: bool = False) -> View:
    """The digest in `language`, with its lead's picture."""
    copy = a_digest(language)
    html = set_letter(replace(copy, lead=replace(copy.lead, image=PICTURE))).html
    return View(local(html), width, height, dark)


def desk(language: str, width: int, height: int, dark: bool = False) -> View:
    """The Asia desk's page, with its lead's picture."""
    copy = a_desk_page(language)
    pieces = (a_piece(language, image=PICTURE), *copy.pieces[1:])
    return View(local(desk_page(replace(copy, pieces=pieces))), width, height, dark)


def start(language: str, width: int, height: int, dark: bool = False) -> View:
    """The start page."""
    return View(local(start_page(a_start_page(language))), width, height, dark)


def local(html: str) -> str:
    """`html` with the style sheet and the picture from this folder."""
    return html.replace("/static/deskwire/house.css", SHEET.as_uri()).replace(PICTURE.url, METRO.as_uri())


def shoot(view: View, folder: Path) -> Path:
    """A PNG of `view`."""
    page = folder / "page.html"
    page.write_text(view.html)
    if view.width < LEAST:
        framed = folder / "frame.html"
        frame = f'<iframe src="page.html" style="border:0;width:{view.width}px;height:{view.height}px">'
        framed.write_text(f'<!doctype html><body style="margin:0">{frame}</iframe></body>')
        page = framed
    made = folder / f"{len(list(folder.glob('*.png')))}.png"
    colours = ["--blink-settings=preferredColorScheme=0"] if view.dark else []
    browse(page, made, max(view.width, LEAST), view.height, *colours)
    return made


def browse(page: Path, made: Path, width: int, height: int, *options: str) -> None:
    """Let Chromium write `made` from `page`. Raises GiveUp where there is no Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise GiveUp("pictures need Chromium; on Debian: apt-get install chromium")
    subprocess.run(
        [
            *[chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
            *["--allow-file-access-from-files", f"--window-size={width},{height}", f"--screenshot={made}"],
            *[*options, page.as_uri()],
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )


def mount(name: str, views: list[View], scale: float = 1) -> None:
    """docs/pictures/`name`.png: the `views` side by side."""
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        cells = ""
        for view in views:
            shot = shoot(view, folder)
            style = f"width:{view.width * scale}px;height:{view.height * scale}px;overflow:hidden"
            wide = max(view.width, LEAST) * scale
            cells += f'<div style="{style}"><img src="{shot.name}" style="width:{wide}px"></div>'
        sheet = folder / "sheet.html"
        layout = "margin:0;padding:16px;display:flex;gap:16px;background:#8a877f"
        sheet.write_text(f'<!doctype html><body style="{layout}">{cells}</body>')
        width = round(sum(view.width * scale + 16 for view in views) + 16)
        height = round(max(view.height for view in views) * scale + 32)
        browse(sheet, PICTURES / f"{name}.png", width, height)


def main() -> None:
    """Take all of them."""
    compile_catalogues()
    PICTURES.mkdir(parents=True, exist_ok=True)
    phones = [("fr", False), ("kk", True), ("ar", False), ("zh-Hans", True)]
    mount("digest-phone", [letter(language, 390, 1000, dark) for language, dark in phones], 0.62)
    scripts = [("ja", True), ("th", False), ("hi", True), ("he", False)]
    mount("digest-scripts", [letter(language, 390, 1000, dark) for language, dark in scripts], 0.62)
    mount("digest-wide", [letter("fr", 760, 1300), letter("ar", 760, 1300, True)], 0.8)
    mount("desk-wide", [desk("fr", 1200, 1240)], 0.8)
    mount("desk-phone", [desk(language, 390, 1000, not dark) for language, dark in phones], 0.62)
    mount("start", [start("kk", 1200, 640), start("ar", 390, 640, True)], 0.75)


if __name__ == "__main__":
    main()
