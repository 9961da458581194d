"""The typed facts that a plan hands to the ledger, as plain data that a row of a change set can keep.

Everything is resolved: keys of the catalogue, bounds, windows, euro values. `Target` names a pledge of the ledger by
key, or one that the same change set creates by its external reference.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from typing import Any

import orjson

from pledges.values.choices import PlanAction

Json = dict[str, Any]
"""A JSON object: decimals and dates as text, keys of the catalogue as integers."""


@dataclass(frozen=True, slots=True)
class Target:
    """A pledge: `pledge_id` in the ledger, or `external` created by the same change set."""

    pledge_id: int | None = None
    external: str = ""


@dataclass(slots=True)
class FactPlan:
    """What one row of a change set writes when it is published; never changed once the row is planned.

    `kind` is an action word; `columns` are the columns of its table; `terms` and `parties` belong to pledges and terms;
    `voids` are the facts that this row replaces or takes back, as {"entry_id": 12}.
    """

    kind: str
    columns: Json = field(default_factory=dict)
    target: Target | None = None
    links: dict[str, Target] = field(default_factory=dict)
    terms: Json | None = None
    parties: list[Json] = field(default_factory=list)
    entry: Json | None = None
    source: Json | None = None
    cited: Json = field(default_factory=dict)
    voids: list[dict[str, int]] = field(default_factory=list)
    void_reason: str = ""
    external: str = ""
    fingerprint: str = ""

    def to_json(self) -> Json:
        """The plan as a JSON object; it shares its parts with the plan."""
        kept = {name: getattr(self, name) for name in self.__slots__}
        kept["target"] = asdict(self.target) if self.target else None
        kept["links"] = {name: asdict(link) for name, link in self.links.items()}
        return kept


def planned_facts(plan: Json) -> Json:
    """What of a row's plan reaches the ledger: this is what an approval is of.

    Problems are words about the row. A possible duplicate writes what any new row writes, once the pair is decided, and
    a row that states a pledge gives its external reference to it.
    """
    action = PlanAction.CREATE.value if plan.get("action") == PlanAction.DUPLICATE else plan.get("action")
    return {"action": action, "fact": plan.get("fact"), "states_pledge": bool(plan.get("subject"))}


def canonical_bytes(facts: Json) -> bytes:
    """Facts in the canonical form of RFC 8785: one spelling, whoever writes it.

    orjson spells it as the `rfc8785` package does, thirty times as fast, where names are ASCII and numbers are whole
    and below 2^53. Facts have no others (fractions are text); the tests hold them to it.
    """
    return orjson.dumps(facts, option=orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER)


def hash_planned_facts(plan: Json | None) -> str:
    """The SHA-256 of the planned facts in their canonical form; nothing for a row without a plan."""
    return hashlib.sha256(canonical_bytes(planned_facts(plan))).hexdigest() if plan is not None else ""
