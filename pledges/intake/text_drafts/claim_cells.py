"""The cells of a change-set row that a drafted claim becomes; pure, so that the same claim gives the same cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from meetings.models import UNNAMED
from pledges.intake.cell_words import read_units
from pledges.intake.drafting.draft_lines import requirement_as_json, stock_as_json
from pledges.intake.drafting.stock_and_needs import Requirement, StockClaim
from pledges.ledger import Json
from pledges.values.choices import Action, Kind, PartyRole, RequirementBasis, Stage

MONEY = "money"
"""The system that sums of money are entered under."""

STAGES = {
    "signalled": Stage.SIGNALLED,
    "announced": Stage.ANNOUNCED,
    "committed": Stage.COMMITTED,
    "contracted": Stage.CONTRACTED,
    "in_transit": Stage.SHIPPED,
    "delivered": Stage.DELIVERED,
    "cancelled": Stage.WITHDRAWN,
}
"""The words of news for stages, and those of the ledger."""

REPORTING = (Stage.SHIPPED, Stage.DELIVERED, Stage.WITHDRAWN)
"""The stages of which a text reports what became of an earlier promise."""

UNNAMED_GIVERS = frozenset({"JOINT", "UNKNOWN", UNNAMED, "G7"})
GROUPS_WITH_A_NAME = frozenset({"G7"})
HELD = "stock"
UNGIVEN: Json = {
    "donors": [], "supplier": None, "kind": "", "amount": None, "stage": "announced", "modality": "firm", "due": None,
}  # fmt: skip
FURTHER = re.compile(r"\b(?:more|further|additional|another|extra)\b", re.IGNORECASE)
UNDISCLOSED = "undisclosed"
LONGEST_QUOTE = 400
OF_SOURCE = ("source_url", "source_title", "source_publisher", "source_published", "source_grade")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What all rows of a text share; `units` are those that each system of the catalogue is counted in."""

    text: str
    source: Mapping[str, str] = field(default_factory=dict)
    meeting: str = ""
    said_on: str = ""
    kept_copy: str = ""
    units: Mapping[str, Sequence[str]] = field(default_factory=dict)


def cells_of_claim(claim: Json, around: Circumstances, *, sentence: tuple[int, int]) -> dict[str, str]:
    """The cells of the row of a claim in the form of lines of drafts; none where it denies that anything is given.

    A claim without a system still gives a row, whose cell for it is blank or holds the words of the text.
    """
    if claim["modality"] == "denied":
        return {}
    action = action_of_claim(claim)
    stage = stage_of_claim(claim)
    cells = {
        "action": action.value,
        "donors": donors_cell(claim, action),
        **thing_cells(claim, action, around.units),
        "stage": "" if action in {Action.REQUIREMENT, Action.STOCK} else stage.value,
        "due": claim["due"] or "",
        "provision": str(claim.get("provision") or "") if action == Action.PLEDGE else "",
        "occurred": occurred_cell(action, stage, around.said_on),
        "meeting": "" if action == Action.STOCK else around.meeting,
        **{name: str(around.source[name]) for name in OF_SOURCE if around.source.get(name)},
        "quote": quote_of(around.text, claim["span"], sentence),
        "kept_copy": around.kept_copy,
    }
    if action == Action.REQUIREMENT:
        cells |= {"donors": "", "basis": needed_basis(claim), "note": asked_of(claim)}
    if action == Action.ASSERTED_TOTAL:
        cells |= {"due": "", "measure": "delivered" if stage == Stage.DELIVERED else "promised"}
    return {name: cell for name, cell in cells.items() if cell}


def claim_of_stock(text: str, stock: StockClaim) -> Json:
    """What somebody holds, in the form of a claim; `relation` says that nothing is given."""
    return {**UNGIVEN, **stock_as_json(text, stock), "donors": [stock.holder] if stock.holder else [], "relation": HELD}


def claim_of_need(text: str, need: Requirement) -> Json:
    """What somebody needs, in the form of a claim; it is asked of nobody."""
    return {**UNGIVEN, **requirement_as_json(text, need), "relation": "request"}


def action_of_claim(claim: Json) -> Action:
    """What kind of row tells a claim: what is held, a need, a sum of all so far, or a promise."""
    if claim["relation"] == HELD:
        return Action.STOCK
    if "request" in (claim["modality"], claim["relation"]):
        return Action.REQUIREMENT
    return Action.ASSERTED_TOTAL if claim["relation"] == "cumulative" else Action.PLEDGE


