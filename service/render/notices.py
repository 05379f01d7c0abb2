"""Pages that say one thing: what an unsubscribe link does and did, and what cannot be shown."""

from service.render.catalogue import Speech, speak
from service.render.frame import framed
from service.render.values import NoticeCopy, UnsubscribeCopy

SAY = "pages/say.html"


def unsubscribe_page(copy: UnsubscribeCopy) -> str:
    """The page behind a mail's unsubscribe link. Its button posts `action=leave` or `action=undo`.

    Raises KeyError for a state that UnsubscribeCopy does not know.
    """
    speech = speak(copy.frame.language)
    title, paragraphs, button, act = _leaving(copy, speech)[copy.state]
    return framed(
        SAY,
        copy.frame,
        speech,
        title,
        paragraphs=paragraphs,
        button=button if copy.action else "",
        act=act,
        action=copy.action,
    )


def notice_page(copy: NoticeCopy) -> str:
    """What happened instead of a page, by the HTTP status."""
    speech = speak(copy.frame.language)
    title, paragraph = _notices(speech).get(copy.code) or _notices(speech)[500]
    return framed(SAY, copy.frame, speech, title, paragraphs=[paragraph], button="", act="", action="")


def _leaving(copy: UnsubscribeCopy, speech: Speech) -> dict[str, tuple[str, list[str], str, str]]:
    """By state: title, paragraphs, the button and what it does."""
    called = {"desk": copy.desk_name, "address": copy.address}
    return {
        "ask": (
            _question(copy.cadence, speech),
            [
                speech.gettext("The “%(desk)s” desk writes to %(address)s.") % called,
                speech.gettext("One click is enough. Nothing changes before you press the button."),
            ],
            speech.gettext("Unsubscribe"),
            "leave",
        ),
        "done": (
            speech.gettext("You are unsubscribed"),
            [
                speech.gettext("The “%(desk)s” desk will not write to %(address)s any more.") % called,
                speech.gettext("Was it a mistake? You can take it back here."),
            ],
            speech.gettext("Subscribe again"),
            "undo",
        ),
        "undone": (
            speech.gettext("You are subscribed again"),
            [speech.gettext("The “%(desk)s” desk will go on writing to %(address)s.") % called],
            speech.gettext("Unsubscribe"),
            "leave",
        ),
        "unknown": (
            speech.gettext("This link does not work"),
            [
                speech.gettext("It may have been cut when it was copied."),
                speech.gettext("Please use the link at the end of the newest mail you have from us."),
            ],
            "",
            "",
        ),
    }


def _question(cadence: str, speech: Speech) -> str:
    if cadence == "weekly":
        return speech.gettext("Stop the weekly digest?")
    if cadence == "breaking":
        return speech.gettext("Stop the breaking news?")
    return speech.gettext("Stop the daily digest?")


def _notices(speech: Speech) -> dict[int, tuple[str, str]]:
    return {
        404: (
            speech.gettext("There is nothing here"),
            speech.gettext("The address may have been mistyped, or the page has moved."),
        ),
        410: (
            speech.gettext("This article was withdrawn"),
            speech.gettext("Its newsroom has taken it back, and we no longer show it."),
        ),
        500: (
            speech.gettext("This cannot be shown just now"),
            speech.gettext("Please try again in a few minutes."),
        ),
    }
