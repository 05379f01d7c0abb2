"""Templates: every one under templates/ is ours, and every value that goes into one is escaped.

Two environments, because they escape differently: markup (pages and MJML) always escapes, by no rule of file
names; plain text never does. Undefined names are errors. Texts come from the speech that renders.
"""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape

from service.render.catalogue import Speech
from service.render.plain import wrapped


def render_markup(name: str, speech: Speech, **values: object) -> str:
    """The template `name` in `speech`, as HTML or MJML; every value is escaped unless it is Markup."""
    return _environment(speech, True).get_template(name).render(values)


def render_text(name: str, speech: Speech, **values: object) -> str:
    """The template `name` in `speech`, as plain text."""
    return _environment(speech, False).get_template(name).render(values)


@cache
def _environment(speech: Speech, markup: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(settings.TEMPLATES_ROOT),
        autoescape=markup,  # noqa: S701  off for plain text alone
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    texts: list[Callable[..., str]] = [speech.gettext, speech.ngettext, speech.pgettext, speech.npgettext]
    plain, plural, context, context_plural = [_escaped(text) for text in texts] if markup else texts
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        plain, plural, newstyle=True, pgettext=context, npgettext=context_plural
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals["speech"] = speech
    environment.filters["wrapped"] = wrapped
    return environment


def _escaped(texts: Callable[..., str]) -> Callable[..., str]:
    """`texts` with their answers escaped: a catalogue is a translator's file, and Jinja takes it for ours."""
    return lambda *message: escape(texts(*message))
