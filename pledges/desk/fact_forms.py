"""The form of a single row: which fields each action has, in the order in which a source tells them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import TextChoices
from django.http import QueryDict

from meetings.choices import Confidence, SourceGrade
from pledges.desk.cell_echo import Fault, echo_cells, faults
from pledges.desk.grid_columns import clean_cell
from pledges.desk.row_display import catalogue_for
from pledges.intake.changeset_columns import COLUMNS, flat
from pledges.ledger import Json
from pledges.values.choices import Action, AidType, AmountBasis, AssertedBy, Definition, RequirementBasis, Stage


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a row's form."""

    name: str
    label: str
    hint: str = ""
    completes: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    long: bool = False
    value: str = ""
    understood: str = ""
    faults: list[Fault] = field(default_factory=list)


def options(vocabulary: type[TextChoices]) -> tuple[tuple[str, str], ...]:
    """Return the choices of a vocabulary, with nothing first."""
    return (("", "—"), *((str(value), str(label)) for value, label in vocabulary.choices))


FACT_FIELDS = (
    Field("reference", "Pledge", "2025-DEU-014"),
    Field("donors", "Donor and role", "Germany; Norway:stock_owner", "donor"),
    Field("system", "System", "Patriot", "system"),
    Field("unit", "Unit", "blank where there is only one", "unit"),
    Field("stage", "Stage", choices=options(Stage)),
    Field("basis", "Basis"),
    Field("quantity", "How many, in words", "about 200, up to 1k, 10-12"),
    Field("unavailable", "Of these unavailable", "2"),
    Field("committed_elsewhere", "Of these committed elsewhere", "at least 1"),
    Field("amount", "Amount", "€325m, about $1.2 billion"),
    Field("currency", "Currency", "only where the amount does not say it"),
    Field("value_eur", "In euro, as the source converts it", ""),
    Field("occurred", "When", "21 July 2025, Q2 2025, by 15 July 2024, unknown"),
    Field("as_of", "Known as of", "2025-07-21"),
    Field("due", "Due", "Q4 2025, winter, by the end of 2025"),
    Field("definition", "What delivered means here", choices=options(Definition)),
    Field("asserted_by", "Said by", choices=options(AssertedBy)),
    Field("stated_by", "Stated by", "President of Ukraine"),
    Field("meeting", "Meeting", "udcg-29", "meeting"),
    Field("coalition", "Coalition", "air-defence", "coalition"),
    Field("initiative", "Initiative", "purl", "initiative"),
    Field("package", "Package", ""),
    Field("beneficiary", "Beneficiary", "Ukraine unless stated", "donor"),
    Field("aid_type", "Type of aid", choices=options(AidType)),
    Field("restates", "Restates the pledge", "2024-DEU-003: counts nothing"),
    Field("adds", "Adds to the pledge", "2024-DEU-003: a further promise"),
    Field("compensates", "Compensates the pledge", ""),
    Field("outstanding", "Is the sum of what is still owed", choices=(("", "no"), ("true", "yes"))),
)
SOURCE_FIELDS = (
    Field("source_url", "Address", "https://…"),
    Field("source_title", "Title", "where there is no address, or beside it"),
    Field("source_publisher", "Publisher", "Ministry of Defence"),
    Field("source_published", "Published on", "2025-07-21"),
    Field("source_retrieved", "Retrieved on", "2025-07-22"),
    Field("source_grade", "Grade", choices=options(SourceGrade)),
    Field("quote", "Words quoted", "exactly as the source says it", long=True),
    Field("note", "Note", "anything that a reader of the row should know", long=True),
    Field("confidence", "How it was seen", choices=options(Confidence)),
    Field("external_reference", "External reference", "scheme:value, by which a later import finds it"),
)
LABELS: dict[tuple[Action, str], str] = {
    (Action.PLEDGE, "occurred"): "Said on",
    (Action.TERMS, "occurred"): "In force from",
    (Action.REQUIREMENT, "occurred"): "Stated on",
    (Action.REQUIREMENT, "due"): "Needed by",
    (Action.STOCK, "occurred"): "As of",
    (Action.STOCK, "donors"): "Holder",
    (Action.STOCK, "quantity"): "Total, in words",
    (Action.MEMBERSHIP, "donors"): "Member, and role",
    (Action.MEMBERSHIP, "occurred"): "Joined",
    (Action.ASSERTED_TOTAL, "occurred"): "As of",
    (Action.VOID, "reference"): "Taken back",
    (Action.VOID, "note"): "Reason",
}
HINTS: dict[tuple[Action, str], str] = {
    (Action.MEMBERSHIP, "donors"): "Germany:lead, Norway:member",
    (Action.VOID, "reference"): "entry:12, terms:7, or scheme:value",
    (Action.TERMS, "due"): "the new date; what is left blank stays as it was",
}


def fields_of(action: Action) -> tuple[list[Field], list[Field]]:
    """Return the fields of an action: those of the fact, and those of its source."""
    allowed = COLUMNS[action] - ({"reference"} if action == Action.PLEDGE else set())
    return [fit_field(one, action) for one in FACT_FIELDS if one.name in allowed], [
        fit_field(one, action) for one in SOURCE_FIELDS if one.name in allowed
    ]


def fit_field(one: Field, action: Action) -> Field:
    """Return a field as an action means it."""
    if one.name == "basis":
        one = replace(one, choices=options(RequirementBasis if action == Action.REQUIREMENT else AmountBasis))
    label, hint = LABELS.get((action, one.name), one.label), HINTS.get((action, one.name), one.hint)
    return replace(one, label=label, hint=hint)


def filled_fields(
    action: Action, payload: Json, plan: Json | None, *, today: date
) -> tuple[list[Field], list[Field], list[Fault]]:
    """Return the fields with what was typed, understood and found wrong; and problems of columns without a field."""
    cells = flat(payload)
    catalogue = catalogue_for([payload])
    said = echo_cells(payload, catalogue=catalogue, today=today)
    wrong = faults(plan, catalogue=catalogue, payload=payload)
    filled = [
        [
            replace(
                one, value=cells.get(one.name, ""), understood=said.get(one.name, ""), faults=wrong.pop(one.name, [])
            )
            for one in fields
        ]
        for fields in fields_of(action)
    ]
    elsewhere = [Fault(f"{name}: {one.message}", one.hint) for name, found in wrong.items() for one in found]
    return filled[0], filled[1], elsewhere


def payload_posted(data: QueryDict, action: Action, kept: Json) -> Json:
    """Return the payload of a posted row: its fields, and what the form does not show as it was."""
    facts, sources = fields_of(action)
    names = [one.name for one in (*facts, *sources)]
    fix, _, value = data.get("fix", "").partition("|")
    typed = {name: value if name == fix else clean_cell(data.get(name, "")) for name in names}
    before = flat(kept)
    hidden = {name: cell for name, cell in before.items() if name not in names and name != "action"}
    filled = {name: cell for name, cell in typed.items() if cell}
    payload = {"action": action.value, **hidden, **filled}
    same = {"action": before.get("action", Action.PLEDGE.value), **before} == payload
    return kept if kept and same else payload
