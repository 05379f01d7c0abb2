"""What is logged holds no token of a reader."""

import logging

import pytest

from service.app.logs import WithoutTokens, masked


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("Not Found: /unsubscribe/abc.def-ghi", "Not Found: /unsubscribe/[token]"),
        ("GET /view/k3y?x=1 HTTP/1.1", "GET /view/[token]?x=1 HTTP/1.1"),
        ("Not Found: /fr/asia/", "Not Found: /fr/asia/"),
        ("to <bounce+abc234@news.example>", "to <bounce+[token]@news.example>"),
        ("LEAVE+abc234@news.example", "LEAVE+[token]@news.example"),
    ],
)
def test_a_token_is_masked_and_the_rest_stays(said: str, logged: str) -> None:
    assert masked(said) == logged


def test_a_token_among_the_arguments_is_masked_too() -> None:
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "%s: %s", ("Gone", "/unsubscribe/abc"), None
    )
    assert WithoutTokens().filter(record)
    assert record.getMessage() == "Gone: /unsubscribe/[token]"
