"""The columns of a change-set row: the same names in a table's header, in the API and in the entry grid."""

from __future__ import annotations

import math
import re
from typing import Any

from pledges.ledger import Json
from pledges.values.choices import Action

COMMON = {
    "action", "external_reference", "supersedes", "source_url", "source_title", "source_publisher", "source_published",
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

LENGTHS = {
    "source_url": 2000,
    "source_title": 500,
    "source_publisher": 200,
    "quote": 1000,
    "note": 1000,
    "stated_by": 200,
}
"""How many characters the cells hold that are kept as they are; what is read (dates, quantities) says so itself."""

UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
REPLACEMENT = "\ufffd"


def storable(value: Any) -> Any:
    """Return a JSON value with a mark in place of each character that a text column of the database cannot hold.

    The planner reports every mark, so that nothing is changed in silence. Numbers that JSON lacks become their names.
    """
    if isinstance(value, str):
        return UNSTORABLE.sub(REPLACEMENT, value) if UNSTORABLE.search(value) else value
    if isinstance(value, dict):
        return {storable(str(key)): storable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [storable(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def action_of(row: dict[str, str]) -> str:
    """Return the action word of a row as the vocabulary writes it; a row without one is a pledge."""
    return row.get("action", Action.PLEDGE.value).lower().replace(" ", "_").replace("-", "_")


def flat(payload: Json) -> dict[str, str]:
    """Return a row as text by column, without blanks: nested sources and donors of the API take their table form."""
    row: dict[str, str] = {}
    for name, stated in payload.items():
        if isinstance(stated, str) and stated.isascii() and "\x00" not in stated and name.isascii():
            row[name] = stated.strip()
            continue
        name, value = storable(name), storable(stated)  # noqa: PLW2901 - the name as it can be stored
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
