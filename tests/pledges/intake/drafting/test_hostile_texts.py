"""No text makes drafting fail or slow, whatever it is made of, and every span lies in it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.intake.drafting.draft_claims import draft_text
from pledges.intake.drafting.draft_lines import draft_passage
from pledges.intake.drafting.find_mentions import find_mentions

PIECES = st.sampled_from([
    "Germany", "the Netherlands", "Kyiv", "Ukraine", " will send ", " has already given ", " could provide ",
    "20 tanks", "several", "another 60", "€2.2bn", "500 million kroner", " worth ", " and ", ", ", ": ", "; ", ". ",
    "\n- ", "(", ")", "[", "“", "”", "'", "\N{EN DASH}", "\r\n", "\N{NO-BREAK SPACE}", "\t", "by 2027", " which ",
    "Denmark's share is ", "the first of ", "155 mm", "7.62 ", "10x ", "its", " to be delivered ", "not ", "%", "1.3",
])  # fmt: skip
LONG = 12_000
MANY = {
    "digits": "1" * LONG,
    "numbers": "20 " * (LONG // 3),
    "commas": "1,000," * (LONG // 6),
    "one bullet": "- " + "tanks and guns " * (LONG // 15),
    "brackets": "(" * LONG,
    "nested brackets": "(" * (LONG // 2) + ")" * (LONG // 2),
    "quotes": '"' * LONG,
    "apostrophes": "'" * LONG,
    "carriage returns": "Norway sends 5 tanks to Ukraine.\r\n" * (LONG // 34),
    "blanks": "\N{NO-BREAK SPACE}" * LONG,
    "a table": "Norway\t20 tanks\t€5 million\n" * (LONG // 27),
    "names": "Norway, " * (LONG // 8),
    "verbs": "will send " * (LONG // 10),
    "one sentence": "Norway will send Ukraine 20 tanks and " * (LONG // 38),
    "capitals": "A" * LONG,
    "sums": "€5 million " * (LONG // 11),
    "labels": "Norway: 20 tanks; " * (LONG // 18),
}
SECONDS = 20
"""Far above what is measured (2 s), and far below what a text takes that is read in the square of its length."""


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=25).map("".join))
def test_any_text_has_an_answer_within_itself_and_the_same_again(text: str) -> None:
    drafted = draft_text(text)
    spans = [(one.start, one.end) for one in (*drafted.claims, *drafted.stock_claims, *drafted.requirements)]
    spans += [*drafted.residue, *((one.start, one.end) for one in find_mentions(text))]
    assert [(start, end) for start, end in spans if not 0 <= start < end <= len(text)] == []
    assert draft_passage({"id": 1, "text": text}) == draft_passage({"id": 1, "text": text})


@pytest.mark.parametrize("name", MANY)
def test_long_monotonous_texts_are_read_in_time(name: str) -> None:
    start = time.process_time()
    draft_text(MANY[name])
    assert time.process_time() - start < SECONDS
