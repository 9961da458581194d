"""Names a row by what it promises, so that a decision finds it again after planning anew and in any order of rows."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable

from pledges.values.choices import Action

SUBSTANCE = ("donors", "system", "unit", "quantity", "amount", "currency", "stage", "occurred", "due", "meeting")
"""The columns that make a row the promise it is: a better note or quote leaves decisions standing."""


def subjects(rows: Iterable[dict[str, str]], *, changeset: int) -> list[str]:
    """A key for every row (its cells as text) that states a pledge, blank for the others.

    The key is the external reference, else the content of the row in this change set, numbered among equals.
    """
    seen: Counter[str] = Counter()
    keys = []
    for row in rows:
        key = ""
        if row.get("action", Action.PLEDGE) == Action.PLEDGE:
            key = row.get("external_reference", "") or content_key(row, changeset=changeset)
            seen[key] += 1
            key += f":{seen[key]}" if seen[key] > 1 else ""
        keys.append(key)
    return keys


def content_key(row: dict[str, str], *, changeset: int) -> str:
    """The name of a row without an external reference."""
    said = json.dumps([row.get(column, "") for column in SUBSTANCE], ensure_ascii=False)
    return f"content:{changeset}:{hashlib.sha256(said.encode()).hexdigest()[:20]}"
