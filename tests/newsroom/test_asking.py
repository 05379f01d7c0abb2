"""What a newsroom file says of desks, rules, flags and topics."""

from pathlib import Path

import pytest

from service.errors import NewsroomFileError
from service.newsroom.file import read
from service.newsroom.plan import FlagsPlan, Plan, RulePlan

HEAD = """
[site]
name = "EurasiaTimes"
url = "https://eurasiatimes.example"
languages = ["fr", "kk"]
sender = "desk@eurasiatimes.example"

[[source]]
name = "wire"
kind = "folder"
path = "articles"

[[desk]]
slug = "energy"
regions = ["143"]
topics = ["medtop:20000256", "politics"]
sources = ["wire"]
tags = ["Énergie"]
languages = ["kk", "zh"]
"""
RULE = """
[[rule]]
name = "no-sport"
desk = "energy"
effect = "keep-off"
topics = ["15000000"]
"""


def plan_of(text: str) -> Plan:
    return read(text, "newsroom.toml", Path("/papers"))


def test_a_desk_asks_in_five_ways() -> None:
    (desk,) = plan_of(HEAD).desks
    assert (desk.regions, desk.topics, desk.sources) == (("143",), ("20000256", "11000000"), ("wire",))
    assert (desk.tags, desk.languages) == (("Énergie",), ("kk", "zh"))


def test_a_rule_is_for_a_desk() -> None:
    (rule,) = plan_of(HEAD + RULE).rules
    assert rule == RulePlan(name="no-sport", desk="energy", effect="keep-off", topics=("15000000",))


def test_flags_have_policies_and_topics_have_words() -> None:
    plan = plan_of(
        HEAD + '[flags]\nno-desk = "hold"\nshort_words = 40\n[topics]\n"Wirtschaft" = "04000000"\nTop = ""'
    )
    assert plan.flags == FlagsPlan({"no-desk": "hold"}, 40)
    assert plan.topics == {"wirtschaft": "04000000", "top": ""}


def test_both_ways_to_speak_of_foreign_passages_may_agree() -> None:
    text = HEAD.replace("sender =", 'foreign_passages = "hold"\nsender =')
    assert plan_of(text + '[flags]\nforeign-passage = "hold"').flags.policies == {"foreign-passage": "hold"}
    with pytest.raises(
        NewsroomFileError, match=r"flags\.foreign-passage: site\.foreign_passages says otherwise"
    ):
        plan_of(text + '[flags]\nforeign-passage = "flag"')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.replace('"politics"', '"plotics"'), "desk \"energy\".topics: 'plotics' is no IPTC Media Topic"),
        (HEAD.replace('"politics"', '"plotics"'), "did you mean 'politics'?"),
        (HEAD.replace('"politics"', '"99999999"'), "'99999999' is no IPTC Media Topic"),
        (HEAD.replace('["wire"]', '["wyre"]'), "there is no source 'wyre'; did you mean 'wire'?"),
        (HEAD.replace('"Énergie"', '"#"'), "desk \"energy\".tags: '#' holds no word"),
        (HEAD.replace('"zh"', '"xx"'), "desk \"energy\".languages: 'xx' is not a known language tag"),
        (HEAD + RULE.replace('"energy"', '"enrgy"'), 'rule "no-sport".desk: there is no desk'),
        (HEAD + RULE.replace('"keep-off"', '"keep"'), "rule \"no-sport\".effect: 'keep' is not known"),
        (HEAD + RULE.replace('topics = ["15000000"]', ""), 'rule "no-sport".name: the rule asks for nothing'),
        (HEAD + RULE.replace('"no-sport"', '"no sport"'), "rule \"no sport\".name: 'no sport' is not a name"),
        (HEAD + RULE + RULE, 'rule "no-sport".name: there is more than one rule'),
        (HEAD + '[flags]\nno-dsk = "hold"', "flags.no-dsk: there is no such key; did you mean 'no-desk'?"),
        (HEAD + '[flags]\nno-desk = "hide"', "flags.no-desk: 'hide' is not known"),
        (HEAD + '[flags]\nno-headline = "flag"', "flags.no-headline: there is no such key"),
        (HEAD + "[flags]\nshort_words = -1", "flags.short_words: it must be a whole number"),
        (HEAD + "[[flags]]", "flags: it must be a table, written [flags]"),
        (HEAD + '[topics]\nA = "nothing like it"', "topics.A: 'nothing like it' is no IPTC Media Topic"),
        (
            HEAD + '[topics]\nA = "04000000"\na = "11000000"',
            "topics.a: another key differs from it by case alone",
        ),
        (HEAD + "[topics]\nA = 4", "topics.A: it must be text in quotes"),
    ],
)
def test_a_fault_names_the_key(text: str, said: str) -> None:
    with pytest.raises(NewsroomFileError) as caught:
        plan_of(text)
    assert said in str(caught.value)
