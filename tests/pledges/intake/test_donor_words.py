"""Parties in words: understood where only one reading is left, else a problem that shows the form without doubt."""

from __future__ import annotations

import pytest

from pledges.intake.donor_words import parties_hint, parties_in_words
from pledges.intake.planner import plan_rows
from tests.pledges import staff_steps

KNOWN = {
    "germany": "DEU", "deu": "DEU", "DE": "DEU", "united states": "USA", "u.s.": "USA", "US": "USA", "norway": "NOR",
    "denmark": "DNK", "netherlands": "NLD", "united kingdom": "GBR", "ukraine": "UKR",
    "bosnia and herzegovina": "BIH",
}  # fmt: skip
GERMANY_FROM_USA = [("DEU", "funder"), ("USA", "supplier")]


@pytest.mark.parametrize(
    ("words", "parties"),
    [
        ("Germany buys from United States", GERMANY_FROM_USA),
        ("Germany buys from the United States for Ukraine", GERMANY_FROM_USA),
        ("Germany purchased them from the U.S.", GERMANY_FROM_USA),
        ("Germany (from US)", GERMANY_FROM_USA),
        ("Germany [bought from United States]", GERMANY_FROM_USA),
        ("bought by Germany from the United States", GERMANY_FROM_USA),
        ("United States sells to Germany", [("USA", "supplier"), ("DEU", "funder")]),
        ("Norway funds, supplied by the United Kingdom", [("NOR", "funder"), ("GBR", "supplier")]),
        ("Germany and Norway buy from US", [("DEU", "funder"), ("NOR", "funder"), ("USA", "supplier")]),
        ("Germany and Norway bought from US", [("DEU", "funder"), ("NOR", "funder"), ("USA", "supplier")]),
        ("Denmark (made in Ukraine)", [("DNK", "funder"), ("UKR", "producer")]),
        ("Germany from its own stocks", [("DEU", "stock_owner"), ("DEU", "funder")]),
        ("Germany, Norway and the Netherlands", [("DEU", "funder"), ("NOR", "funder"), ("NLD", "funder")]),
        ("Germany / Norway", [("DEU", "funder"), ("NOR", "funder")]),
        ("Bosnia and Herzegovina", [("BIH", "funder")]),
        ("US", [("USA", "funder")]),
        ("us", []),
        ("Denmark for Ukraine via Germany", []),
        ("Germany through the Netherlands", []),
        ("Germany buys from Atlantis", []),
        ("Germany pays for United States", []),
        ("Norway and others", []),
        ("buys from", []),
        ("", []),
        ("Germany and " * 40, []),
    ],
)
def test_parties_in_words_takes_only_one_reading(words: str, parties: list[tuple[str, str]]) -> None:
    assert parties_in_words(words, KNOWN) == parties


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (
            "Denmark for Ukraine via Germany",
            "say who is what, as in Denmark:funder;Germany:supplier (or :lead)",
        ),
        (
            "Norway and others",
            "say who is what, as in Norway:funder;USA:supplier; a donor without a name is XUN",
        ),
        ("Germny", ""),
        ("somebody else", ""),
    ],
)
def test_parties_hint_shows_the_form_without_doubt(words: str, hint: str) -> None:
    assert parties_hint(words, KNOWN) == hint


@pytest.mark.django_db
def test_planner_understands_words_in_the_donors_cell(catalogue: None) -> None:
    plans = plan_rows(
        [
            staff_steps.pledge_row(donors="Germany buys from United States"),
            staff_steps.pledge_row(donors="Norway via Germany"),
        ],
        today=staff_steps.TODAY,
    )
    assert plans[0].fact is not None
    assert [party["role"] for party in plans[0].fact.parties] == ["funder", "supplier"]
    assert [(p.column, p.rule, p.hint) for p in plans[1].problems] == [
        ("donors", "unknown_donor", "say who is what, as in Norway:funder;Germany:supplier (or :lead)")
    ]


@pytest.mark.django_db
def test_purchase_from_another_country_is_one_pledge_of_its_funder(catalogue: None) -> None:
    bought, written = plan_rows(
        [staff_steps.pledge_row(donors="Germany (from USA)"), staff_steps.pledge_row(donors="DEU:funder;USA:supplier")],
        today=staff_steps.TODAY,
    )
    assert bought.fact is not None
    assert written.fact is not None
    assert bought.fact.parties == written.fact.parties
