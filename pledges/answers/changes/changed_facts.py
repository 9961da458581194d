"""What the facts of a page say, read by their keys: one query for each kind of fact that is on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from meetings.choices import DatePrecision
from pledges.answers.figure_values import (
    SOURCE_COLUMNS,
    SYSTEM_COLUMNS,
    Figure,
    Party,
    SourceRef,
    SystemRef,
    figure,
    stated_estimate,
    window,
)
from pledges.answers.moment_relations import fetch
from pledges.answers.pledge_parties import parties_of_terms
from pledges.projections.change_kinds import CORRECTS, FORMER_TERMS, KINDS, OPENS
from pledges.projections.fact_conditions import is_voided
from pledges.values.choices import TERMS_WORDS
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate
from pledges.values.fact_names import name_fact, public_name


class LedgerPlace(NamedTuple):
    """The place of a fact: its version, and its position there. It stays good for ever."""

    version: int
    position: int

    @property
    def name(self) -> str:
        """The place as readers pass it on, such as 12.340."""
        return name_fact(self.version, self.position)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact of the ledger as it was published. What does not apply to its kind is empty.

    Parties, meeting and the like of a pledge are those of the terms that stood in the version of the fact; `linked` is
    the pledge that a new one restates or adds to. `changed` names what new terms changed, `replaces` are the facts that
    this one corrects.
    """

    id: int
    kind: str
    place: LedgerPlace
    published_at: datetime
    type: str
    source: SourceRef
    quote: str
    replaces: tuple[str, ...]
    occurred: DateWindow | None = None
    pledge: str | None = None
    new_pledge: bool = False
    corrected: bool = False
    system: SystemRef | None = None
    unit: str = ""
    stage: str = ""
    parties: tuple[Party, ...] = ()
    quantity: Estimate | None = None
    amount: Estimate | None = None
    currency: str = ""
    value_eur: Figure | None = None
    meeting: str | None = None
    coalition: str | None = None
    coalition_name: str = ""
    initiative: str | None = None
    initiative_name: str = ""
    due: DateWindow | None = None
    former_due: DateWindow | None = None
    changed: tuple[str, ...] = ()
    linked: str | None = None
    basis: str = ""
    stated_by: str = ""
    role: str = ""
    outstanding: bool = False
    measure: str = ""


Row = dict[str, Any]

WINDOW = ("text", "start", "end", "precision")
ESTIMATE = ("text", "low", "best", "high")


def columns(name: str, parts: tuple[str, ...], *, of: str = "fact") -> list[str]:
    return [f"{of}.{name}_{part} AS {name}_{part}" for part in parts]


def rename_columns(old: str, new: str, parts: tuple[str, ...], *, of: str = "fact") -> list[str]:
    return [f"{of}.{old}_{part} AS {new}_{part}" for part in parts]


TERMS_THEN = f"""
    LEFT JOIN LATERAL (
        SELECT t.* FROM pledges_terms AS t
        WHERE t.pledge_id = fact.pledge_id AND t.version_id <= fact.version_id
        ORDER BY {is_voided("t.id", "terms_id", among="{0}.version_id <= fact.version_id")},
            t.version_id DESC, t.position DESC
        LIMIT 1
    ) AS terms ON true
"""
"""The last terms that stood in the version of an entry, or the last that there were."""

NAMES = """
    LEFT JOIN meetings_meeting AS meeting ON meeting.id = terms.meeting_id
    LEFT JOIN meetings_coalition AS coalition ON coalition.id = terms.coalition_id
    LEFT JOIN meetings_initiative AS initiative ON initiative.id = terms.initiative_id
    LEFT JOIN pledges_pledge AS linked ON linked.id = coalesce(terms.restates_id, terms.adds_id)
"""
PARTIES_TEXT = """
    (SELECT string_agg(concat_ws(':', tp.donor_id, tp.role, tp.share), ';' ORDER BY tp.donor_id, tp.role)
     FROM pledges_termsparty AS tp WHERE tp.terms_id = {terms}.id)
"""
COMPARED = {
    **{
        name: (f"former.{name}_id", f"fact.{name}_id")
        for name in (
            *("beneficiary", "meeting", "coalition", "initiative", "package"),
            *("restates", "adds", "compensates"),
        )
    },
    **{word: (f"former.{word}", f"fact.{word}") for word in TERMS_WORDS},
    "due": ("(former.due_start, former.due_end)", "(fact.due_start, fact.due_end)"),
    "donors": (PARTIES_TEXT.format(terms="former"), PARTIES_TEXT.format(terms="fact")),
}
CHANGED = ", ".join(
    f"CASE WHEN {old} IS DISTINCT FROM {new} THEN '{name}' END" for name, (old, new) in sorted(COMPARED.items())
)

