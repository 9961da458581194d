"""The columns of a change-set row: the same names in a table's header, in the API, in the grid and in the forms.

What is said here of a column is all that the header of a file, the forms, the words beneath a cell, the API and the
planner know of it. A plain one goes from its cell into the field of the same name of the terms or of the entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices

from meetings.choices import Confidence, MeetingMode, MeetingStatus, SourceGrade
from pledges.values.choices import (
    Action,
    AidType,
    AmountBasis,
    AssertedBy,
    Definition,
    Provision,
    RequirementBasis,
    Stage,
    SumMeasure,
)


class CellKind(StrEnum):
    """How a cell is read."""

    WORDS = "words"
    CHOICE = "choice"
    QUANTITY = "quantity"
    AMOUNT = "amount"
    WINDOW = "window"
    DAY = "day"
    PARTIES = "parties"
    SYSTEM = "system"
    NAME = "name"
    TICK = "tick"


STATED_KINDS = frozenset({CellKind.QUANTITY, CellKind.AMOUNT, CellKind.WINDOW})
"""What the ledger keeps in the words of the source, beside what they mean."""

PROMISED, WHEN, SOURCE = "What was promised", "When and where", "Source"
LINKS, FURTHER = "Links and identity", "Entries, needs, stocks, memberships"
GATHERED = "A meeting that is not there yet"
GROUPS = (PROMISED, WHEN, SOURCE, LINKS, FURTHER, GATHERED)
"""The headings under which people look for columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Its words say what it holds; label and hint stand in forms, which leave out one without a label.

    `aliases` are other words for it in headers, `completes` the list that completes what is typed, `longest` how many
    characters are kept where nothing else limits them, `differs` what another action calls and takes.
    """

    name: str
    words: str
    group: str
    actions: frozenset[Action]
    kind: CellKind = CellKind.WORDS
    label: str = ""
    hint: str = ""
    vocabulary: type[TextChoices] | None = None
    default: str = ""
    plain: bool = False
    aliases: tuple[str, ...] = ()
    completes: str = ""
    longest: int = 0
    long: bool = False
    differs: Mapping[Action, Mapping[str, Any]] = field(default_factory=dict)

    def of(self, action: Action) -> Column:
        return replace(self, **self.differs.get(action, {}))

    @property
    def vocabularies(self) -> list[type[TextChoices]]:
        """The vocabularies that its word may be of, one unless actions differ."""
        return [one for one in (self.vocabulary, *(more.get("vocabulary") for more in self.differs.values())) if one]

    @property
    def of_source(self) -> bool:
        """Whether rows of every action have it: the source, the words beside the fact, what the row is called."""
        return self.actions >= CITING


EVERY = frozenset(Action)
CITING = EVERY - {Action.SOURCE}
"""All that state a fact, in words of a source; a row about a source itself quotes nothing."""
CORRECTION = frozenset({Action.CORRECT})
"""A correction has the columns of whatever it corrects; which these are, the planner says of its target."""
TERMS = frozenset({Action.PLEDGE, Action.TERMS}) | CORRECTION
ENTRY = frozenset({Action.PLEDGE, Action.ENTRY}) | CORRECTION
COUNTED = frozenset({Action.PLEDGE, Action.REQUIREMENT, Action.STOCK, Action.ASSERTED_TOTAL}) | CORRECTION
NEED = frozenset({Action.REQUIREMENT}) | CORRECTION
STOCK = frozenset({Action.STOCK}) | CORRECTION
MEMBER = frozenset({Action.MEMBERSHIP}) | CORRECTION
SUM = frozenset({Action.ASSERTED_TOTAL}) | CORRECTION
LIST = frozenset({Action.COMPLETENESS}) | CORRECTION
OF_SOURCE = frozenset({Action.SOURCE})
ACTING = frozenset({Action.VOID}) | CORRECTION
MEETING = frozenset({Action.MEETING})

TABLE = (
    Column("action", "kind of row: pledge, entry, requirement …", LINKS, EVERY, CellKind.CHOICE, vocabulary=Action,
        default=Action.PLEDGE.value, aliases=("row type", "kind of row")),
    Column("target", "published fact that is corrected or taken back", LINKS, ACTING | OF_SOURCE, label="Fact",
        hint="12.340, or 2025-DEU-014 delivered 2025-03-01", longest=2000, aliases=("fact", "corrects", "takes back"),
        differs={Action.SOURCE: {"label": "Source", "hint": "source:12, or its address"}}),
    Column("reference", "pledge that the row is about", LINKS, ENTRY | TERMS | ACTING, label="Pledge",
        hint="2025-DEU-014", aliases=("pledge", "ramstein reference"),
        differs={one: {"label": "Of the pledge", "hint": "where given, the fact has to be of it"} for one in ACTING}),
    Column("donors", "donor, with role and share", PROMISED, TERMS | STOCK | MEMBER | SUM | LIST, CellKind.PARTIES,
        label="Donor and role", hint="Germany; Norway:stock_owner", completes="donor",
        aliases=("donor", "country", "countries", "party", "parties", "given by", "from"),
        differs={Action.STOCK: {"label": "Holder"},
        Action.COMPLETENESS: {"label": "Of the donor", "hint": "Germany; blank where the list is of a system"},
        Action.MEMBERSHIP: {"label": "Member, and role", "hint": "Germany:lead, Norway:member"}}),
    Column("system", "system", PROMISED, COUNTED | LIST, CellKind.SYSTEM, label="System", hint="Patriot",
        completes="system", aliases=("item", "items", "weapon", "weapon system", "equipment", "what"),
        differs={Action.COMPLETENESS: {"label": "Of the system", "hint": "Patriot; blank where it is of all"}}),
    Column("unit", "unit counted in", PROMISED, COUNTED, label="Unit", hint="blank where there is only one",
        completes="unit", aliases=("counted in", "unit of count")),
    Column("stage", "stage: announced, committed, delivered …", PROMISED, ENTRY | SUM, CellKind.CHOICE,
        label="Stage", vocabulary=Stage, completes="stage", aliases=("status", "state")),
    Column("basis", "basis of the amount", PROMISED, ENTRY | NEED, CellKind.CHOICE, label="Basis",
        vocabulary=AmountBasis, differs={Action.REQUIREMENT: {"vocabulary": RequirementBasis}}),
    Column("quantity", "how many", PROMISED, ENTRY | COUNTED, CellKind.QUANTITY, label="How many, in words",
        hint="about 200, up to 1k, 10-12",
        aliases=("how many", "number", "no", "no of units", "units", "qty", "pieces"),
        differs={Action.STOCK: {"label": "Total, in words"}}),
    Column("unavailable", "of a stock: unavailable", FURTHER, STOCK, CellKind.QUANTITY, label="Of these unavailable",
        hint="2"),
    Column("committed_elsewhere", "of a stock: committed elsewhere", FURTHER, STOCK, CellKind.QUANTITY,
        label="Of these committed elsewhere", hint="at least 1"),
    Column("amount", "amount of money", PROMISED, ENTRY | NEED | SUM, CellKind.AMOUNT, label="Amount",
        hint="€325m, about $1.2 billion", aliases=("value", "money", "sum", "cost")),
    Column("currency", "currency", PROMISED, ENTRY | NEED | SUM, label="Currency",
        hint="only where the amount does not say it"),
    Column("value_eur", "value in euro, as the source converts it", PROMISED, ENTRY, CellKind.AMOUNT,
        label="In euro, as the source converts it", hint="104.5m; “reference rate” converts anew",
        aliases=("value in eur", "eur", "amount eur", "amount in eur", "euro")),
    Column("occurred", "said or happened on", WHEN, ENTRY | TERMS | NEED | STOCK | MEMBER | SUM | LIST | MEETING,
        CellKind.WINDOW,
        label="When", hint="21 July 2025, Q2 2025, by 15 July 2024, unknown",
        aliases=("date", "day", "when", "announced", "announcement date", "announced on"),
        differs={Action.PLEDGE: {"label": "Said on"}, Action.TERMS: {"label": "In force from"},
        Action.REQUIREMENT: {"label": "Stated on"}, Action.STOCK: {"label": "As of"},
        Action.MEMBERSHIP: {"label": "Joined"}, Action.ASSERTED_TOTAL: {"label": "As of"},
        Action.COMPLETENESS: {"label": "Complete to", "hint": "30 June 2024"},
        Action.MEETING: {"label": "Held on"}}),
    Column("count", "how many members, where the source names none", FURTHER, MEMBER, CellKind.QUANTITY,
        label="How many, where none is named", hint="15, more than 10"),
    Column("as_of", "known as of", FURTHER, MEMBER, CellKind.WINDOW, label="Known as of", hint="2025-07-21"),
    Column("due", "due", WHEN, TERMS | NEED, CellKind.WINDOW, label="Due",
        hint="Q4 2025, winter, by the end of 2025",
        aliases=("due date", "deadline", "delivery date", "by when", "deliver by"),
        differs={Action.REQUIREMENT: {"label": "Needed by"},
        Action.TERMS: {"hint": "the new date; what is left blank stays as it was"}}),
    Column("definition", "what delivered means", FURTHER, ENTRY, CellKind.CHOICE, label="What delivered means here",
        vocabulary=Definition, plain=True),
    Column("asserted_by", "said by donor, recipient or third party", FURTHER, ENTRY, CellKind.CHOICE,
        label="Said by", vocabulary=AssertedBy, plain=True),
    Column("stated_by", "who states the need", FURTHER, NEED, label="Stated by", hint="President of Ukraine",
        longest=200),
    Column("meeting", "meeting", WHEN, TERMS | NEED | SUM | MEETING, CellKind.NAME, label="Meeting", hint="udcg-29",
        completes="meeting", aliases=("udcg meeting", "contact group", "contact group meeting"),
        differs={Action.MEETING: {"label": "", "kind": CellKind.WORDS}}),
    Column("coalition", "coalition", WHEN, TERMS | MEMBER, CellKind.NAME, label="Coalition", hint="air-defence",
        completes="coalition"),
    Column("initiative", "initiative", WHEN, TERMS | NEED | MEMBER, CellKind.NAME, label="Initiative", hint="purl",
        completes="initiative"),
    Column("package", "package", WHEN, TERMS, CellKind.NAME, label="Package"),
    Column("beneficiary", "beneficiary, where not Ukraine", PROMISED, TERMS, label="Beneficiary",
        hint="Ukraine unless stated", completes="donor", aliases=("recipient", "to")),
    Column("aid_type", "type of aid", PROMISED, TERMS, CellKind.CHOICE, label="Type of aid", vocabulary=AidType,
        default=AidType.MILITARY.value, plain=True, aliases=("type of aid", "aid")),
    Column("provision", "where it comes from: stock, purchase, loan …", PROMISED, TERMS, CellKind.CHOICE,
        label="Origin", vocabulary=Provision, default=Provision.UNKNOWN.value, plain=True,
        aliases=("origin", "provided from", "type of provision")),
    Column("restates", "restates the pledge", LINKS, TERMS, label="Restates the pledge",
        hint="2024-DEU-003: counts nothing"),
    Column("adds", "adds to the pledge", LINKS, TERMS, label="Adds to the pledge",
        hint="2024-DEU-003: a further promise"),
    Column("compensates", "compensates the pledge", LINKS, TERMS, label="Compensates the pledge"),
    Column("same_wish_as", "need of which it is another count", LINKS, NEED, label="Another count of the need",
        hint="12.340: the same wish in another unit"),
    Column("measure", "of what it is a sum: delivered, promised, outstanding, held", FURTHER, SUM, CellKind.CHOICE,
        label="Of what it is the sum", vocabulary=SumMeasure),
    Column("outstanding", "is a sum of what is still owed", FURTHER, SUM, CellKind.TICK,
        label="Is the sum of what is still owed"),
    Column("part", "of a sum: the part of the aid that it is of, where not of all", FURTHER, SUM,
        label="Of which part of the aid", hint="2025, or a fund; blank where it is of all", longest=200),
    Column("forum", "of a meeting: its forum", GATHERED, MEETING, label="Forum", hint="udcg", longest=40),
    Column("meeting_number", "of a meeting: its number", GATHERED, MEETING, label="Number", hint="29"),
    Column("meeting_status", "of a meeting: held, or planned", GATHERED, MEETING, CellKind.CHOICE,
        label="Held or planned", vocabulary=MeetingStatus, default=MeetingStatus.HELD.value),
    Column("place", "of a meeting: its place", GATHERED, MEETING, label="Place", hint="Ramstein", longest=100),
    Column("mode", "of a meeting: in person or online", GATHERED, MEETING, CellKind.CHOICE, label="How",
        vocabulary=MeetingMode),
    Column("chairs", "of a meeting: who chaired", GATHERED, MEETING, label="Chairs",
        hint="Germany: Boris Pistorius; GBR", longest=4000, long=True),
    Column("absent", "of a meeting: who is stated to have been absent", GATHERED, MEETING, label="Absent", longest=4000,
        long=True),
    Column("online", "of a meeting: who joined online", GATHERED, MEETING, label="Joined online", longest=4000,
        long=True),
    Column("in_person", "of a meeting: who was there in person", GATHERED, MEETING, label="Attended in person",
        longest=4000, long=True),
    Column("source_url", "address of the source", SOURCE, EVERY, label="Address", hint="https://…", longest=2000,
        aliases=("link", "url", "source", "source link", "address", "web address")),
    Column("source_title", "title of the source", SOURCE, EVERY, label="Title",
        hint="where there is no address, or beside it", longest=500, aliases=("title", "headline")),
    Column("source_publisher", "publisher", SOURCE, EVERY, label="Publisher", hint="Ministry of Defence",
        longest=200, aliases=("publisher",)),
    Column("source_published", "published on", SOURCE, EVERY, CellKind.DAY, label="Published on", hint="2025-07-21",
        aliases=("published", "publication date", "source date")),
    Column("source_retrieved", "retrieved on", SOURCE, EVERY, CellKind.DAY, label="Retrieved on", hint="2025-07-22"),
    Column("source_grade", "grade of the source", SOURCE, EVERY, CellKind.CHOICE, label="Grade",
        vocabulary=SourceGrade, default=SourceGrade.UNVERIFIED.value),
    Column("quote", "words quoted", SOURCE, CITING, label="Words quoted", hint="exactly as the source says it",
        longest=1000, long=True, aliases=("words", "quotation", "text")),
    Column("kept_copy", "kept copy of the source, by its SHA-256", SOURCE, CITING - {Action.VOID},
        hint="64 signs, as the page of the copy shows them", longest=64),
    Column("note", "note", SOURCE, CITING, label="Note", hint="anything that a reader of the row should know",
        longest=1000, long=True, aliases=("notes", "remark", "remarks", "comment", "comments"),
        differs={Action.VOID: {"label": "Reason"}}),
    Column("reason", "why a fact is corrected", SOURCE, CORRECTION | OF_SOURCE, label="Why it is corrected",
        hint="said beside the old fact for ever", longest=1000, long=True, aliases=("reason for the correction",)),
    Column("confidence", "how it was seen", SOURCE, CITING, CellKind.CHOICE, label="How it was seen",
        vocabulary=Confidence),
    Column("external_reference", "identifier in the file", LINKS, EVERY, label="External reference",
        hint="scheme:value, by which a later import finds it", aliases=("external id", "id", "identifier")),
    Column("supersedes", "identifier that it replaces", LINKS, EVERY),
    Column("accepted_warnings", "warnings accepted, with the reason of each", FURTHER, EVERY,
        hint="over_delivery: both ministries say so", longest=1000, long=True, aliases=("warnings accepted",)),
)  # fmt: skip
"""In the order of the forms: as a source tells them."""

BY_NAME = {column.name: column for column in TABLE}
ALL_COLUMNS = frozenset(BY_NAME)
COLUMNS = {action: {column.name for column in TABLE if action in column.actions} for action in Action}
"""Which columns a row of each action may fill."""

LENGTHS = {column.name: column.longest for column in TABLE if column.longest}
"""How many characters the cells hold that are kept as they are; what is read (dates, quantities) says so itself."""

COPY_COLUMN = "kept_copy"
SOURCE_COLUMNS = tuple(column.name for column in TABLE if column.name.startswith("source_"))


def names_of_kind(*kinds: CellKind) -> tuple[str, ...]:
    return tuple(column.name for column in TABLE if column.kind in kinds)


def plain_columns(action: Action) -> list[Column]:
    """The columns whose word becomes the field of the same name, in the terms or the entry that it writes."""
    return [column for column in TABLE if column.plain and action in column.actions]
