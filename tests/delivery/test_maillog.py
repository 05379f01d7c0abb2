"""Postfix's log as evidence."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.delivery.maillog import MARGIN, read

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WAY = """\
Nov 24 10:00:00 mta postfix/smtpd[7]: 4AAA01: client=localhost[127.0.0.1]
Nov 24 10:00:00 mta postfix/cleanup[8]: 4AAA01: message-id=<one@news.example>
Nov 24 10:00:00 mta postfix/qmgr[9]: 4AAA01: from=<bounce+abc@news.example>, size=400, nrcpt=1 (queue active)
Nov 24 10:00:01 mta postfix/smtp[10]: 4AAA01: to=<a@reader.example>, relay=mx.reader.example[192.0.2.1]:25, \
delay=1, delays=0/0/0/1, dsn=4.7.1, status=deferred (host mx said: 451 4.7.1 Greylisted (in reply to RCPT TO))
Nov 24 10:05:01 mta postfix/smtp[10]: 4AAA01: to=<a@reader.example>, relay=mx.reader.example[192.0.2.1]:25, \
delay=301, delays=300/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as FFFF99)
Nov 24 10:05:01 mta postfix/qmgr[9]: 4AAA01: removed
Nov 24 11:00:00 mta kernel: something else
Nov 24 11:00:00 mta postfix/qmgr[9]: 4BBB02: removed
""".splitlines()
FILTERED = """\
2026-11-24T10:00:00.5+00:00 mta postfix/cleanup[8]: 4AAA01: message-id=<one@news.example>
2026-11-24T10:00:01+00:00 mta postfix/smtp[10]: 4AAA01: to=<a@r.example>, relay=127.0.0.1[127.0.0.1]:10024, \
delay=1, dsn=2.0.0, status=sent (250 2.0.0 from MTA: 250 2.0.0 Ok: queued as 4CCC03)
2026-11-24T10:00:01+00:00 mta postfix/cleanup[8]: 4CCC03: message-id=<one@news.example>
2026-11-24T10:00:02+00:00 mta postfix/smtp[10]: 4CCC03: to=<a@r.example>, relay=mx[192.0.2.1]:25, \
delay=1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 9999)
""".splitlines()


def test_a_mails_way_is_put_together_by_its_queue_id() -> None:
    passage = read(WAY, NOW).passages["4AAA01"]
    assert (passage.message_id, passage.sender) == ("<one@news.example>", "bounce+abc@news.example")
    assert [(one.status, one.dsn, one.to) for one in passage.attempts] == [
        ("deferred", "4.7.1", "a@reader.example"),
        ("sent", "2.0.0", "a@reader.example"),
    ]
    assert passage.attempts[0].said == "host mx said: 451 4.7.1 Greylisted (in reply to RCPT TO)"
    assert passage.attempts[1].at == datetime(2026, 11, 24, 10, 5, 1, tzinfo=UTC)


def test_what_a_log_knows_was_taken_and_what_it_covers_and_does_not_know_was_not() -> None:
    log = read(WAY, NOW)
    tried = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
    assert log.evidence("<one@news.example>", tried) is True
    assert log.evidence("<two@news.example>", tried) is False


def test_a_log_says_nothing_of_a_time_it_does_not_cover() -> None:
    log = read(WAY, NOW)
    assert log.evidence("<two@news.example>", datetime(2026, 11, 24, 9, 59, tzinfo=UTC)) is None
    last = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
    assert log.evidence("<two@news.example>", last - MARGIN) is None
    assert log.evidence("<two@news.example>", last - MARGIN - timedelta(seconds=1)) is False
    assert read([], NOW).evidence("<two@news.example>", NOW) is None


def test_a_mail_through_a_filter_is_delivered_once() -> None:
    assert [passage.queue for passage, _ in read(FILTERED, NOW).final()] == ["4CCC03"]


def test_december_read_in_january_is_last_years() -> None:
    line = "Dec 31 23:59:59 mta postfix/qmgr[9]: 4AAA01: from=<a@b.example>, size=1"
    assert read([line], datetime(2027, 1, 1, 1, 0, tzinfo=UTC)).ends == datetime(
        2026, 12, 31, 23, 59, 59, tzinfo=UTC
    )


@given(st.lists(st.sampled_from(WAY).flatmap(lambda line: st.integers(0, len(line)).map(lambda n: line[:n]))))
def test_broken_lines_are_passed_over(lines: list[str]) -> None:
    read(lines, NOW)
