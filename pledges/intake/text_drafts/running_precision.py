"""How often people keep what is drafted: by donor, by kind of text, by rule, and field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from pledges.models import DraftedRow, FieldDecision, RowDecision

LAST_OF_EACH_ROW = f"""
    SELECT DISTINCT ON (row_id) id, outcome, donor, kind_of_text, rule
    FROM {RowDecision._meta.db_table} WHERE rule <> '' ORDER BY row_id, id DESC
"""  # noqa: S608 - a name of a table

ROWS = f"""
    WITH last AS ({LAST_OF_EACH_ROW})
    SELECT by.dimension, by.value, count(*) FILTER (WHERE outcome = 'accepted'),
        count(*) FILTER (WHERE outcome = 'edited'), count(*) FILTER (WHERE outcome = 'rejected')
    FROM last CROSS JOIN LATERAL (
        VALUES ('donor', donor), ('kind', kind_of_text), ('rule', rule)
    ) AS by(dimension, value)
    WHERE outcome <> 'reopened' AND by.value <> '' GROUP BY 1, 2 ORDER BY 1, count(*) DESC, 2
"""  # noqa: S608 - assembled from constants of the code

FIELDS = f"""
    WITH last AS ({LAST_OF_EACH_ROW})
    SELECT 'field', f."column", count(*) FILTER (WHERE f.drafted = f.accepted),
        count(*) FILTER (WHERE f.drafted <> f.accepted), 0
    FROM last JOIN {FieldDecision._meta.db_table} AS f ON f.decision_id = last.id
    WHERE last.outcome <> 'reopened' GROUP BY 2 ORDER BY count(*) DESC, 2
"""  # noqa: S608 - assembled from constants of the code

Key = tuple[str, str]
"""A dimension (donor, kind, rule, field) and its value."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows that people took as drafted, took with changes, and rejected."""

    accepted: int = 0
    edited: int = 0
    rejected: int = 0

    @property
    def decided(self) -> int:
        return self.accepted + self.edited + self.rejected

    @property
    def kept(self) -> int:
        """Those that were promises, deliveries or needs indeed, if perhaps misread in a cell."""
        return self.accepted + self.edited


@dataclass(frozen=True, slots=True)
class Confidence:
    """What the record says of rows like one: of its rule, its donor, its kind of text, as far as there are any."""

    rule: Counted
    donor: Counted
    kind: Counted

    @property
    def known(self) -> bool:
        return bool(self.rule.decided or self.donor.decided or self.kind.decided)


def count_rows() -> dict[Key, Counted]:
    """What became of drafted rows by their last decision, by donor, kind of text and rule."""
    return read_counts(ROWS)


def count_fields() -> dict[Key, Counted]:
    """How many cells of taken rows were kept as drafted, and how many changed."""
    return read_counts(FIELDS)


def read_counts(query: str) -> dict[Key, Counted]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {(dimension, value): Counted(*counts) for dimension, value, *counts in cursor.fetchall()}


def confidence_of(row: DraftedRow, counts: Mapping[Key, Counted], *, kind: str) -> Confidence:
    donors: Iterable[str] = row.claim.get("donors") or [""]
    donor = next(iter(donors))
    none = Counted()
    return Confidence(
        rule=counts.get(("rule", row.rule), none),
        donor=counts.get(("donor", donor), none),
        kind=counts.get(("kind", kind), none),
    )
