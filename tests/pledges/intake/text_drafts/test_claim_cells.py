"""Which row of a change set a claim becomes."""

from typing import Any

import pytest

from pledges.intake.text_drafts.claim_cells import Circumstances, as_entry, as_pledge, cells_of_claim

TEXT = "Germany will deliver two Patriot batteries\nto Ukraine."
AROUND = Circumstances(
    text=TEXT,
    source={"source_url": "https://example.org/1", "source_title": "Statement", "kept": "no cell of a row"},
    meeting="udcg-28",
    said_on="2025-06-04",
    kept_copy="a" * 64,
    units={"patriot": ["battery", "launcher"], "nasams": ["battery"]},
)
CLAIM: dict[str, Any] = {
    "quote": "two Patriot batteries",
    "span": [21, 42],
    "donors": ["DEU"],
    "supplier": None,
    "item": "Patriot batteries",
    "system_code": "patriot",
    "kind": "system",
    "quantity": {"as_stated": "two", "min": 2, "max": 2},
    "amount": None,
    "stage": "announced",
    "modality": "firm",
    "relation": "new",
    "due": None,
}
SHARED = {
    "meeting": "udcg-28",
    "source_url": "https://example.org/1",
    "source_title": "Statement",
    "quote": "Germany will deliver two Patriot batteries to Ukraine.",
    "kept_copy": "a" * 64,
}
PLEDGE = {
    "action": "pledge",
    "donors": "DEU",
    "system": "patriot",
    "unit": "battery",
    "quantity": "two",
    "stage": "announced",
    "occurred": "2025-06-04",
    **SHARED,
}
MONEY = {"as_stated": "€325 million", "value": 325e6, "currency": "EUR"}
NONE = {"as_stated": None, "min": None, "max": None}


def cells(**differs: Any) -> dict[str, str]:
    return cells_of_claim({**CLAIM, **differs}, AROUND, sentence=(0, len(TEXT)))


def without(*names: str) -> dict[str, str]:
    return {name: cell for name, cell in PLEDGE.items() if name not in names}


@pytest.mark.parametrize(
    ("differs", "expected"),
    [
        ({}, PLEDGE),
        ({"due": "by the end of 2025"}, {**PLEDGE, "due": "by the end of 2025"}),
        ({"modality": "conditional", "stage": "announced"}, {**PLEDGE, "stage": "signalled"}),
        ({"stage": "contracted", "supplier": "USA"}, {**PLEDGE, "donors": "DEU;USA:supplier", "stage": "contracted"}),
        ({"donors": ["DEU", "NOR"]}, {**PLEDGE, "donors": "DEU;NOR"}),
        ({"donors": ["JOINT"]}, {**PLEDGE, "donors": "XUN"}),
        ({"donors": ["G7"]}, {**PLEDGE, "donors": "XUN:funder::G7"}),
        ({"donors": ["JOINT", "UNKNOWN"]}, {**PLEDGE, "donors": "XUN"}),
        ({"donors": []}, without("donors")),
        ({"stage": "delivered"}, {**PLEDGE, "stage": "delivered", "occurred": "unknown"}),
        ({"stage": "in_transit"}, {**PLEDGE, "stage": "shipped", "occurred": "unknown"}),
        ({"stage": "cancelled"}, {**PLEDGE, "stage": "withdrawn", "occurred": "unknown"}),
        ({"item": "Patriot systems"}, without("unit")),
        ({"system_code": None, "item": "air  defence missiles"},
         {**without("unit"), "system": "air defence missiles"}),
        ({"quantity": NONE}, {**PLEDGE, "quantity": "undisclosed"}),
        ({"system_code": "nasams", "item": "NASAMS"}, {**PLEDGE, "system": "nasams"}),
        ({"amount": MONEY}, {**PLEDGE, "amount": "€325 million", "currency": "EUR"}),
        ({"kind": "money", "system_code": None, "quantity": NONE, "amount": MONEY},
         {**without("unit", "quantity"), "system": "money", "amount": "€325 million", "currency": "EUR"}),
        ({"kind": "equipment", "system_code": None, "item": "air defence", "quantity": NONE, "amount": MONEY},
         {**without("unit", "quantity"), "system": "money", "amount": "€325 million", "currency": "EUR",
          "note": "for “air defence”"}),
        ({"relation": "cumulative", "stage": "delivered", "due": "2026"},
         {**PLEDGE, "action": "asserted_total", "stage": "delivered", "measure": "delivered"}),
        ({"relation": "cumulative"}, {**PLEDGE, "action": "asserted_total", "measure": "promised"}),
        ({"modality": "request"}, {**without("donors", "stage"), "action": "requirement", "note": "asked of DEU"}),
        ({"relation": "request", "donors": [], "quantity": {"as_stated": "ten more", "min": 10, "max": 10}},
         {**without("donors", "stage"), "action": "requirement", "quantity": "ten more", "basis": "additional"}),
        ({"modality": "denied"}, {}),
    ],
)  # fmt: skip
def test_claim_becomes_the_cells_of_a_row(differs: dict[str, Any], expected: dict[str, str]) -> None:
    assert cells(**differs) == expected


def test_quote_of_a_long_sentence_is_the_words_of_the_claim() -> None:
    text = "two Patriot batteries " + "and thanks " * 60
    around = Circumstances(text=text)
    found = cells_of_claim({**CLAIM, "span": [0, 21]}, around, sentence=(0, len(text)))
    assert found["quote"] == "two Patriot batteries"


def test_promise_becomes_an_entry_and_a_promise_again() -> None:
    entry = as_entry(PLEDGE, "2025-DEU-001")
    own = without("donors", "system", "unit", "meeting")
    assert entry == {**own, "action": "entry", "reference": "2025-DEU-001"}
    assert as_pledge(entry, PLEDGE) == PLEDGE
