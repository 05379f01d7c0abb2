"""What words say about their language."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.desks import evidence
from service.desks.model import LANE, model

OURS = frozenset({"en", "fr", "ja", "ru", "th", "zh"})
ODD = st.text(alphabet="aé Ж中かก\u0301\u093e।.1\U0001f600\ud800", max_size=3 * LANE)


@pytest.fixture(autouse=True, scope="module")
def _loaded() -> None:
    """What the model takes to load is no single example's time."""
    model()


def words(text: str) -> list[str]:
    reading = evidence.read(text, OURS)
    return [text[start:end] for start, end in zip(reading.starts, reading.ends, strict=True)]


def likeliest(text: str) -> str:
    reading = evidence.read(text, OURS)
    return reading.languages[int(reading.scores.sum(axis=0).argmax())]


def test_words_are_stretches_of_one_script_and_of_some_scripts_single_letters() -> None:
    assert words("Le Kazakh\u0301stan, Абай 中国") == ["Le", "Kazakh\u0301stan", "Абай", "中", "国"]


def test_a_script_without_spaces_is_looked_at_by_pieces() -> None:
    assert words("ไทยแลนด์แดนสยาม") == ["ไทยแลน", "ด์แดนส", "ยาม"]


def test_a_name_in_latin_letters_says_little_against_another_script() -> None:
    reading = evidence.read("Компания Airbus", OURS)
    russian = reading.languages.index("ru")
    assert reading.scores[:, russian].tolist() == [0.0, -evidence.FOREIGN_NAME]


def test_the_words_of_a_sentence_agree_on_its_language() -> None:
    assert likeliest("The minister said that the talks had been going on") == "en"
    assert likeliest("Le ministre a dit que les négociations continuaient") == "fr"
    assert likeliest("大臣は交渉が続いていると述べた") == "ja"


@given(ODD)
def test_any_text_can_be_read_and_no_word_says_more_than_the_most(text: str) -> None:
    reading = evidence.read(text, OURS)
    assert reading.scores.shape == (len(reading.starts), len(OURS))
    assert np.all(reading.scores <= 0)
    assert np.all(reading.scores >= -evidence.WORTH)
    assert np.all(reading.starts < reading.ends)


@given(st.text(max_size=3 * LANE), st.integers(0, 3 * LANE))
def test_reading_in_lanes_is_reading_in_a_row(text: str, cut: int) -> None:
    data = text.encode("utf-8", "surrogatepass")
    at, signs = model().signs(data)
    ahead = model().signs(data[:cut])[1]
    assert signs[at < cut].tolist() == ahead.tolist()
