"""Tells a source's own sum (“has already provided three”) from a new promise: such a row is an asserted total."""

from __future__ import annotations

import re

from pledges.values.choices import Action, Stage
from pledges.values.estimates import EstimateError, parse

STAGES = {
    "provided": Stage.DELIVERED, "delivered": Stage.DELIVERED, "given": Stage.DELIVERED, "supplied": Stage.DELIVERED,
    "donated": Stage.DELIVERED, "transferred": Stage.DELIVERED, "handed over": Stage.DELIVERED,
    "sent": Stage.SHIPPED, "shipped": Stage.SHIPPED, "ordered": Stage.CONTRACTED, "contracted": Stage.CONTRACTED,
    "committed": Stage.COMMITTED, "allocated": Stage.COMMITTED,
    "pledged": Stage.ANNOUNCED, "promised": Stage.ANNOUNCED, "announced": Stage.ANNOUNCED,
}  # fmt: skip
"""What a donor has already done, and the stage that the sum has reached by it."""

VERB = rf"(?P<verb>{'|'.join(STAGES)})"
CLAIMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:[^\d]{{0,60}}\s)?(?:has|have|had|were|was)\s+already\s+(?:been\s+)?{VERB}\s+(?P<many>.+)",
        rf"already\s+{VERB}:?\s+(?P<many>.+)",
        rf"(?:[^\d]{{0,60}}\s)?(?:has|have)\s+{VERB}\s+(?P<many>.+?)\s+(?:so far|to date|until now|up to now)",
        rf"(?P<many>.+?)\s+(?:has|have|were|was)?\s*already\s+(?:been\s+)?{VERB}",
        rf"(?P<many>.+?)\s+(?:has|have|were|was)?\s*(?:been\s+)?{VERB}\s+(?:so far|to date|until now|up to now)",
    )
)
"""How a sum of all so far is worded; “three so far” alone does not say of what."""

CUES = ("already", "so far", "to date", "until now", "up to now")
LONGEST_CLAIM = 200

CONTEXT = ("coalition", "initiative", "package", "aid_type", "beneficiary")
"""Cells that a promise has and a sum has not: they go into its note."""


def claim_in(words: str) -> tuple[str, Stage] | None:
    """How many a sum of all so far states, in words that the ledger reads, and the stage reached; else None."""
    text = " ".join(words.split()).rstrip(" .!")
    if len(text) > LONGEST_CLAIM or not any(cue in text.lower() for cue in CUES):
        return None
    for pattern in CLAIMS:
        match = pattern.fullmatch(text)
        if match:
            many = match["many"].strip()
            try:
                parse(many, later_stage=True)
            except EstimateError:
                continue
            return many, STAGES[match["verb"].lower()]
    return None


def with_asserted_total(row: dict[str, str]) -> dict[str, str]:
    """A row that states a sum of all so far as an asserted total; any other as it is.

    Only a row that does not say which action it is, and names no pledge, is taken for one: its quantity says so in
    words, or its quote does, with the same number and no stage beside it.
    """
    if row.get("action") or row.get("reference"):
        return row
    claim = claim_in(row.get("quantity", ""))
    said = [f"stated as “{row['quantity']}”"] if claim else []
    if claim is None and not row.get("stage") and "already" in row.get("quote", "").lower():
        claim = quoted_claim(row)
    if claim is None:
        return row
    many, stage = claim
    said += [f"{name} {row[name]}" for name in CONTEXT if row.get(name)]
    note = "; ".join(filter(None, [row.get("note", ""), *said]))
    kept = {name: cell for name, cell in row.items() if name not in CONTEXT}
    cells = {"action": Action.ASSERTED_TOTAL.value, "quantity": many, "stage": row.get("stage") or stage.value}
    return kept | cells | ({"note": note} if note else {})


def quoted_claim(row: dict[str, str]) -> tuple[str, Stage] | None:
    """The claim of a quote that begins with the very number of the row, None where there is none."""
    found = re.search(rf"\b(?:has|have)\s+already\s+{VERB}\s+(?P<many>[\w-]+)", row.get("quote", ""), re.IGNORECASE)
    if found is None or not row.get("quantity"):
        return None
    try:
        same = parse(found["many"]).best is not None and bounds(found["many"]) == bounds(row["quantity"])
    except EstimateError:
        return None
    return (row["quantity"], STAGES[found["verb"].lower()]) if same else None


def bounds(words: str) -> tuple[object, ...]:
    estimate = parse(words)
    return estimate.low, estimate.best, estimate.high