SYSTEM_OF_FACT = [f"{column} AS system_{column.removeprefix('system.')}" for column in SYSTEM_COLUMNS.split(", ")]
OF_PLEDGE = [
    *("p.reference AS pledge", *SYSTEM_OF_FACT, "p.unit AS unit", "terms.id AS terms"),
    *("meeting.slug AS meeting", "coalition.slug AS coalition", "coalition.name AS coalition_name"),
    *("initiative.slug AS initiative", "initiative.name AS initiative_name", "linked.reference AS linked"),
    *columns("due", WINDOW, of="terms"),
    "terms.due_deadline AS due_deadline",
]
HOLDER = ["donor.code AS donor_code", "donor.name AS donor_name"]

SELECTED: dict[str, tuple[list[str], str]] = {
    "entry": (
        [
            *OF_PLEDGE,
            *columns("occurred", WINDOW),
            *columns("quantity", ESTIMATE),
            *columns("amount", ESTIMATE),
            *columns("value_eur", ESTIMATE[1:]),
            *("fact.currency AS currency", "fact.stage AS stage", f"{OPENS} AS new_pledge"),
        ],
        f"{TERMS_THEN} {NAMES}",
    ),
    "terms": (
        [
            *OF_PLEDGE,
            *("'' AS occurred_text", "fact.effective_start AS occurred_start", "fact.effective_start AS occurred_end"),
            *rename_columns("due", "former_due", WINDOW, of="former"),
            "former.due_deadline AS former_due_deadline",
            f"CASE WHEN former.id IS NOT NULL THEN array_remove(ARRAY[{CHANGED}], NULL) END AS changed",
            f"{CORRECTS.format(former='former.id')} AS corrected",
        ],
        f"""
            JOIN pledges_terms AS terms ON terms.id = fact.id {NAMES}
            LEFT JOIN LATERAL ({FORMER_TERMS}) AS former ON true
        """,
    ),
    "requirement": (
        [
            *SYSTEM_OF_FACT,
            *("fact.unit AS unit", "fact.basis AS basis", "fact.stated_by AS stated_by", "meeting.slug AS meeting"),
            *("initiative.slug AS initiative", "initiative.name AS initiative_name", "fact.currency AS currency"),
            *rename_columns("stated", "occurred", WINDOW),
            *columns("due", WINDOW),
            *columns("quantity", ESTIMATE),
            *columns("amount", ESTIMATE),
            *columns("value_eur", ESTIMATE[1:]),
        ],
        """
            LEFT JOIN meetings_meeting AS meeting ON meeting.id = fact.meeting_id
            LEFT JOIN meetings_initiative AS initiative ON initiative.id = fact.initiative_id
        """,
    ),
    "stock": (
        [
            *(*SYSTEM_OF_FACT, "fact.unit AS unit", *HOLDER),
            *rename_columns("as_of", "occurred", WINDOW),
            *rename_columns("total", "quantity", ESTIMATE),
        ],
        "JOIN meetings_donor AS donor ON donor.id = fact.holder_id",
    ),
    "asserted_total": (
        [
            *(*SYSTEM_OF_FACT, "fact.unit AS unit", *HOLDER),
            *("fact.stage AS stage", "fact.outstanding AS outstanding", "fact.measure AS measure"),
            *("fact.currency AS currency", "meeting.slug AS meeting"),
            *rename_columns("as_of", "occurred", WINDOW),
            *columns("quantity", ESTIMATE),
            *columns("amount", ESTIMATE),
            *columns("value_eur", ESTIMATE[1:]),
        ],
        """
            JOIN meetings_donor AS donor ON donor.id = fact.donor_id
            LEFT JOIN meetings_meeting AS meeting ON meeting.id = fact.meeting_id
        """,
    ),
    "completeness": (
        [*SYSTEM_OF_FACT, *HOLDER, *rename_columns("as_of", "occurred", WINDOW)],
        "LEFT JOIN meetings_donor AS donor ON donor.id = fact.donor_id",
    ),
    "membership": (
        [
            *(*HOLDER, "fact.role AS role", "coalition.slug AS coalition", "coalition.name AS coalition_name"),
            *("initiative.slug AS initiative", "initiative.name AS initiative_name"),
            *rename_columns("joined", "occurred", WINDOW),
            *rename_columns("count", "quantity", ESTIMATE),
        ],
        """
            JOIN meetings_donor AS donor ON donor.id = fact.donor_id
            LEFT JOIN meetings_coalition AS coalition ON coalition.id = fact.coalition_id
            LEFT JOIN meetings_initiative AS initiative ON initiative.id = fact.initiative_id
        """,
    ),
}
"""What is read of each kind of fact, and from where besides."""


