"""The header fields that make a digest a mailing list's message."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from service.delivery.mime import HEADERS
from service.digests.headers import list_headers, sender_id

WHERE = "https://eurasiatimes.example/unsubscribe/⟦unsubscribe⟧"


def test_a_digest_carries_the_headers_of_a_list_in_a_language() -> None:
    headers = list_headers("asia/daily", date(2026, 11, 23), "zh-Hans", "desk@eurasiatimes.example", WHERE)
    assert headers == {
        "List-Id": "<asia-daily-zh-hans.eurasiatimes.example>",
        "List-Unsubscribe": f"<{WHERE}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Content-Language": "zh-Hans",
        "Feedback-ID": "20261123:zh-hans:asia-daily:eurasiatimesexa",
        "Precedence": "bulk",
    }
    assert headers.keys() <= HEADERS


def test_the_list_id_is_the_same_on_every_day() -> None:
    monday, tuesday = (
        list_headers("asia/daily", date(2026, 11, day), "kk", "desk@eurasiatimes.example", WHERE)
        for day in (23, 24)
    )
    assert monday["List-Id"] == tuesday["List-Id"]
    assert monday["Feedback-ID"] != tuesday["Feedback-ID"]


@given(st.text())
def test_a_sender_id_has_five_to_fifteen_plain_letters(domain: str) -> None:
    made = sender_id(domain)
    assert 5 <= len(made) <= 15
    assert made.isascii()
    assert made.isalnum()


def test_a_list_can_be_left_by_mail_too_and_the_link_stands_first() -> None:
    leave = "leave+\u27e6leave\u27e7@returns.example"
    headers = list_headers("asia/daily", date(2026, 11, 23), "kk", "desk@news.example", WHERE, leave)
    assert headers["List-Unsubscribe"] == f"<{WHERE}>, <mailto:{leave}?subject=unsubscribe>"
    assert headers["List-Unsubscribe"].count("https://") == 1
