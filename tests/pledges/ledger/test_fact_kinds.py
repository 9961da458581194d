"""The hash of planned facts: the same for what writes the same, another one for everything else."""

from __future__ import annotations

import hashlib
import string
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from pledges.ledger import FactPlan, Target
from pledges.ledger.fact_kinds import canonical_bytes, hash_planned_facts, planned_facts

FACT = FactPlan(
    kind="entry",
    target=Target(pledge_id=7),
    entry={"stage": "delivered", "quantity_low": "1", "quantity_text": "one “battery”\t\x1f\u2028€😀"},
    cited={"quote": "", "note": "", "confidence": None},
).to_json()
PLAN: dict[str, Any] = {"action": "create", "problems": [], "fact": FACT, "subject": ""}
CANONICAL = (
    '{"action":"create","fact":{"cited":{"confidence":null,"note":"","quote":""},"columns":{},'
    '"entry":{"quantity_low":"1","quantity_text":"one “battery”\\t\\u001f\u2028€😀","stage":"delivered"},'
    '"external":"","fingerprint":"","kind":"entry","links":{},"parties":[],"source":null,'
    '"target":{"external":"","pledge_id":7},"terms":null,"void_reason":"","voids":[]},"states_pledge":false}'
)


def test_hash_is_of_the_canonical_form_of_rfc_8785() -> None:
    assert canonical_bytes(planned_facts(PLAN)) == CANONICAL.encode()
    assert hash_planned_facts(PLAN) == hashlib.sha256(CANONICAL.encode()).hexdigest()


NAMES = st.text(alphabet=string.ascii_letters + string.digits + "_", max_size=8)
CELLS = st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.text()


@given(st.recursive(CELLS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5)))
def test_canonical_form_is_that_of_the_rfc8785_package(value: Any) -> None:
    assert canonical_bytes({"value": value}) == rfc8785.dumps({"value": value})


def test_number_that_has_no_canonical_form_is_refused() -> None:
    with pytest.raises(TypeError, match="exceeds 53-bit range"):
        canonical_bytes({"pledge_id": 2**53})


@pytest.mark.parametrize(
    "same",
    [
        PLAN | {"problems": [{"message": "in other words"}]},
        PLAN | {"action": "duplicate"},
        PLAN | {"stated": {"fact": None}},
        PLAN | {"fact": dict(reversed(FACT.items()))},
    ],
    ids=["words", "a pair to decide", "what the row states", "another order of names"],
)
def test_hash_is_the_same_for_what_writes_the_same(same: dict[str, Any]) -> None:
    assert hash_planned_facts(same) == hash_planned_facts(PLAN)


@pytest.mark.parametrize(
    "other",
    [
        PLAN | {"action": "change"},
        PLAN | {"subject": "row:1"},
        PLAN | {"fact": None},
        *(PLAN | {"fact": FACT | {name: "another"}} for name in FACT),
    ],
)
def test_hash_is_another_for_what_writes_something_else(other: dict[str, Any]) -> None:
    assert hash_planned_facts(other) != hash_planned_facts(PLAN)


def test_row_without_a_plan_has_no_hash() -> None:
    assert hash_planned_facts(None) == ""
