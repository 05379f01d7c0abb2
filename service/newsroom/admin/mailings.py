"""The mailings: what became of every recipient, by language; and the brakes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from service import clock
from service.delivery import controls
from service.delivery.account import COUNTERS, by_language
from service.delivery.models import Mailing
from service.newsroom.admin.tables import Kept


def _column(name: str) -> Callable[[Any], str]:
    @admin.display(description="to do" if name == "planned" else name)
    def shown(row: Any) -> str:
        return str(getattr(row, f"sum_{name}") or 0)

    return shown


@admin.register(Mailing)
class MailingAdmin(Kept):
    """Numbers are sums of the batches' counters; nothing here counts recipients."""

    list_display = ("key", "standing", *map(_column, COUNTERS), "opened_at")
    list_filter = ("lane",)
    search_fields = ("key",)
    date_hierarchy = "opened_at"
    actions = ("pause", "resume", "cancel")
    readonly_fields = ("standing", "the_account")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mailing]:
        """With the sums of the batches."""
        sums = {f"sum_{name}": Sum(f"messages__batches__{name}") for name in COUNTERS}
        mailings: QuerySet[Mailing] = super().get_queryset(request).annotate(**sums)
        return mailings

    @admin.display(description="account by language")
    def the_account(self, mailing: Mailing) -> SafeString:
        """The equation of each language, and why recipients were excluded."""
        lines = []
        for language, one in by_language(mailing).items():
            reasons = ", ".join(f"{reason}: {number}" for reason, number in one.because.items())
            told = (
                f"{one.recipients} = {one.accepted} accepted + {one.excluded} excluded + {one.failed} failed "
                f"+ {one.uncertain} uncertain + {one.deferred} deferred + {one.to_do} to do"
            )
            lines.append((language, told, f" ({reasons})" if reasons else ""))
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}{}</li>", lines))

    def has_control_permission(self, request: HttpRequest) -> bool:
        """Who may use the brakes."""
        return request.user.has_perm("delivery.change_mailing")

    @admin.action(description="Pause: nothing leaves until it is resumed", permissions=["control"])
    def pause(self, request: HttpRequest, chosen: QuerySet[Mailing]) -> None:
        """Pause the chosen."""
        why = f"by {request.user.get_username()} in the admin"
        self._do(request, chosen, "paused", lambda mailing, now: controls.pause(mailing, why, now))

    @admin.action(description="Resume", permissions=["control"])
    def resume(self, request: HttpRequest, chosen: QuerySet[Mailing]) -> None:
        """Let the chosen go on."""
        self._do(request, chosen, "resumed", controls.resume)

    @admin.action(description="Cancel: whoever has not been sent it yet gets none", permissions=["control"])
    def cancel(self, request: HttpRequest, chosen: QuerySet[Mailing]) -> None:
        """End the chosen."""
        self._do(request, chosen, "cancelled", controls.cancel)

    def _do(
        self,
        request: HttpRequest,
        chosen: QuerySet[Mailing],
        word: str,
        act: Callable[[Mailing, datetime], bool],
    ) -> None:
        done = [mailing.key for mailing in chosen if act(mailing, clock.now())]
        messages.info(request, f"{word}: {', '.join(done) or 'none, they were that already'}")
