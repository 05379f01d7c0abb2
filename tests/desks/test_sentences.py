"""Where sentences end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.desks import sentences


def said(text: str) -> list[str]:
    return [text[slice(*span)] for span in sentences.split(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Le train part.", "Il arrive demain."],
        ["« Il part. »", "Elle reste."],
        ["Он уехал в 2025.", "Она осталась!"],
        ["Wer ist Dr. Meier?", "Er kam am 3. Oktober."],
        ["J. K. Smith came.", "He left the U.S. on Friday."],
        ["Wait… for it.", "Now."],
        ["انتهى الأمر؟", "نعم."],
        ["वह गया।", "वह आया।"],
    ],
)
def test_sentences_end_where_a_reader_ends_them(parts: list[str]) -> None:
    assert said(" ".join(parts)) == parts


def test_chinese_sets_no_space_after_its_full_stop() -> None:
    assert said("他说：“走吧。”大家走了。") == ["他说：“走吧。”", "大家走了。"]


def test_a_line_break_always_ends_a_sentence() -> None:
    assert said("Astana\nLe train part") == ["Astana", "Le train part"]


@given(st.text(alphabet='aB .!?…。।«»”"\n1', max_size=60))
def test_sentences_are_in_order_apart_and_hold_every_letter(text: str) -> None:
    spans = sentences.split(text)
    ends = [0, *(end for _, end in spans)]
    assert all(before <= start < end for before, (start, end) in zip(ends, spans, strict=False))
    assert "".join("".join(said(text)).split()) == "".join(text.split())
