"""The same text is known when it comes again."""

from hypothesis import given
from hypothesis import strategies as st

from service.desks.twins import BANDS, alike, fingerprints, likest, runs

WORDS = [f"word{number}" for number in range(400)]
TEXT = " ".join(WORDS)


def shared(one: str, other: str) -> int:
    return len(set(fingerprints(runs(one))) & set(fingerprints(runs(other))))


def test_the_same_text_has_the_same_fingerprints_whatever_its_signs_and_case() -> None:
    assert len(fingerprints(runs(TEXT))) == BANDS
    assert shared(TEXT, TEXT.upper().replace(" ", " — ")) == BANDS


def test_a_text_with_another_beginning_is_still_known() -> None:
    again = " ".join(["By our own reporter in Almaty:", *WORDS[20:]])
    assert shared(TEXT, again) >= 1
    assert alike(runs(TEXT), runs(again)) > 0.9


def test_other_texts_share_no_fingerprint() -> None:
    other = " ".join(f"other{number}" for number in range(400))
    assert shared(TEXT, other) == 0


def test_texts_without_spaces_are_taken_by_letters() -> None:
    text = "".join(chr(0x4E00 + number) for number in range(300))
    assert len(runs(text)) == 293
    assert shared(text, text[10:]) >= 1


def test_a_text_too_short_to_tell_has_none() -> None:
    assert fingerprints(runs("Almaty ouvre une ligne de métro")) == ()


def test_the_likest_is_told_if_it_is_alike_at_all() -> None:
    whole = runs(TEXT)
    half, most = runs(" ".join(WORDS[:200])), runs(" ".join(WORDS[:350]))
    assert likest(whole, [(1, half), (2, most)]) == (2, len(most) / len(whole))
    assert likest(whole, [(1, half)]) is None
    assert likest(frozenset(), []) is None


@given(st.text(), st.text())
def test_any_texts_can_be_compared(one: str, other: str) -> None:
    share = alike(runs(one), runs(other))
    assert 0 <= share <= 1
    assert share == alike(runs(other), runs(one))
    assert all(-(2**63) <= value < 2**63 for value in fingerprints(runs(one)))
