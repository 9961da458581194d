"""What a write asks for: its members and rows in the right types, or every fault with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pledges.answers.filters import Problem
from pledges.answers.filters.parameter_problems import suggestion
from pledges.api.api_refusals import ApiRefusal
from pledges.api.write.json_documents import MOST_SAID, NumberText, escape_pointer, printable
from pledges.intake.row_columns import SOURCE_COLUMNS, STATED_KINDS, CellKind, names_of_kind
from pledges.intake.row_limits import LONGEST_CELL, MOST_CELLS, MOST_ROWS
from pledges.ledger import Json

MOST_DONORS = 100
LONGEST_TITLE = 200
LONGEST_REASON = 1000

PARTY_MEMBERS = ("code", "role", "share", "words")
SOURCE_MEMBERS = tuple(name.removeprefix("source_") for name in SOURCE_COLUMNS)
STATED = frozenset(names_of_kind(*STATED_KINDS))
"""Cells that may be given as this API gives them: an object with the words in `text`."""
STATED_MEMBERS = ("text", "low", "best", "high", "unbounded", "start", "end", "precision")
"""The members of such an object; the words in `text` are read, the rest follows from them."""

TICKS = frozenset(names_of_kind(CellKind.TICK))

PLANNED_HASH = re.compile("[0-9a-f]{64}")

Reader = Callable[["Faults", Any, str], Any]


class Faults:
    """The faults of one document, gathered while it is read."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, at: str, code: str, message: str, hint: str = "") -> None:
        self.found.append(Problem(at, code, message, hint))

    def refuse(self) -> None:
        """Refuse the document if it has faults.

        :raises ApiRefusal: with all of them.
        """
        if self.found:
            count = len(self.found)
            detail = f"The body has {count} fault{'s' if count > 1 else ''}; nothing was stored."
            raise ApiRefusal(422, "invalid_body", detail, errors=self.found[:MOST_SAID])


def read_members(document: Any, readers: Mapping[str, Reader], *, required: Sequence[str] = ()) -> Json:
    """The members of a document as their readers understand them.

    :raises ApiRefusal: one is unknown, missing, or of the wrong type; with every fault.
    """
    faults = Faults()
    values: Json = {}
    if not isinstance(document, dict):
        faults.add("", "type", f"the body is {kind_of(document)}", "an object")
        faults.refuse()
    for name, value in document.items():
        if name not in readers:
            hint = suggestion(name, readers) if readers else "This step takes no body."
            faults.add(f"/{escape_pointer(name)}", "unknown_member", f"no member is called “{printable(name)}”", hint)
        elif value is not None:
            values[name] = readers[name](faults, value, f"/{name}")
    for name in required:
        if name not in values:
            faults.add(f"/{name}", "required", f"{name} is missing", f"Add “{name}” to the body.")
    faults.refuse()
    return values


def line(longest: int) -> Reader:
    def read(faults: Faults, value: Any, at: str) -> str:
        if not is_text(value):
            faults.add(at, "type", f"it is {kind_of(value)}", "text")
            return ""
        text = " ".join(value.split())
        if not text or len(text) > longest or not text.isprintable():
            faults.add(at, "length", "it is blank, too long, or holds control characters", f"1 to {longest} characters")
        return text

    return read


def words(faults: Faults, value: Any, at: str) -> str:
    """The words of a reason or a note, which may have several lines."""
    if not is_text(value):
        faults.add(at, "type", f"it is {kind_of(value)}", "text")
        return ""
    text = str(value).strip()
    plain = text.replace("\n", " ").replace("\r", " ").replace("\t", " ").isprintable()
    if not text or len(text) > LONGEST_REASON or not plain:
        hint = f"plain words, up to {LONGEST_REASON:,} characters"
        faults.add(at, "length", "it is blank, too long, or holds control characters", hint)
    return text.replace("\t", " ")


def planned_hash(faults: Faults, value: Any, at: str) -> str:
    if not is_text(value) or not PLANNED_HASH.fullmatch(value):
        faults.add(at, "form", f"it is {kind_of(value)} that is no hash", "the planned_hash of GET plan/, as it is")
        return ""
    return str(value)


def rows(faults: Faults, value: Any, at: str) -> list[Json]:
    """The rows of a change set; what is in their cells is the planner's to judge."""
    if not isinstance(value, list):
        faults.add(at, "type", f"it is {kind_of(value)}", "a list of rows")
        return []
    if len(value) > MOST_ROWS:
        faults.add(at, "too_many", f"there are {len(value):,} rows", f"up to {MOST_ROWS:,}; more in a further one")
        return []
    return [row(faults, one, f"{at}/{index}") for index, one in enumerate(value)]


