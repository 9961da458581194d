"""How the words of the vocabularies read on pages."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext

from meetings.choices import Capability, SourceGrade
from pledges.values.choices import (
    TERMS_WORDS,
    AmountBasis,
    AssertedBy,
    ChangeType,
    Definition,
    Kind,
    NotCompared,
    Overdue,
    PartyRole,
    RateSource,
    RequirementBasis,
    Stage,
    StatusWord,
    SumMeasure,
    SumOutcome,
)
from pledges.values.figure_rules import FigurePart, FigureRule, RowSign


def label(value: str, choices: str) -> str:
    member = VOCABULARIES[choices](value) if value else None
    return str(member.label) if member else ""


VOCABULARIES: dict[str, type[TextChoices]] = {
    **TERMS_WORDS,
    "asserted_by": AssertedBy,
    "basis": AmountBasis,
    "capability": Capability,
    "change": ChangeType,
    "definition": Definition,
    "figure_part": FigurePart,
    "figure_rule": FigureRule,
    "grade": SourceGrade,
    "kind": Kind,
    "measure": SumMeasure,
    "not_compared": NotCompared,
    "overdue": Overdue,
    "rate": RateSource,
    "required": RequirementBasis,
    "role": PartyRole,
    "row_sign": RowSign,
    "stage": Stage,
    "status": StatusWord,
    "sum_outcome": SumOutcome,
}


def inside(words: object) -> str:
    """A label as it reads within a sentence: it begins small, unless with a noun that keeps its capital."""
    said = str(words)
    nouns = pgettext("nouns that begin a label and keep their capital within a sentence, parted by blanks", "NATO EU")
    first = said.split(" ", 1)[0].rstrip(",")
    is_name = first in nouns.split() or (len(first) > 1 and first.isupper())
    return said if is_name else said[:1].lower() + said[1:]


def space_word(word: str) -> str:
    return word.replace("_", " ")
