"""What is wrong with a cell, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from pledges.ledger import Json
from pledges.values.nearest_word import nearest_word


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One fault: in which row and column, the value as it stands, the rule it breaks, and a hint."""

    row: int
    column: str
    value: str
    rule: str
    message: str
    hint: str = ""

    def to_json(self) -> Json:
        return asdict(self)


def did_you_mean(value: str, known: Iterable[str]) -> str:
    close = nearest_word(value, known)
    return f"did you mean {close}?" if close else ""


def did_you_mean_code(code: str, name: str) -> str:
    """A hint that names a code as a cell holds it, with the name that it stands for unless that is the same."""
    return f"did you mean {code}?" if code.casefold() == name.casefold() else f"did you mean {code} ({name})?"
