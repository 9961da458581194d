"""One pledge in full at one moment: its terms with their history, its entries, what took them back, and its links."""

from dataclasses import dataclass
from datetime import date, datetime

from pledges.answers.as_of import AsOf
from pledges.answers.fields.entry_fields import FACT_JOINS
from pledges.answers.fields.field_groups import with_system
from pledges.answers.fields.field_tree import Group, Leaf, Made, Tree, Type, leave_out
from pledges.answers.fields.named_record import Record
from pledges.answers.fields.pledge_fields import donors
from pledges.answers.fields.terms_fields import TERMS
from pledges.answers.figure_values import Party, SystemRef
from pledges.answers.ledger_entries import LedgerFact, PledgeEntry, entries_of
from pledges.answers.moment_relations import fetch
from pledges.answers.pledge_conditions import PledgeFilters
from pledges.answers.pledge_parties import decoded_parties
from pledges.answers.pledge_rows import PledgeRow, pledge_states
from pledges.projections.fact_conditions import stands_condition
from pledges.values.dates import DateWindow

PAGE_TERMS: Tree = {
    **leave_out(TERMS, "donors"),
    "parties": Group({}, made=Made(decoded_parties, (donors("fact.id").sql,))),
}


class PledgeTerms(LedgerFact, tree=PAGE_TERMS):
    """One statement of the terms; `current` marks the one that counts, `due_moved` one that moved the due date."""

    __slots__ = ()
    effective_start: date
    aid_type: str
    beneficiary: str
    due: DateWindow | None
    meeting: str | None
    coalition: str | None
    initiative: str | None
    adds: str | None
    compensates: str | None
    parties: tuple[Party, ...]
    current: bool
    due_moved: bool


@dataclass(frozen=True, slots=True)
class Links:
    """Other pledges that name this one, and the names that other sources give to it."""

    restated_by: tuple[str, ...]
    added_to_by: tuple[str, ...]
    compensated_by: tuple[str, ...]
    external_references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PledgeDetail:
    """A pledge; `state` is None on a day before anything of it had begun."""

    reference: str
    system: SystemRef
    unit: str
    version: int
    published_at: datetime
    state: PledgeRow | None
    terms: tuple[PledgeTerms, ...]
    entries: tuple[PledgeEntry, ...]
    links: Links
    dataset_version: int
    computed_at: datetime


PLEDGE_HEAD: Tree = {
    "id": Leaf("p.id", Type.WHOLE),
    **with_system({"unit": Leaf("p.unit")}),
    "version": Leaf("p.version_id", Type.WHOLE),
    "published_at": Leaf("v.published_at", Type.INSTANT),
}


class PledgeHead(Record, tree=PLEDGE_HEAD):
    """What never changes of a pledge."""

    __slots__ = ()
    id: int
    system: SystemRef
    unit: str
    version: int
    published_at: datetime


def pledge_detail(reference: str, as_of: AsOf) -> PledgeDetail | None:
    """The pledge, or None where it was not known at the moment; a fixed number of queries."""
    sql = f"""
        SELECT {PledgeHead.select_items()} FROM pledges_pledge AS p
        JOIN pledges_system AS system ON system.id = p.system_id
        JOIN pledges_datasetversion AS v ON v.number = p.version_id
        WHERE p.reference = %(reference)s AND p.version_id <= %(known)s
    """
    found = fetch(sql, {**as_of.moment.params(), "reference": reference})
    if not found:
        return None
    head = PledgeHead.read(*found[0])
    states = pledge_states(as_of, PledgeFilters(references=(reference,)), size=1).rows
    return PledgeDetail(
        reference=reference,
        system=head.system,
        unit=head.unit,
        version=head.version,
        published_at=head.published_at,
        state=states[0] if states else None,
        terms=terms_of(head.id, as_of),
        entries=tuple(entries_of(reference, as_of)),
        links=links_of(head.id, as_of),
        dataset_version=as_of.version,
        computed_at=as_of.computed_at,
    )


def terms_of(pledge: int, as_of: AsOf) -> tuple[PledgeTerms, ...]:
    """Every statement of the terms in the order of publishing, in one query."""
    sql = f"""
        SELECT {PledgeTerms.select_items()} FROM pledges_terms AS fact {FACT_JOINS}
        WHERE fact.pledge_id = %(pledge)s AND fact.version_id <= %(known)s
        ORDER BY fact.version_id, fact.position
    """
    return tuple(PledgeTerms.read(*row) for row in fetch(sql, {**as_of.moment.params(), "pledge": pledge}))


def links_of(pledge: int, as_of: AsOf) -> Links:
    """The pledges whose live terms name this one, and its external references, in one query."""
    sql = f"""
        SELECT kind, name FROM (
            SELECT link.kind, p.reference AS name
            FROM pledges_terms AS t
            JOIN pledges_pledge AS p ON p.id = t.pledge_id
            CROSS JOIN LATERAL (
                VALUES ('restates', t.restates_id), ('adds', t.adds_id), ('compensates', t.compensates_id)
            ) AS link (kind, target)
            WHERE link.target = %(pledge)s AND t.version_id <= %(known)s AND t.effective_start <= %(valid_at)s
              AND (t.restates_id = %(pledge)s OR t.adds_id = %(pledge)s OR t.compensates_id = %(pledge)s)
              AND {stands_condition("t.id", "terms_id")}
            UNION
            SELECT 'external', scheme || ':' || value FROM pledges_externalreference
            WHERE pledge_id = %(pledge)s AND version_id <= %(known)s
        ) AS links
        ORDER BY kind, name
    """
    names: dict[str, list[str]] = {}
    for kind, name in fetch(sql, {**as_of.moment.params(), "pledge": pledge}):
        names.setdefault(kind, []).append(name)
    return Links(*(tuple(names.get(kind, ())) for kind in ("restates", "adds", "compensates", "external")))
