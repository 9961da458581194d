"""Own sentences in the manner of ministries, each with every claim that it makes; the rest stays in the residue."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pledges.intake.drafting.draft_claims import draft_text
from pledges.intake.drafting.draft_lines import draft_passage

SENTENCES = [
    json.loads(line) for line in (Path(__file__).parent / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
]
NEVER_FIRM_AND_NEW = ("conditional", "denied", "asked for", "totals to date", "stock, backfill, other countries")


def as_row(claim: dict[str, Any]) -> dict[str, Any]:
    """A claim without what is not said of it."""
    quantity, amount = claim["quantity"], claim["amount"]
    row = {
        "donors": " ".join(claim["donors"]),
        "item": claim["item"],
        "code": claim["system_code"],
        "stage": claim["stage"],
        "quantity": [quantity["as_stated"], quantity["min"], quantity["max"]] if quantity["as_stated"] else None,
        "amount": [amount["value"], amount["currency"]] if amount else None,
        "modality": None if claim["modality"] == "firm" else claim["modality"],
        "relation": None if claim["relation"] == "new" else claim["relation"],
        "due": claim["due"],
        "supplier": claim["supplier"],
    }
    return {name: value for name, value in row.items() if value is not None or name == "code"}


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: f"{case['phenomenon']}: {case['text'][:40]}")
def test_claims_of_a_text(case: dict[str, Any]) -> None:
    drafted = draft_passage({"id": 1, "text": case["text"]})
    rows = [as_row(claim) for claim in drafted["claims"]]
    assert (rows, len(drafted["residue"])) == (case["claims"], case["residue"])


@pytest.mark.parametrize(
    "case", [case for case in SENTENCES if case["phenomenon"] in NEVER_FIRM_AND_NEW], ids=lambda case: case["text"][:40]
)
def test_nothing_uncertain_is_a_firm_new_pledge(case: dict[str, Any]) -> None:
    claims = draft_text(case["text"]).claims
    assert [one.item for one in claims if one.modality == "firm" and one.relation == "new"] == []


@pytest.mark.parametrize("case", SENTENCES[::4], ids=lambda case: case["text"][:40])
def test_quotes_stand_at_their_spans_and_the_answer_is_the_same_again(case: dict[str, Any]) -> None:
    passage = {"id": 1, "text": case["text"].replace("'", "’")}
    drafted = draft_passage(passage)
    found = [*drafted["claims"], *drafted["residue"]]
    assert [passage["text"][slice(*one["span"])] for one in found] == [one["quote"] for one in found]
    assert draft_passage(passage) == drafted


def test_a_year_before_the_text_is_no_deadline() -> None:
    text = "Norway allocates NOK 1 billion for 2022 and sends 10 tanks to Ukraine by 2026."
    assert [claim["due"] for claim in draft_passage({"id": 1, "text": text, "published": "2025-01-02"})["claims"]] == [
        "by 2026",
        "by 2026",
    ]


def test_a_month_that_was_over_when_the_text_came_out_is_no_deadline() -> None:
    text = "Norway will send 10 tanks to Ukraine by 3 May 2025, and 5 howitzers by 9 June 2025."
    passage = {"id": 1, "text": text, "published": "2025-05-20"}
    assert [claim["due"] for claim in draft_passage(passage)["claims"]] == ["by 9 June 2025", "by 9 June 2025"]
