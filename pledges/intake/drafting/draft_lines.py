"""Texts in and drafts out as lines of JSON; the words of stages are those of news, not of the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from pledges.intake.drafting.draft_claims import draft_text
from pledges.intake.drafting.draft_shapes import Claim, ItemMention
from pledges.intake.drafting.stock_and_needs import Requirement, StockClaim


class BadLineError(ValueError):
    """A line is not a text with its name."""


def draft_lines(lines: Iterable[str]) -> Iterator[str]:
    """One line out for each line in.

    :raises BadLineError: a line is no JSON object with ``id`` and ``text``.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield json.dumps(draft_passage(_passage(line, number)), ensure_ascii=False)


def _passage(line: str, number: int) -> dict[str, Any]:
    try:
        passage = json.loads(line)
    except ValueError as error:
        raise BadLineError(f"line {number} is no JSON: {error}") from error
    if not isinstance(passage, dict) or not isinstance(passage.get("text"), str) or "id" not in passage:
        raise BadLineError(f'line {number} is no object with "id" and "text"')
    return passage


def draft_passage(passage: dict[str, Any]) -> dict[str, Any]:
    text = passage["text"]
    drafted = draft_text(text, _day(passage.get("published")))
    residue = [{"span": [start, end], "quote": text[start:end]} for start, end in drafted.residue]
    return {
        "id": passage["id"],
        "claims": [claim_as_json(text, one) for one in drafted.claims],
        "stock_claims": [stock_as_json(text, one) for one in drafted.stock_claims],
        "requirements": [requirement_as_json(text, one) for one in drafted.requirements],
        "residue": residue,
    }


def stock_as_json(text: str, claim: StockClaim) -> dict[str, Any]:
    said = {"quote": text[claim.start : claim.end], "span": [claim.start, claim.end], "holder": claim.holder}
    return {**said, **_thing_as_json(claim.item), "status": claim.status}


def requirement_as_json(text: str, claim: Requirement) -> dict[str, Any]:
    said = {"quote": text[claim.start : claim.end], "span": [claim.start, claim.end]}
    return {**said, **_thing_as_json(claim.item), "stated_by": claim.stated_by}


def _thing_as_json(item: ItemMention) -> dict[str, Any]:
    quantity = {"as_stated": item.quantity_text, "min": item.low, "max": item.high}
    return {"item": item.text, "system_code": item.code, "quantity": quantity}


def _day(stated: object) -> date | None:
    try:
        return date.fromisoformat(str(stated)[:10])
    except ValueError:
        return None


def claim_as_json(text: str, claim: Claim) -> dict[str, Any]:
    amount = claim.amount
    return {
        "quote": text[claim.start : claim.end],
        "span": [claim.start, claim.end],
        "donors": list(claim.donors),
        "supplier": claim.supplier,
        "item": claim.item,
        "system_code": claim.system_code,
        "kind": claim.kind,
        "quantity": {"as_stated": claim.quantity_text, "min": claim.low, "max": claim.high},
        "amount": {"as_stated": amount.text, "value": amount.value, "currency": claim.currency} if amount else None,
        "stage": claim.stage,
        "modality": claim.modality,
        "relation": claim.relation,
        "due": claim.due,
        "provision": claim.provision,
    }
