"""Why a mail was not taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.feedback.reading.classify import classify, reply_code, status_in
from service.feedback.reading.report import CONDEMNING, Reason


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("550 5.1.1 <a@b.example>: Recipient address rejected: User unknown", Reason.INVALID_ADDRESS),
        ("550 5.1.1 The email account that you tried to reach is over quota", Reason.FULL),
        ("550 Mailbox not found", Reason.INVALID_ADDRESS),
        ("550 5.7.1 <a@b.example>: Recipient address rejected: User unknown", Reason.INVALID_ADDRESS),
        ("525 5.7.13 User account disabled", Reason.INACTIVE),
        ("550 Connection frequency limited. http://service.mail.qq.example/help", Reason.THROTTLED),
        ("550 5.7.515 Access denied, sending domain does not meet the requirements", Reason.AUTHENTICATION),
        (
            "550 5.7.26 Unauthenticated email is not accepted due to the domain's DMARC policy",
            Reason.AUTHENTICATION,
        ),
        (
            "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
            Reason.POLICY,
        ),
        ("451 4.7.1 Greylisting in action, please come back later", Reason.THROTTLED),
        ("556 5.1.10 Recipient domain has a null MX", Reason.BAD_DOMAIN),
        ("552 5.3.4 Message size exceeds fixed limit", Reason.CONTENT),
        ("421 4.4.2 mx.example Error: timeout exceeded", Reason.NETWORK),
        ("550 non-local user 用户不存在", Reason.INVALID_ADDRESS),
        ("550 Ящик получателя переполнен", Reason.FULL),
        ("550 5.1.1", Reason.INVALID_ADDRESS),
        ("552 5.2.2", Reason.FULL),
        ("550", Reason.UNKNOWN),
        ("", Reason.UNKNOWN),
    ],
)
def test_the_words_decide_then_the_code(said: str, reason: Reason) -> None:
    assert classify(said) is reason


def test_the_reports_own_code_is_asked_last() -> None:
    assert classify("550 nothing that means anything", "5.1.1") is Reason.INVALID_ADDRESS
    assert classify("550 5.2.2 nothing that means anything", "5.1.1") is Reason.FULL


def test_before_the_recipient_was_named_a_reply_is_about_us() -> None:
    said = "550 5.1.2 No such domain"
    assert classify(said) is Reason.BAD_DOMAIN
    assert classify(said, stage="MAIL") is Reason.AUTHENTICATION
    assert classify(f"SMTP error after MAIL FROM:<desk@news.example>: {said}") is Reason.AUTHENTICATION


def test_what_servers_say_of_us_condemns_no_address() -> None:
    for said in (
        "550 5.7.1 Our system has detected that this message is likely unsolicited mail",
        "550-5.7.1 [192.0.2.1] Our system has detected an unusual rate of unsolicited mail",
        "550 SC-001 (COL0) Unfortunately, messages from 192.0.2.1 weren't sent",
        "554 Transaction failed: policy",
        "550 5.7.0 relay access denied",
    ):
        assert classify(said) not in CONDEMNING, said


@given(st.text(max_size=300), st.text(max_size=10), st.text(max_size=10))
def test_anything_is_classified(said: str, status: str, stage: str) -> None:
    assert isinstance(classify(said, status, stage), Reason)


def test_codes_are_found_where_they_stand() -> None:
    assert status_in("550 5.0.0 then 550 5.1.1 <a@b.example>") == "5.1.1"
    assert status_in("host 192.5.1.1 said 550") == ""
    assert reply_code("smtp; 550 5.1.1 gone") == "550"
    assert reply_code("host 192.0.2.450 said nothing") == ""
