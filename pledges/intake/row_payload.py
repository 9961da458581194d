"""What a change-set row says: its cells as text by column, whatever form the table, the grid or the API gave them."""

from __future__ import annotations

import math
import re
from typing import Any

from pledges.ledger import Json
from pledges.values.choices import Action

UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
REPLACEMENT = "\ufffd"


def storable(value: Any) -> Any:
    """A JSON value with a mark in place of each character that a text column of the database cannot hold.

    The planner reports every mark, so that nothing is changed in silence. Numbers that JSON lacks become their names.
    """
    if isinstance(value, str):
        # Nearly every cell is plain, which is seen faster than searched for.
        if value.isascii() and "\x00" not in value:
            return value
        return UNSTORABLE.sub(REPLACEMENT, value)
    if isinstance(value, dict):
        return {storable(str(key)): storable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [storable(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def action_of(row: dict[str, str]) -> str:
    """The action word of a row as the vocabulary writes it; a row without one is a pledge."""
    return row.get("action", Action.PLEDGE.value).lower().replace(" ", "_").replace("-", "_")


def flat(payload: Json) -> dict[str, str]:
    """A row as text by column, without blanks: nested sources and donors of the API take their table form."""
    row: dict[str, str] = {}
    for name, stated in payload.items():
        # The short way for most cells of a large table: nothing in them can need replacing.
        if isinstance(stated, str) and stated.isascii() and "\x00" not in stated and name.isascii():
            if cell := stated.strip():
                row[name] = cell
            else:
                row.pop(name, None)
            continue
        name, value = storable(name), storable(stated)  # noqa: PLW2901 - the name as it can be stored
        if name == "source" and isinstance(value, dict):
            row.update({f"source_{key}": text(part) for key, part in value.items()})
        elif name == "donors" and isinstance(value, list):
            row[name] = ";".join(party(one) for one in value)
        else:
            row[name] = text(value)
    return row if all(row.values()) else {name: value for name, value in row.items() if value}


def changes_in_words(before: Json, after: Json) -> str:
    """Each cell that differs between two payloads, as it was and as it is."""
    old, new = flat(before), flat(after)
    names = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return "; ".join(f"{name} “{old.get(name, '')}” → “{new.get(name, '')}”" for name in names)


def is_same_statement(before: Json, after: Json) -> bool:
    """Whether a payload says again, perhaps corrected, what another one said, and not something else in its place."""
    old, new = flat(before), flat(after)
    if action_of(old) != action_of(new):
        return False
    names = {old.get("external_reference", ""), new.get("external_reference", "")}
    if names != {""}:
        return len(names) == 1
    return any(old.get(name) and old.get(name) == new.get(name) for name in ("target", "reference", "donors", "system"))


def party(value: Any) -> str:
    """One donor of the API's list as `code:role:share:words`."""
    if not isinstance(value, dict):
        return text(value)
    parts = [text(value.get(key)) for key in ("code", "role", "share", "words")]
    return ":".join(parts).rstrip(":")


def text(value: Any) -> str:
    """A cell as text without surrounding blanks; None is blank."""
    if value is None:
        return ""
    # The API answers estimates and windows as objects; sent back, their words count.
    if isinstance(value, dict) and "text" in value:
        value = value["text"]
    if isinstance(value, bool):
        return "true" if value else ""
    return str(value).replace("\N{NO-BREAK SPACE}", " ").strip()