def row(faults: Faults, value: Any, at: str) -> Json:
    """A row: cells as text, a source and a list of donors as objects; empty cells are left out."""
    if not isinstance(value, dict):
        faults.add(at, "type", f"the row is {kind_of(value)}", "an object")
        return {}
    if len(value) > MOST_CELLS:
        faults.add(at, "too_many", f"the row has {len(value)} cells", f"up to {MOST_CELLS}")
        return {}
    found: Json = {}
    for name, part in value.items():
        where = f"{at}/{escape_pointer(name)}"
        if name == "donors" and isinstance(part, list):
            found[name] = parties(faults, part, where)
        elif name == "source" and isinstance(part, dict):
            found[name] = texts(faults, part, where, SOURCE_MEMBERS)
        elif part is not None:
            found[name] = cell(faults, name, part, where)
    return {name: part for name, part in found.items() if part is not None}


def cell(faults: Faults, name: str, value: Any, at: str) -> Any:
    if name in TICKS and isinstance(value, bool):
        return value
    if name in STATED and isinstance(value, dict) and is_text(value.get("text")):
        value = texts(faults, value, at, STATED_MEMBERS)["text"]
    return text_of(faults, value, at, hint=cell_hint(name))


def cell_hint(name: str) -> str:
    if name == "donors":
        return "a list of {code, role, share}, or text"
    if name == "source":
        return f"an object with {', '.join(SOURCE_MEMBERS)}"
    return "text or a number"


def text_of(faults: Faults, value: Any, at: str, *, hint: str = "text or a number") -> str | None:
    if not isinstance(value, str):
        faults.add(at, "type", f"it is {kind_of(value)}", hint)
        return None
    if len(value) > LONGEST_CELL:
        faults.add(at, "length", f"it has {len(value):,} characters", f"up to {LONGEST_CELL:,}")
        return None
    return str(value)


def texts(faults: Faults, value: Json, at: str, known: Sequence[str]) -> Json:
    found = {}
    for name, part in value.items():
        where = f"{at}/{escape_pointer(name)}"
        if name not in known:
            faults.add(where, "unknown_member", f"no member is called “{printable(name)}”", suggestion(name, known))
        elif part is not None:
            found[name] = text_of(faults, part, where)
    return found


def parties(faults: Faults, value: list[Any], at: str) -> list[Json]:
    if len(value) > MOST_DONORS:
        faults.add(at, "too_many", f"there are {len(value)} donors", f"up to {MOST_DONORS}")
        return []
    found = []
    for index, one in enumerate(value):
        where = f"{at}/{index}"
        if not isinstance(one, dict):
            faults.add(where, "type", f"the donor is {kind_of(one)}", "an object with code, role and share")
            continue
        members = texts(faults, one, where, PARTY_MEMBERS)
        if not (members.get("code") or "").strip():
            faults.add(f"{where}/code", "required", "the code is missing", "DEU")
        for name, part in members.items():
            separators = ";" if name == "words" else ";:"
            if any(sign in (part or "") for sign in separators):
                faults.add(f"{where}/{name}", "characters", "it holds a separator of tables", "no “;” and no “:”")
        found.append(members)
    return found


def decisions(faults: Faults, value: Any, at: str) -> list[Json]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_ROWS:
        faults.add(at, "type", f"it is {kind_of(value)}", "a list of {pair, outcome, reason}")
        return []
    found = []
    for index, one in enumerate(value):
        where = f"{at}/{index}"
        if not isinstance(one, dict):
            faults.add(where, "type", f"the decision is {kind_of(one)}", "an object with pair, outcome and reason")
            continue
        members = texts(faults, one, where, ("pair", "outcome", "reason"))
        for name in ("pair", "outcome"):
            if not members.get(name):
                faults.add(f"{where}/{name}", "required", f"the {name} is missing", "GET plan/ lists the pairs.")
        if members.get("reason"):
            members["reason"] = words(faults, members["reason"], f"{where}/reason")
        found.append(members | {"at": where})
    return found


def is_text(value: Any) -> bool:
    return isinstance(value, str) and not isinstance(value, NumberText)


def kind_of(value: Any) -> str:
    if isinstance(value, NumberText):
        return "a number"
    names = {bool: "true or false", dict: "an object", list: "a list", str: "text"}
    return names.get(type(value), "null")
