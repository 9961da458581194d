"""One statement of the terms of a pledge; reads `fact` (terms), `v` (its version) and `source`."""

from __future__ import annotations

from dataclasses import replace

from pledges.answers.fields.entry_fields import ledger_fact
from pledges.answers.fields.field_groups import window
from pledges.answers.fields.field_tree import Leaf, Tree, Type
from pledges.answers.fields.pledge_fields import LINKED, PLEDGE, donors
from pledges.projections.fact_conditions import NAMED, stands_condition
from pledges.values.choices import TERMS_WORDS

ADDS = "Pledge that it adds to, by reference"
COMPENSATES = "Pledge that it makes up for, by reference"

LIVE = stands_condition("fact.id", "terms_id")
BEGUN = "fact.effective_start <= %(valid_at)s"
COUNTING = f"""({LIVE}) AND fact.id = first_value(fact.id) OVER (
    ORDER BY ({LIVE}) DESC, ({BEGUN}) DESC, CASE WHEN {BEGUN} THEN fact.effective_start END DESC NULLS LAST,
        fact.version_id DESC, fact.position DESC)"""
"""The last live ones in effect, else the last live ones; of the terms of one pledge."""

PUBLISHED = "OVER (ORDER BY fact.version_id, fact.position)"
DUE_MOVED = f"""row_number() {PUBLISHED} > 1 AND (
    fact.due_start IS DISTINCT FROM lag(fact.due_start) {PUBLISHED}
    OR fact.due_end IS DISTINCT FROM lag(fact.due_end) {PUBLISHED})"""


def name_of(key: str, help: str) -> Leaf:
    table, column = NAMED.get(key, NAMED["restates"])
    return Leaf(f"(SELECT {column} FROM {table} WHERE id = fact.{key}_id)", null=True, help=help)


TERMS: Tree = {
    "effective_start": Leaf("fact.effective_start", Type.DAY, help="First day that they are for"),
    **{word: replace(PLEDGE[word], sql=f"fact.{word}") for word in TERMS_WORDS},
    "beneficiary": replace(name_of("beneficiary", PLEDGE["beneficiary"].help), null=False),
    **{key: name_of(key, words) for key, words in LINKED.items()},
    "adds": name_of("adds", ADDS),
    "compensates": name_of("compensates", COMPENSATES),
    "current": Leaf(COUNTING, Type.FLAG, help="Whether they are the terms that count"),
    "due_moved": Leaf(DUE_MOVED, Type.FLAG, help="Whether they moved the due date"),
    "due": window("fact.due", deadline="fact.due_deadline", help="When it is due"),
    "donors": donors("fact.id"),
    **ledger_fact(LIVE, "terms_id"),
}
