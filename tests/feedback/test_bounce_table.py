"""The corpus of mails that came back, as a floor under what is read out of it."""

from tests.feedback.bounce_table import sums


def test_the_corpus_is_read_at_least_as_well_as_it_was() -> None:
    told = sums()
    assert told["mails"] == 213
    assert told["kind"] >= 212
    assert told["addresses"] >= 209
    assert told["reasons"] >= 211
    assert told["stopped rightly"] >= 98
    assert told["stopped wrongly"] <= 1
    assert told["stopped wrongly"] < told["stopped wrongly, flufl"]
