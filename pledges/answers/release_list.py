"""The published dataset versions: who let them in, what each wrote, and which one it takes back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pledges.answers.as_of import AsOf
from pledges.answers.keyset_pages import FIRST_PAGE, PagePlace, RowPage
from pledges.answers.moment_relations import fetch
from pledges.values.choices import Action


@dataclass(frozen=True, slots=True)
class Person:
    """An account as the public sees it: a system account by its name, a person by the name they gave, if any.

    The name that a person logs in with is nobody else's business.
    """

    name: str
    role: str
    is_system: bool


@dataclass(frozen=True, slots=True)
class Release:
    """One dataset version. `facts` counts what it wrote by the words of the rows of change sets."""

    version: int
    published_at: datetime
    title: str
    origin: str
    changeset: int
    created_at: datetime
    approved_at: datetime | None
    author: Person
    approver: Person | None
    publisher: Person
    undoes: int | None
    undone_by: tuple[int, ...]
    facts: dict[str, int]


TABLES = {
    Action.PLEDGE: "pledges_pledge",
    Action.ENTRY: "pledges_entry",
    Action.TERMS: "pledges_terms",
    Action.REQUIREMENT: "pledges_requirement",
    Action.STOCK: "pledges_stock",
    Action.MEMBERSHIP: "meetings_membership",
    Action.VOID: "pledges_void",
    Action.ASSERTED_TOTAL: "pledges_assertedtotal",
    Action.COMPLETENESS: "pledges_completeness",
}


def person_columns(account: str) -> str:
    """What the public may know of an account."""
    return f"""
        {account}.id,
        CASE WHEN {account}.is_system THEN {account}.username
             ELSE trim({account}.first_name || ' ' || {account}.last_name) END,
        {account}.role, {account}.is_system
    """


SELECTED = f"""
    SELECT v.number, v.published_at, c.title, c.origin, c.id, c.created_at, c.approved_at, undone.number,
        ARRAY(
            SELECT later.number FROM pledges_changeset AS undo
            JOIN pledges_datasetversion AS later ON later.changeset_id = undo.id
            WHERE undo.undo_of_id = c.id AND later.number <= %(known)s ORDER BY later.number
        ),
        {person_columns("author")}, {person_columns("approver")}, {person_columns("publisher")}
    FROM pledges_datasetversion AS v
    JOIN pledges_changeset AS c ON c.id = v.changeset_id
    JOIN pledges_user AS author ON author.id = c.created_by_id
    LEFT JOIN pledges_user AS approver ON approver.id = c.approved_by_id
    JOIN pledges_user AS publisher ON publisher.id = v.published_by_id
    LEFT JOIN pledges_datasetversion AS undone ON undone.changeset_id = c.undo_of_id
    WHERE v.number <= %(known)s
"""


def releases(as_of: AsOf, place: PagePlace = FIRST_PAGE) -> RowPage[Release]:
    """Versions, the newest first, in two queries."""
    sql, params = place.narrow(SELECTED, (("v.number", "int"),), descending=True)
    found = fetch(sql, as_of.moment.params() | params)
    return place.cut(read_releases(found), lambda release: (str(release.version),))


def release(version: int, as_of: AsOf) -> Release | None:
    """One version, or None where there was none at the moment; in two queries."""
    found = fetch(f"{SELECTED} AND v.number = %(version)s", {**as_of.moment.params(), "version": version})
    return read_releases(found)[0] if found else None


def read_releases(rows: list[tuple[Any, ...]]) -> list[Release]:
    counts = fact_counts([row[0] for row in rows])
    return [
        Release(
            version=row[0],
            published_at=row[1],
            title=row[2],
            origin=row[3],
            changeset=row[4],
            created_at=row[5],
            approved_at=row[6],
            undoes=row[7],
            undone_by=tuple(row[8]),
            author=Person(*row[10:13]),
            approver=None if row[13] is None else Person(*row[14:17]),
            publisher=Person(*row[18:21]),
            facts={action.value: counts.get((row[0], action.value), 0) for action in TABLES},
        )
        for row in rows
    ]


def fact_counts(versions: list[int]) -> dict[tuple[int, str], int]:
    parts = (
        f"SELECT version_id, '{action.value}' AS action, count(*) FROM {table}"
        " WHERE version_id = ANY(%(versions)s) GROUP BY version_id"
        for action, table in TABLES.items()
    )
    return {
        (version, action): count for version, action, count in fetch(" UNION ALL ".join(parts), {"versions": versions})
    }
