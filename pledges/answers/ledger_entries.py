"""The lines of the ledger about one pledge at one moment."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pledges.answers.as_of import AsOf
from pledges.answers.citations import CITED_COLUMNS, CITED_JOINS, CITED_WIDTH, Cited, Voiding, read_cited, voids_of
from pledges.answers.figure_values import Figure, figure, stated_estimate, window
from pledges.answers.moment_relations import fetch
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate


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


def entries_of(pledge: int, as_of: AsOf) -> list[PledgeEntry]:
    """Return the entries of a pledge with what took them back, in two queries."""
    sql = f"""
        SELECT {SELECTED} FROM pledges_entry AS fact {JOINS}
        WHERE fact.pledge_id = %(pledge)s AND fact.version_id <= %(known)s
        ORDER BY fact.version_id, fact.position
    """
    return read_entries(fetch(sql, {**as_of.moment.params(), "pledge": pledge}), as_of)


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
        amount=stated_estimate(*own[10:14]),
        currency=own[14],
        basis=own[15],
        value_eur=figure(*own[16:19]),
        eur_rate=own[19],
        eur_rate_date=own[20],
        eur_rate_source=own[21],
        definition=own[22],
        asserted_by=own[23],
        counts=cited.live and own[3] <= as_of.valid_at,
    )
