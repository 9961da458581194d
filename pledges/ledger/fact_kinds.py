"""The typed facts that a plan hands to the ledger, as plain data that a row of a change set can keep.

Everything is resolved: keys of the catalogue, bounds, windows, euro values. `Target` names a pledge of the ledger by
key, or one that the same change set creates by its external reference.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

Json = dict[str, Any]
"""A JSON object: decimals and dates as text, keys of the catalogue as integers."""


@dataclass(frozen=True, slots=True)
class Target:
    """A pledge: `pledge_id` in the ledger, or `external` created by the same change set."""

    pledge_id: int | None = None
    external: str = ""


@dataclass(frozen=True, slots=True)
class FactPlan:
    """What one row of a change set writes when it is published.

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
