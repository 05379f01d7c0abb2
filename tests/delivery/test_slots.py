"""A value is escaped for where its slot stands."""

import pytest

from service.delivery.slots import cut, fill, in_html, in_text, names, slot
from service.errors import NotPublishable

NAME = slot("name")
HOSTILE = "<b>\"'&\r\nBcc: x"


def put(text: str, value: str, part: str = "html") -> str:
    """`text` with `value` in its one slot."""
    (before, after), (found,) = cut(text, in_html if part == "html" else in_text)
    return before + found.escape(value) + after


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"<p>{NAME}</p>", "<p>&lt;b&gt;&quot;&#x27;&amp; Bcc: x</p>"),
        (f'<p title="to {NAME}">', '<p title="to &lt;b&gt;&quot;&#x27;&amp; Bcc: x">'),
        (
            f"<a href='https://x.example/{NAME}'>",
            "<a href='https://x.example/%3Cb%3E%22%27%26%0D%0ABcc%3A%20x'>",
        ),
        (f"a < b {NAME}", "a < b &lt;b&gt;&quot;&#x27;&amp; Bcc: x"),
        (
            f'<!--[if mso]><v:rect href="https://x.example/{NAME}">',
            '<!--[if mso]><v:rect href="https://x.example/%3Cb%3E%22%27%26%0D%0ABcc%3A%20x">',
        ),
    ],
)
def test_in_html(text: str, said: str) -> None:
    assert put(text, HOSTILE) == said


def test_in_text_and_headers() -> None:
    assert put(f"Dear {NAME},", HOSTILE, "text") == "Dear <b>\"'& Bcc: x,"
    assert put(f"<mailto:out@x.example?subject={NAME}>", "a b>", "text").endswith("subject=a%20b%3E>")


def test_a_whole_link_is_a_link() -> None:
    assert (
        put(f'<a href="{NAME}">', "https://x.example/?a=1&b=2") == '<a href="https://x.example/?a=1&amp;b=2">'
    )
    with pytest.raises(NotPublishable, match="javascript"):
        put(f'<a href="{NAME}">', "javascript:alert(1)")


@pytest.mark.parametrize("text", [f"<p {NAME}>", f"<p class={NAME}>", f"<{NAME}>"])
def test_a_slot_where_nothing_can_stand(text: str) -> None:
    with pytest.raises(NotPublishable, match="no quoted attribute"):
        put(text, "x")


def test_names_and_filling() -> None:
    assert names(f"{NAME} {slot('view')} ⟦No⟧") == {"name", "view"}
    assert fill(f"{NAME} {slot('view')}", {"view": "x"}) == f"{NAME} x"