def stage_of_claim(claim: Json) -> Stage:
    """The stage of the ledger; what is said under a condition is signalled, whatever verb says it."""
    return Stage.SIGNALLED if claim["modality"] == "conditional" else STAGES[claim["stage"]]


def donors_cell(claim: Json, action: Action) -> str:
    """The parties: who gives, then the supplier. A group that is not named is the unnamed donor, in its words."""
    parties: list[str] = []
    for code in claim["donors"]:
        if code not in UNNAMED_GIVERS:
            parties.append(code)
        elif UNNAMED not in "".join(parties):
            parties.append(f"{UNNAMED}:{PartyRole.FUNDER.value}::{code}" if code in GROUPS_WITH_A_NAME else UNNAMED)
    if claim["supplier"] and action == Action.PLEDGE:
        parties.append(f"{claim['supplier']}:{PartyRole.SUPPLIER.value}")
    return ";".join(parties)


def thing_cells(claim: Json, action: Action, units: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """System, unit, how many and how much; a sum without a thing that the catalogue knows is a row of money."""
    amount = claim["amount"] or {}
    cells = {"amount": amount.get("as_stated") or "", "currency": (amount.get("currency") or "") if amount else ""}
    if claim["kind"] == Kind.MONEY and claim["system_code"] is None:
        return {"system": MONEY, **cells}
    stated = str(claim["quantity"]["as_stated"] or "")
    if amount and not stated and claim["system_code"] is None:
        return {"system": MONEY, **cells, "note": f"for “{' '.join(str(claim['item']).split())}”"[:1000]}
    system = claim["system_code"] or " ".join(str(claim["item"] or "").split())[:100]
    if action == Action.STOCK:
        cells = {}
    return {
        "system": system,
        "unit": unit_of(claim, units.get(system, ())),
        "quantity": " ".join(stated.split()) or UNDISCLOSED,
        **cells,
    }


def unit_of(claim: Json, known: Sequence[str]) -> str:
    """The unit that the words name, of those in which the system is counted; blank where they leave it open."""
    if len(known) == 1:
        return known[0]
    found = read_units(str(claim["item"] or ""))
    fitting = [unit for unit in known if found and unit in found[0]]
    return fitting[0] if len(fitting) == 1 else ""


def occurred_cell(action: Action, stage: Stage, said_on: str) -> str:
    """The day that a promise was said on; of what has happened the text says only that it had by then."""
    happened = action == Action.PLEDGE and stage in REPORTING
    return "unknown" if happened else said_on


def needed_basis(claim: Json) -> str:
    """Whether so many more are needed; blank where the words leave open what the number is of."""
    words = f"{claim['quantity']['as_stated'] or ''} {claim['item'] or ''}"
    return RequirementBasis.ADDITIONAL.value if FURTHER.search(words) else ""


def asked_of(claim: Json) -> str:
    return f"asked of {', '.join(claim['donors'])}" if claim["donors"] else ""


def quote_of(text: str, span: Sequence[int], sentence: tuple[int, int]) -> str:
    """The sentence that carries the figure, on one line; where it is long, the words of the claim alone."""
    start, end = sentence
    inside = start <= span[0] and span[1] <= end
    words = " ".join(text[start:end].split()) if inside else ""
    return words if words and len(words) <= LONGEST_QUOTE else " ".join(text[span[0] : span[1]].split())[:1000]


def as_entry(cells: Mapping[str, str], reference: str) -> dict[str, str]:
    """The cells of the entry on a pledge that a drafted promise or report becomes."""
    left_out = {"donors", "system", "unit", "due", "meeting", "restates", "adds", "provision"}
    kept = {name: cell for name, cell in cells.items() if name not in left_out}
    named = {"reference": reference} if reference else {}
    return {**kept, "action": Action.ENTRY.value, **named}


def as_pledge(cells: Mapping[str, str], drafted: Mapping[str, str]) -> dict[str, str]:
    """The cells of a promise of its own again, of a row that was made an entry."""
    back = {
        name: drafted[name] for name in ("donors", "system", "unit", "due", "meeting", "provision") if drafted.get(name)
    }
    kept = {name: cell for name, cell in cells.items() if name != "reference"}
    return {**kept, **back, "action": Action.PLEDGE.value}


def rule_of(cells: Mapping[str, str]) -> str:
    """The short name of what drafted a row, by which its precision is counted: the kind of row, and the stage."""
    return " ".join(filter(None, [cells["action"], cells.get("stage", "")]))[:60]