def facts_of(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Fact]:
    by_kind: dict[str, list[int]] = {}
    for kind, key in keys:
        by_kind.setdefault(kind, []).append(key)
    rows = [(kind, row) for kind, ids in sorted(by_kind.items()) for row in rows_of(kind, ids)]
    parties = parties_of_terms({row["terms"] for _, row in rows if row.get("terms")})
    return {(kind, row["id"]): read_fact(kind, row, parties) for kind, row in rows}


PAIRED = """(
    NOT EXISTS (SELECT FROM pledges_changesetrow AS r WHERE r.id = fact.row_id AND r.payload->>'action' = 'source')
    OR fact.position - v.position = (
        SELECT count(*) FROM pledges_void AS w WHERE w.row_id = fact.row_id AND w.version_id = fact.version_id
    )
)"""
"""Whether a fact replaces what a void of its row took back: of a corrected source, each replaces its own former one."""


def rows_of(kind: str, ids: list[int]) -> list[Row]:
    """The facts of one kind, as columns by name."""
    fact, (own, joins) = KINDS[kind], SELECTED[kind]
    corrected = f"""
        ARRAY(SELECT {public_name("other")}
              FROM pledges_void AS v JOIN {fact.table} AS other ON other.id = v.{kind}_id
              WHERE v.row_id = fact.row_id AND v.version_id = fact.version_id AND {PAIRED} ORDER BY 1) AS replaces
    """
    items = [
        *("fact.id AS id", "fact.version_id AS version", "fact.position AS position", "number.published_at AS at"),
        *(f"{fact.type} AS type", "fact.quote AS quote", corrected, *SOURCE_ITEMS, *own),
    ]
    sql = f"""
        SELECT {", ".join(items)} FROM {fact.table} AS fact {fact.joins} {joins}
        JOIN pledges_datasetversion AS number ON number.number = fact.version_id
        JOIN meetings_source AS source ON source.id = fact.source_id
        WHERE fact.id = ANY(%(ids)s)
    """
    names = [item.rsplit(" AS ", 1)[1].strip() for item in items]
    return [dict(zip(names, row, strict=True)) for row in fetch(sql, {"ids": ids})]


SOURCE_ITEMS = [f"{column} AS source_{column.removeprefix('source.')}" for column in SOURCE_COLUMNS.split(", ")]
AS_THEY_ARE = (
    *("quote", "pledge", "unit", "stage", "currency", "meeting", "coalition", "coalition_name", "initiative"),
    *("initiative_name", "linked", "basis", "stated_by", "role", "new_pledge", "corrected", "outstanding", "measure"),
)


def read_fact(kind: str, row: Row, parties: dict[int, tuple[Party, ...]]) -> Fact:
    kept = {name: row[name] for name in AS_THEY_ARE if row.get(name) is not None}
    own = parties.get(row.get("terms") or 0, ())
    if row.get("donor_code"):
        own = (Party(row["donor_code"], row["donor_name"], "", None, ""),)
    return Fact(
        id=row["id"],
        kind=kind,
        place=LedgerPlace(row["version"], row["position"]),
        published_at=row["at"],
        type=row["type"],
        source=SourceRef(*(row[f"source_{name}"] for name in SourceRef._fields)),
        replaces=tuple(row["replaces"]),
        occurred=read_window(row, "occurred"),
        system=SystemRef(*(row[f"system_{name}"] for name in SystemRef._fields)) if row.get("system_slug") else None,
        parties=own,
        quantity=read_estimate(row, "quantity"),
        amount=read_estimate(row, "amount"),
        value_eur=figure(*(row.get(f"value_eur_{end}") for end in ESTIMATE[1:])),
        due=read_window(row, "due"),
        former_due=read_window(row, "former_due"),
        changed=tuple(row.get("changed") or ()),
        **kept,
    )


def read_window(row: Row, name: str) -> DateWindow | None:
    text, start, end, precision = (row.get(f"{name}_{part}") for part in WINDOW)
    is_deadline = row.get(f"{name}_deadline") and end is not None
    return window(text or "", start, end, DatePrecision.DEADLINE if is_deadline else precision or "")


def read_estimate(row: Row, name: str) -> Estimate | None:
    text, *bounds = (row.get(f"{name}_{part}") for part in ESTIMATE)
    return stated_estimate(text or "", *bounds)
