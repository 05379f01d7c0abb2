"""The settings say how fast mail may leave, by destination and lane."""

import pytest

from service.delivery.pace.limits import Limit, limits
from service.errors import SettingsError

RULES = limits(
    "gmail.com googlemail.com: 600/minute; mail.ru: 36000/day; *: 2/second;\n"
    "all: 50/second; confirm all: 5/second; confirm mail.ru: 1/second"
)


@pytest.mark.parametrize(
    ("lane", "domain", "found"),
    [
        ("bulk", "gmail.com", (Limit("bulk/gmail.com", 10), Limit("bulk/all", 50))),
        ("bulk", "googlemail.com", (Limit("bulk/gmail.com", 10), Limit("bulk/all", 50))),
        ("bulk", "elsewhere.example", (Limit("bulk/elsewhere.example", 2), Limit("bulk/all", 50))),
        ("confirm", "elsewhere.example", (Limit("confirm/elsewhere.example", 2), Limit("confirm/all", 5))),
        ("confirm", "mail.ru", (Limit("confirm/mail.ru", 1), Limit("confirm/all", 5))),
    ],
)
def test_each_mail_draws_from_its_buckets(lane: str, domain: str, found: tuple[Limit, ...]) -> None:
    assert RULES.of(lane, domain) == found


def test_without_rules_nothing_is_limited() -> None:
    assert limits(" ; ").of("bulk", "gmail.com") == ()


@pytest.mark.parametrize("text", ["gmail.com", "gmail.com: 5", "x: 0/second", "* all: 1/second", "x: 1/week"])
def test_what_is_no_rule_is_said_at_once(text: str) -> None:
    with pytest.raises(SettingsError, match="MAIL_PACE"):
        limits(text)
