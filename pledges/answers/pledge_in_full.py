"""One pledge in full at one moment: its terms with their history, its entries, what took them back, and its links."""

from dataclasses import dataclass
from datetime import date, datetime

from meetings.choices import DatePrecision
from pledges.answers.as_of import AsOf
from pledges.answers.citations import CITED_COLUMNS, CITED_JOINS, CITED_WIDTH, Cited, read_cited, voids_of
from pledges.answers.figure_values import SYSTEM_COLUMNS, Party, SystemRef, window
from pledges.answers.ledger_entries import PledgeEntry, entries_of
from pledges.answers.moment_relations import fetch
from pledges.answers.pledge_conditions import PledgeFilters
from pledges.answers.pledge_parties import parties_of_terms
from pledges.answers.pledge_rows import PledgeRow, pledge_states
from pledges.projections.fact_conditions import stands_condition
from pledges.values.dates import DateWindow


@dataclass(frozen=True, slots=True)
class PledgeTerms:
    """One statement of the terms; `current` marks the one that counts, `due_moved` one that moved the due date."""

    cited: Cited
    effective_start: date
    aid_type: str
    beneficiary: str
    due: DateWindow | None
    meeting: str | None
    coalition: str | None
    initiative: str | None
    package: str | None
    restates: str | None
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


def pledge_detail(reference: str, as_of: AsOf) -> PledgeDetail | None:
    """Return the pledge, or None where it was not known at the moment; a fixed number of queries."""
    sql = f"""
        SELECT p.id, p.reference, {SYSTEM_COLUMNS}, p.unit, p.version_id, v.published_at
        FROM pledges_pledge AS p
        JOIN pledges_system AS system ON system.id = p.system_id
        JOIN pledges_datasetversion AS v ON v.number = p.version_id
        WHERE p.reference = %(reference)s AND p.version_id <= %(known)s
    """
    found = fetch(sql, {**as_of.moment.params(), "reference": reference})
    if not found:
        return None
    row = found[0]
    states = pledge_states(as_of, PledgeFilters(references=(reference,)), size=1).rows
    return PledgeDetail(
        reference=row[1],
        system=SystemRef(*row[2:7]),
        unit=row[7],
        version=row[8],
        published_at=row[9],
        state=states[0] if states else None,
        terms=terms_of(row[0], as_of),
        entries=tuple(entries_of(row[0], as_of)),
        links=links_of(row[0], as_of),
        dataset_version=as_of.version,
        computed_at=as_of.computed_at,
    )


def terms_of(pledge: int, as_of: AsOf) -> tuple[PledgeTerms, ...]:
    """Return every statement of the terms in the order of publishing, in three queries."""
    params = {**as_of.moment.params(), "pledge": pledge}
    sql = f"""
        SELECT {CITED_COLUMNS}, fact.effective_start, fact.aid_type, beneficiary.code,
            fact.due_text, fact.due_start, fact.due_end, fact.due_precision, fact.due_deadline,
            meeting.slug, coalition.slug, initiative.slug, package.slug,
            restates.reference, adds.reference, compensates.reference
        FROM pledges_terms AS fact {CITED_JOINS}
        JOIN meetings_donor AS beneficiary ON beneficiary.id = fact.beneficiary_id
        LEFT JOIN meetings_meeting AS meeting ON meeting.id = fact.meeting_id
        LEFT JOIN meetings_coalition AS coalition ON coalition.id = fact.coalition_id
        LEFT JOIN meetings_initiative AS initiative ON initiative.id = fact.initiative_id
        LEFT JOIN pledges_package AS package ON package.id = fact.package_id
        LEFT JOIN pledges_pledge AS restates ON restates.id = fact.restates_id
        LEFT JOIN pledges_pledge AS adds ON adds.id = fact.adds_id
        LEFT JOIN pledges_pledge AS compensates ON compensates.id = fact.compensates_id
        WHERE fact.pledge_id = %(pledge)s AND fact.version_id <= %(known)s
        ORDER BY fact.version_id, fact.position
    """
    rows = fetch(sql, params)
    voids = voids_of("terms_id", [row[0] for row in rows], params)
    parties = parties_of_terms(row[0] for row in rows)
    cited = [read_cited(row, voids) for row in rows]
    counting = counting_terms(list(zip(cited, (row[CITED_WIDTH] for row in rows), strict=True)), as_of)
    terms = []
    last_due: tuple[date | None, date | None] | None = None
    for citation, row in zip(cited, rows, strict=True):
        own = row[CITED_WIDTH:]
        days = (own[4], own[5])
        terms.append(
            PledgeTerms(
                cited=citation,
                effective_start=own[0],
                aid_type=own[1],
                beneficiary=own[2],
                due=window(*own[3:6], DatePrecision.DEADLINE if own[7] and own[5] else own[6]),
                meeting=own[8],
                coalition=own[9],
                initiative=own[10],
                package=own[11],
                restates=own[12],
                adds=own[13],
                compensates=own[14],
                parties=parties.get(citation.id, ()),
                current=citation.id == counting,
                due_moved=last_due is not None and days != last_due,
            )
        )
        last_due = days
    return tuple(terms)


def counting_terms(candidates: list[tuple[Cited, date]], as_of: AsOf) -> int | None:
    """Return the key of the terms that count: the last live ones in effect, else the last live ones."""
    live = [
        (
            start <= as_of.valid_at,
            start if start <= as_of.valid_at else date.min,
            cited.version,
            cited.position,
            cited.id,
        )
        for cited, start in candidates
        if cited.live
    ]
    return max(live)[-1] if live else None


def links_of(pledge: int, as_of: AsOf) -> Links:
    """Return the pledges whose live terms name this one, and its external references, in one query."""
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
