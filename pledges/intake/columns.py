"""The columns of a change-set row: the same names in a table's header, in the API and in the entry grid."""

from __future__ import annotations

from typing import Any

from pledges.choices import Action
from pledges.ledger import Json

COMMON = {
    "action", "external_reference", "source_url", "source_title", "source_publisher", "source_published",
    "source_retrieved", "source_grade", "quote", "note", "confidence",
}  # fmt: skip
TERMS = {
    "donors", "due", "meeting", "coalition", "initiative", "package", "beneficiary", "aid_type",
    "restates", "adds", "compensates", "occurred",
}  # fmt: skip
MONEY = {"amount", "currency", "basis", "value_eur"}
ENTRY = {"quantity", "stage", "occurred", "definition", "asserted_by", *MONEY}

COLUMNS: dict[Action, set[str]] = {
    Action.PLEDGE: COMMON | TERMS | ENTRY | {"reference", "system", "unit"},
    Action.ENTRY: COMMON | ENTRY | {"reference"},
    Action.TERMS: COMMON | TERMS | {"reference"},
    Action.REQUIREMENT: COMMON
    | {
        "system",
        "unit",
        "quantity",
        "basis",
        "occurred",
        "due",
        "amount",
        "currency",
        "stated_by",
        "meeting",
        "initiative",
    },
    Action.STOCK: COMMON | {"donors", "system", "unit", "quantity", "unavailable", "committed_elsewhere", "occurred"},
    Action.MEMBERSHIP: COMMON | {"donors", "coalition", "initiative", "occurred", "as_of"},
    Action.ASSERTED_TOTAL: COMMON | {"donors", "system", "unit", "stage", "quantity", "occurred", "outstanding"},
    Action.VOID: COMMON | {"reference"},
}
"""Which columns a row of each action may fill."""

ALL_COLUMNS = frozenset[str]().union(*COLUMNS.values())


def flat(payload: Json) -> dict[str, str]:
    """Return a row as text by column, without blanks: nested sources and donors of the API take their table form."""
    row: dict[str, str] = {}
    for name, value in payload.items():
        if name == "source" and isinstance(value, dict):
            row.update({f"source_{key}": text(part) for key, part in value.items()})
        elif name == "donors" and isinstance(value, list):
            row[name] = ";".join(party(one) for one in value)
        else:
            row[name] = text(value)
    return {name: value for name, value in row.items() if value}


def party(value: Any) -> str:
    """Return one donor of the API's list as `code:role:share:words`."""
    if not isinstance(value, dict):
        return text(value)
    parts = [text(value.get(key)) for key in ("code", "role", "share", "words")]
    return ":".join(parts).rstrip(":")


def text(value: Any) -> str:
    """Return a cell as text without surrounding blanks; None is blank."""
    if value is None:
        return ""
    if isinstance(value, dict) and "text" in value:
        value = value["text"]
    if isinstance(value, bool):
        return "true" if value else ""
    return str(value).replace("\N{NO-BREAK SPACE}", " ").strip()
