"""An address is absolute, http or https, and goes where it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.ingest.decide import digest
from service.ingest.item import Item
from service.ingest.links import host_label, safe_url, without_tracking


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        " \x01javascript:alert(1)",
        "https:evil",
        "//evil.example",
        "https://a@evil.example/",
        "https://a:b@evil.example/",
        "https://evil.example\\@good.example/",
        "data:text/html,x",
        "file:///etc/passwd",
        "gopher://evil.example/",
        "https://",
        "https:///path",
        "https://[::1",
        "https://evil.example:99999/",
        "https://evil.example:port/",
        "https://0x7f.1/",
        "https://2130706433/",
        "https://127.1/",
        "https://-bad-.example/",
        "https://a..b/",
        "https://evil.example/" + "a" * 2000,
        "page.html",
        "",
    ],
)
def test_what_must_not_be_followed_is_no_address(address: str) -> None:
    assert safe_url(address) is None


@pytest.mark.parametrize(
    ("address", "base", "whole"),
    [
        ("https://EurasiaTimes.example", "", "https://eurasiatimes.example"),
        ("HTTP://a.example:8080/x?y=1#z", "", "http://a.example:8080/x?y=1#z"),
        ("/metro/", "https://a.example/feed", "https://a.example/metro/"),
        ("//cdn.example/x.jpg", "https://a.example/", "https://cdn.example/x.jpg"),
        ("../x.jpg", "https://a.example/b/c/", "https://a.example/b/x.jpg"),
        (
            "https://a.example/Алматы?q=a b",
            "",
            "https://a.example/%D0%90%D0%BB%D0%BC%D0%B0%D1%82%D1%8B?q=a%20b",
        ),
        ("https://a.example/%d0%90", "", "https://a.example/%d0%90"),
        ("https://bücher.example/", "", "https://xn--bcher-kva.example/"),
        ("https://раypal.example/", "", "https://xn--ypal-43d9g.example/"),
        ("https://[2001:db8::1]/", "", "https://[2001:db8::1]/"),
        ("  https://a.example/\n", "", "https://a.example/"),
    ],
)
def test_an_address_comes_out_whole(address: str, base: str, whole: str) -> None:
    assert safe_url(address, base) == whole


@given(st.text(), st.sampled_from(["", "https://a.example/b/"]))
def test_a_safe_address_stays_as_it_is(text: str, base: str) -> None:
    address = safe_url(text, base)
    if address is not None:
        assert safe_url(address) == address
        assert address.isascii()
        assert address.startswith(("http://", "https://"))


def test_a_host_is_known_by_its_a_label() -> None:
    assert host_label("BÜCHER.example.") == "xn--bcher-kva.example"
    assert host_label("..") is None


@pytest.mark.parametrize(
    ("address", "bare"),
    [
        ("https://a.example/x?utm_source=rss&utm_medium=feed", "https://a.example/x"),
        ("https://a.example/x?id=7&UTM_Campaign=z&page=2#s", "https://a.example/x?id=7&page=2#s"),
        ("https://a.example/?p=17&fbclid=Iw&gclid=x&mc_eid=9", "https://a.example/?p=17"),
        ("https://a.example/x?ref=home&source=wire&amp=1", "https://a.example/x?ref=home&source=wire&amp=1"),
        ("https://a.example/x?q=utm_source", "https://a.example/x?q=utm_source"),
        ("tag:a.example,2026:x?utm_source=rss", "tag:a.example,2026:x"),
        ("https://[a.example/?utm_source=x", "https://[a.example/?utm_source=x"),
    ],
)
def test_what_follows_readers_about_is_left_out(address: str, bare: str) -> None:
    assert without_tracking(address) == bare
    assert without_tracking(bare) == bare


def test_an_item_is_the_same_however_it_was_followed() -> None:
    one, other = (Item("1", url=f"https://a.example/x?utm_id={n}") for n in (1, 2))
    assert digest(one) == digest(other)
