"""What leaves is a well-formed mail, whatever stands in headlines, names and addresses."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.delivery.mime import Frame, copy_for, header_text
from service.delivery.slots import slot
from service.delivery.transport import Copy
from service.errors import BadAddress, NotPublishable
from tests.cast import NOON

FRAME = Frame(
    mailing="digest/asia/daily/2026-11-23",
    sender_name="EurasiaTimes",
    sender="desk@eurasiatimes.example",
    subject="Asie : l’édition du matin",
    headers={"List-Id": "<asia-daily-fr.eurasiatimes.example>"},
    text="Bonjour Aigerim.\n.\nMAIL FROM:<a>\n",
    html="<p>Bonjour Aigerim.</p>",
    made_at=NOON,
)


def copy_of(frame: Frame, address: str = "aigerim@reader.example", **values: str) -> Copy:
    return copy_for(frame, "0" * 32, address, values, b"secret")


def parsed(copy: Copy) -> EmailMessage:
    message = message_from_bytes(copy.data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_both_parts_and_all_headers_arrive_as_they_were_meant() -> None:
    message = parsed(copy_of(FRAME))
    assert message["Subject"] == "Asie : l’édition du matin"
    assert message["From"] == "EurasiaTimes <desk@eurasiatimes.example>"
    assert body(message, "plain").replace("\r\n", "\n").strip() == FRAME.text.strip()
    assert body(message, "html").strip() == FRAME.html


@pytest.mark.parametrize(
    "subject",
    [
        "A 💩 s=?UTF-8?Q?=0A?=Bcc: x@evil.example",
        "A\r\nBcc: x@evil.example",
        "A\x0bBcc: x@evil.example",
        "A\u2028Bcc: x@evil.example",
        "=?UTF-8?Q?A=0D=0ABcc:_x@evil.example?=",
    ],
)
def test_a_headline_cannot_write_a_header(subject: str) -> None:
    message = parsed(copy_of(replace(FRAME, subject=subject, sender_name=subject)))
    assert message.get_all("Bcc") is None
    assert len(message.get_all("Subject", [])) == 1


@given(st.text(max_size=300))
def test_any_text_makes_one_subject_and_survives_in_the_body(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    frame = replace(FRAME, subject=text or "x", text=text, html=f"<p>{len(text)}</p>")
    copy = copy_of(frame)
    message = parsed(copy)
    assert len(message.get_all("Subject", [])) == 1
    assert max(len(line) for line in copy.data.split(b"\r\n")) <= 998
    sent = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = message.get_body(("plain",))
    assert plain is not None
    payload = plain.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().replace("\r\n", "\n").rstrip("\n") == sent.rstrip("\n")


def test_a_header_name_from_elsewhere_is_refused() -> None:
    with pytest.raises(NotPublishable, match="X-Evil"):
        copy_of(replace(FRAME, headers={"X-Evil": "1"}))


@pytest.mark.parametrize(
    "address",
    ["a@x.example>\r\nDATA", "a b@x.example", "a@x@y", "<a@x>", "", "-f@x.example", "a@x\n.example"],
)
def test_an_address_that_is_a_command_never_leaves(address: str) -> None:
    with pytest.raises(BadAddress):
        copy_of(FRAME, address)


def test_the_message_id_is_the_same_each_time_and_tells_nothing() -> None:
    first, second = copy_of(FRAME), copy_of(FRAME)
    assert first.message_id == second.message_id
    assert "aigerim" not in first.message_id
    assert first.data == second.data


def test_arabic_goes_as_base64_and_french_as_quoted_printable() -> None:
    arabic = copy_of(replace(FRAME, text="صباح الخير " * 40)).data
    assert b"base64" in arabic
    assert b"base64" not in copy_of(FRAME).data


def test_slots_are_filled_in_header_and_parts() -> None:
    frame = replace(
        FRAME,
        headers={"List-Unsubscribe": f"<https://x.example/{slot('unsubscribe')}>"},
        text=slot("unsubscribe"),
        html=f"<p>{slot('unsubscribe')}</p>",
    )
    message = parsed(copy_of(frame, unsubscribe="abc"))
    assert message["List-Unsubscribe"] == "<https://x.example/abc>"
    assert "abc" in body(message, "plain")
    assert "abc" in body(message, "html")


def test_header_text_leaves_ordinary_words_alone() -> None:
    assert header_text("Ляззат — «Алматы», 2 + 2 =? 4") == "Ляззат — «Алматы», 2 + 2 =? 4"
