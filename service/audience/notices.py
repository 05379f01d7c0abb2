"""What the readers' pages share: the house, the frame, and a page that says one thing."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from service.audience.negotiation import accepted
from service.audience.speaking import spoken
from service.errors import NoNewsroom
from service.house.models import House
from service.render.pages import notice_page
from service.render.values import FeedLink, NoticeCopy, PageFrame, Sibling

Rest = ParamSpec("Rest")


def housed(
    view: Callable[Concatenate[HttpRequest, House, Rest], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """A view that is given the house; it answers 503 in plain English until a newsroom file was loaded."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        try:
            house = House.get()
        except NoNewsroom:
            said = "No newsroom is loaded yet. Run: deskwire load FILE\n"
            return HttpResponse(said, content_type="text/plain; charset=utf-8", status=503)
        return view(request, house, *args, **kwargs)

    return answer


def frame(
    house: House,
    language: str,
    path: str,
    languages: tuple[Sibling, ...] = (),
    feeds: tuple[FeedLink, ...] = (),
) -> PageFrame:
    """The frame of the page at `path` (from the root) in `language`."""
    return PageFrame(house.name, house.address, language, f"{house.address}{path}", languages, feeds)


def page(html: str, language: str, status: int = 200) -> HttpResponse:
    """An HTML page in `language`."""
    response = HttpResponse(html, content_type="text/html; charset=utf-8", status=status)
    response["Content-Language"] = language
    return response


def notice(request: HttpRequest, house: House, code: int, wanted: Sequence[str] = ()) -> HttpResponse:
    """The page that says `code` (404, 410 ...), in a language for `wanted`, else for the browser."""
    language = spoken(wanted or browser_languages(request), house.languages)
    copy = NoticeCopy(frame=frame(house, language, request.path), code=code)
    response = page(notice_page(copy), language, code)
    response["X-Robots-Tag"] = "noindex"
    return response


def browser_languages(request: HttpRequest) -> list[str]:
    """The languages that the reader's browser asks for, best first."""
    return accepted(request.headers.get("Accept-Language", ""))
