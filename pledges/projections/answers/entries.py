"""Lines of the ledger at one moment: those of one pledge, or of all, page by page."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from pledges.dates import DateWindow
from pledges.estimates import Estimate
from pledges.projections.answers.as_of import AsOf
from pledges.projections.answers.citations import (
    CITED_COLUMNS,
    CITED_JOINS,
    CITED_WIDTH,
    Cited,
    Voiding,
    read_cited,
    voids_of,
)
from pledges.projections.answers.relations import fetch, membership_conditions
from pledges.projections.answers.values import Figure, figure, stated, window


@dataclass(frozen=True, slots=True)
class PledgeEntry:
    """One line of the ledger; `counts` is false where it is taken back or had not begun by the day."""

    cited: Cited
    pledge: str
    stage: str
    occurred: DateWindow | None
    quantity: Estimate
    amount: Estimate | None
    currency: str
    basis: str
    value_eur: Figure | None
    eur_rate: Decimal | None
    eur_rate_date: date | None
    eur_rate_source: str
    definition: str
    asserted_by: str
    counts: bool


class Place(NamedTuple):
    """The place of a fact in the ledger: its version, and its position there."""

    version: int
    position: int


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Some entries in the order of publishing, and the places next to which more follow; None where none do."""

    rows: list[PledgeEntry]
    next: Place | None
    previous: Place | None


@dataclass(frozen=True, slots=True)
class EntryFilters:
    """Which entries: values of one field are alternatives, fields narrow each other down; empty leaves a field open."""

    pledges: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()


SELECTED = f"""
    {CITED_COLUMNS}, p.reference, fact.stage,
    fact.occurred_text, fact.occurred_start, fact.occurred_end, fact.occurred_precision,
    fact.quantity_text, fact.quantity_low, fact.quantity_best, fact.quantity_high,
    fact.amount_text, fact.amount_low, fact.amount_best, fact.amount_high, fact.currency, fact.basis,
    fact.value_eur_low, fact.value_eur_best, fact.value_eur_high,
    fact.eur_rate, fact.eur_rate_date, fact.eur_rate_source, fact.definition, fact.asserted_by
"""
JOINS = f"""
    {CITED_JOINS}
    JOIN pledges_pledge AS p ON p.id = fact.pledge_id
    JOIN pledges_system AS system ON system.id = p.system_id
"""


def pledge_entries(reference: str, as_of: AsOf) -> list[PledgeEntry] | None:
    """Return the entries of a pledge in the order of publishing, or None where it was not known at the moment."""
    sql = "SELECT id FROM pledges_pledge WHERE reference = %(reference)s AND version_id <= %(known)s"
    found = fetch(sql, {**as_of.moment.params(), "reference": reference})
    return entries_of(found[0][0], as_of) if found else None


def entries_of(pledge: int, as_of: AsOf) -> list[PledgeEntry]:
    """Return the entries of a pledge with what took them back, in two queries."""
    sql = f"""
        SELECT {SELECTED} FROM pledges_entry AS fact {JOINS}
        WHERE fact.pledge_id = %(pledge)s AND fact.version_id <= %(known)s
        ORDER BY fact.version_id, fact.position
    """
    return read_entries(fetch(sql, {**as_of.moment.params(), "pledge": pledge}), as_of)


def ledger_entries(
    as_of: AsOf,
    filters: EntryFilters,
    *,
    size: int = 100,
    after: Place | None = None,
    before: Place | None = None,
) -> EntryPage:
    """Return a page of the entries of all pledges after or before a place, in two queries."""
    sql, params = filtered(as_of, filters, selected=SELECTED)
    backwards, start = before is not None, before or after
    if start is not None:
        sql += f" AND (fact.version_id, fact.position) {'<' if backwards else '>'} (%(version)s, %(position)s)"
        params |= start._asdict()
    way = "DESC" if backwards else "ASC"
    sql += f" ORDER BY fact.version_id {way}, fact.position {way} LIMIT %(limit)s"
    found = fetch(sql, {**params, "limit": size + 1})
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    rows = read_entries(found, as_of)
    return EntryPage(
        rows=rows,
        next=place_of(rows[-1]) if rows and (more or backwards) else None,
        previous=place_of(rows[0]) if rows and (more if backwards else after is not None) else None,
    )


def count_entries(as_of: AsOf, filters: EntryFilters) -> int:
    """Return how many entries there are."""
    return int(fetch(*filtered(as_of, filters, selected="count(*)"))[0][0])


def filtered(as_of: AsOf, filters: EntryFilters, *, selected: str) -> tuple[str, dict[str, Any]]:
    """Return the query of the entries, ready for further conditions, and its parameters."""
    params: dict[str, Any] = as_of.moment.params()
    columns = {
        "p.reference": filters.pledges,
        "system.slug": filters.systems,
        "system.kind": filters.kinds,
        "system.capability": filters.capabilities,
        "p.unit": filters.units,
        "fact.stage": filters.stages,
    }
    conditions = ["fact.version_id <= %(known)s", *membership_conditions(columns, params)]
    return f"SELECT {selected} FROM pledges_entry AS fact {JOINS} WHERE {' AND '.join(conditions)}", params


def place_of(entry: PledgeEntry) -> Place:
    return Place(entry.cited.version, entry.cited.position)


def read_entries(rows: list[tuple[Any, ...]], as_of: AsOf) -> list[PledgeEntry]:
    """Return the entries of result rows, with what took them back."""
    voids = voids_of("entry_id", [row[0] for row in rows], as_of.moment.params())
    return [read_entry(row, voids, as_of) for row in rows]


def read_entry(row: tuple[Any, ...], voids: dict[int, tuple[Voiding, ...]], as_of: AsOf) -> PledgeEntry:
    """Return the entry of one result row."""
    cited = read_cited(row, voids)
    own = row[CITED_WIDTH:]
    return PledgeEntry(
        cited=cited,
        pledge=own[0],
        stage=own[1],
        occurred=window(*own[2:6]),
        quantity=Estimate(*own[6:10]),
        amount=stated(own[10:14]),
        currency=own[14],
        basis=own[15],
        value_eur=figure(own[16:19]),
        eur_rate=own[19],
        eur_rate_date=own[20],
        eur_rate_source=own[21],
        definition=own[22],
        asserted_by=own[23],
        counts=cited.live and own[3] <= as_of.valid_at,
    )
