"""The words that the starter data quote: those that carry the figure, long enough to be found again on the page."""

from __future__ import annotations

import pytest

from pledges.intake.starter_data import DATA, FAMILIES, read_rows

SHORTEST, LONGEST = 3, 25

OF_A_TRACKER = {"starter_kiel.csv"}
"""A tracker has cells and no sentences; the quote is the cell."""

TWO_WORDS = {
    "the number with its noun, as the page lists it": (
        *("ud-a18", "ud-a20", "ud-a21", "ud-a22", "ud-a23", "ud-a24", "ud-a26", "ud-a27", "ud-071", "ud-111"),
        *("ud-177", "ud-243", "ud-244", "ud-277", "ud-333/delivered", "ud-476", "ud-500", "mt-201", "mt-205"),
        *("dated-dem1_1-gepard-rapid-fire-armored-vehicle", "dated-dem1_2-stinger-anti-aircraft-system"),
        "dated-dem1_2-strela-man-portable-air-defense-system",
    ),
    "an item without a number, as the page lists it": (
        *("mt-006", "mt-183", "ud-326", "ud-365", "ud-366", "ud-384", "ud-408", "ud-439", "ud-455", "ud-473"),
    ),
    "the day or the number as the page words it; its other words are not known": (
        *("sp-003", "sp-008", "sp-016", "sp-021", "sp-025", "sp-037", "sp-042", "ud-343"),
        "dated-dem1_29-patriot-air-defense-battery",
    ),
}
"""Quotes of two words, with the reason why they stay."""


@pytest.mark.parametrize("name", [one for one in FAMILIES if one not in OF_A_TRACKER])
def test_quotes_are_words_that_carry_the_figure(name: str) -> None:
    excepted = {f"starter:{one}" for names in TWO_WORDS.values() for one in names}
    rows = [row for row in read_rows(DATA / name) if row.get("quote", "none") != "none"]
    wrong = [row["external_reference"] for row in rows if not SHORTEST <= len(row["quote"].split()) <= LONGEST]
    assert sorted(one for one in wrong if one not in excepted) == []
    assert [row["quote"] for row in rows if row["external_reference"] in wrong and len(row["quote"].split()) != 2] == []


def test_every_exception_is_one() -> None:
    quotes = {row["external_reference"]: row.get("quote", "") for name in FAMILIES for row in read_rows(DATA / name)}
    names = [f"starter:{one}" for names in TWO_WORDS.values() for one in names]
    assert [name for name in names if len(quotes[name].split()) != 2] == []
    assert len(names) == len(set(names))
