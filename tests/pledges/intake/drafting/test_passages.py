"""The annotated passages are well-formed: quotes stand at their spans, their words and codes exist."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

PASSAGES = [
    json.loads(line)
    for file in sorted((Path(__file__).parent / "passages").rglob("*.jsonl"))
    for line in file.read_text("utf-8").splitlines()
]
PHENOMENA = {
    "ammunition-for-system", "anaphora", "apposition", "backfill", "bracket-currency", "coalitions",
    "commercial-sales", "conditional", "country-sum-chain", "cumulative", "currency-of-speaker",
    "currency-word-order", "dates-deadlines", "delivery-in-parts", "denied", "digest", "donor-names",
    "editors-notes", "elliptical", "fragments", "german-text", "headlines", "hedged-quantities",
    "humanitarian-budget", "joint-donors", "lead-then-list", "list-bullets", "list-inline", "long-mixed",
    "losses", "money-forms", "money-frames", "money-later-sentence", "no-pledge", "nominal-pledges",
    "number-traps", "number-words", "organisations", "own-purchases", "parts-of-whole", "production", "request",
    "rest-of-whole", "restatement", "stages", "stock", "supplier", "third-country-arms", "third-country-purchase",
    "third-state-sales", "training", "transcript", "troops-moves", "two-countries-one-sentence", "ukrainian-text",
    "withdrawn",
}  # fmt: skip
WORDS = {
    "kind": {"system", "munition", "vehicle", "aircraft", "drone", "vessel", "money", "training", "component", "other"},
    "stage": {"signalled", "announced", "committed", "contracted", "in_transit", "delivered", "cancelled"},
    "modality": {"firm", "conditional", "denied"},
    "relation": {"new", "restates", "cumulative", "request"},
}


def _quotes(passage: dict[str, Any]) -> list[str]:
    """Every quote of a passage, of claims, stock figures, requirements and mentions."""
    claims = passage["claims"]
    others = [*passage["stock_claims"], *passage["requirements"], *passage.get("mentions", [])]
    return [part["quote"] for part in [*claims, *others]] + [q for claim in claims for q in claim.get("alt_quotes", [])]


def _counts_as_pledge(claim: dict[str, Any]) -> bool:
    return not claim.get("optional") and claim["modality"] != "denied" and claim["relation"] != "request"


def test_set_is_large_and_has_every_phenomenon():
    sentences = sum(len(re.findall(r"[.!?][\"”]?(?:\s|$)", passage["text"])) for passage in PASSAGES)
    donors = {donor for passage in PASSAGES for claim in passage["claims"] for donor in claim["donors"]}
    assert {passage["phenomenon"] for passage in PASSAGES} == PHENOMENA
    assert [name for name, times in Counter(passage["id"] for passage in PASSAGES).items() if times > 1] == []
    assert (len(PASSAGES) >= 120, sentences >= 500, len(donors) >= 40) == (True, True, True)


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage["id"])
def test_annotation_is_in_its_text(passage):
    text = passage["text"]
    assert [quote for quote in _quotes(passage) if quote not in text] == []
    assert [claim["quote"] for claim in passage["claims"] if text[slice(*claim["span"])] != claim["quote"]] == []
    stated = [
        claim[field]["as_stated"] for claim in passage["claims"] for field in ("quantity", "amount") if claim[field]
    ]
    due = [claim["due"] for claim in passage["claims"]]
    assert [words for words in [*stated, *due] if words and words.lower() not in text.lower()] == []


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage["id"])
def test_annotation_uses_the_vocabulary(passage):
    claims = passage["claims"]
    assert [(field, claim[field]) for claim in claims for field in WORDS if claim[field] not in WORDS[field]] == []
    assert [
        claim["quote"] for claim in claims if (claim["modality"] == "firm") == (claim["stage"] == "signalled")
    ] == []
    assert passage["zero_pledge"] == (not any(map(_counts_as_pledge, claims)))


def test_systems_of_the_annotation_are_in_the_catalogue():
    catalogue = Path(__file__).parents[4] / "pledges" / "data" / "systems.csv"
    with catalogue.open(encoding="utf-8", newline="") as file:
        known = {row["slug"] for row in csv.DictReader(file)}
    used = {claim["system_code"] for passage in PASSAGES for claim in passage["claims"]} - {None}
    assert used - known == set()
