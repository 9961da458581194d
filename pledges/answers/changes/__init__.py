"""What changed in the ledger: every published fact in the order of publishing, and where to go on from.

A change never changes itself: what it says depends only on what was published by then. The first terms of a new pledge
are told with its first entry, not apart from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pledges.answers.as_of import AsOf
from pledges.answers.changes.change_heads import HEAD, PLACE, ChangeFilters, Head, query_change_heads
from pledges.answers.changes.change_sentences import sentence
from pledges.answers.changes.changed_facts import Fact as ChangeFact
from pledges.answers.changes.changed_facts import LedgerPlace, facts_of
from pledges.answers.keyset_pages import Key, PagePlace, RowPage
from pledges.answers.moment_relations import fetch
from pledges.projections.change_kinds import KINDS
from pledges.projections.fact_conditions import JOIN_LIFTED, VOID_LIFTS, voided_key
from pledges.values.choices import ChangeType


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `fact` is what was stated, or, where a fact is taken back or stands again, that fact."""

    place: LedgerPlace
    published_at: datetime
    type: str
    fact: ChangeFact
    reason: str

    @property
    def is_void(self) -> bool:
        return self.type in (ChangeType.VOIDED, ChangeType.VOID_LIFTED)

    @property
    def summary(self) -> str:
        """The change as one sentence."""
        told = sentence(self.fact)
        if self.type == ChangeType.VOIDED:
            return f"Taken back: {told} Reason: {self.reason}."
        if self.type == ChangeType.VOID_LIFTED:
            return f"Stands again: {told} Reason: {self.reason}."
        return told


def changes(
    as_of: AsOf,
    filters: ChangeFilters | None = None,
    *,
    after: Key | None = None,
    before: Key | None = None,
    newest_first: bool = False,
    limit: int = 100,
) -> RowPage[Change]:
    """Changes after or before a place, oldest first unless asked otherwise, in a fixed number of queries.

    A place stays good for ever: what is published later comes after it.
    """
    place = PagePlace(limit)
    sql, params = query_change_heads(as_of, filters or ChangeFilters(), selected=HEAD, after=after, before=before)
    sql, beside = place.narrow(sql, PLACE, descending=newest_first)
    found = [Head(*row) for row in fetch(sql, params | beside)]
    shown = place.cut(found, lambda head: LedgerPlace(head.version, head.position))
    return shown.with_rows(read_changes(shown.rows))


def count_changes(as_of: AsOf, filters: ChangeFilters | None = None) -> int:
    sql, params = query_change_heads(as_of, filters or ChangeFilters(), selected="count(*)")
    return int(fetch(sql, params)[0][0])


def read_changes(found: list[Head]) -> list[Change]:
    voids = voids_of_heads([head.id for head in found if head.kind == "void"])
    facts = facts_of(
        dict.fromkeys(
            [(head.kind, head.id) for head in found if head.kind != "void"] + [void.target for void in voids.values()]
        )
    )
    rows = []
    for head in found:
        place = LedgerPlace(head.version, head.position)
        if head.kind == "void":
            void = voids[head.id]
            rows.append(Change(place, void.published_at, void.type, facts[void.target], void.reason))
        else:
            fact = facts[head.kind, head.id]
            rows.append(Change(place, fact.published_at, fact.type, fact, ""))
    return rows


@dataclass(frozen=True, slots=True)
class VoidFact:
    """What a void takes back, or lets stand again, and why."""

    type: str
    target: tuple[str, int]
    published_at: datetime
    reason: str


def voids_of_heads(keys: list[int]) -> dict[int, VoidFact]:
    if not keys:
        return {}
    targets = ", ".join(voided_key(kind) for kind in KINDS)
    sql = f"""
        SELECT void.id, {VOID_LIFTS}, number.published_at, void.reason, {targets}
        FROM pledges_void AS void {JOIN_LIFTED}
        JOIN pledges_datasetversion AS number ON number.number = void.version_id
        WHERE void.id = ANY(%(keys)s)
    """
    return {row[0]: read_void(row) for row in fetch(sql, {"keys": keys})}


def read_void(row: tuple[Any, ...]) -> VoidFact:
    _, lifts, published_at, reason, *keys = row
    target = next((kind, key) for kind, key in zip(KINDS, keys, strict=True) if key is not None)
    return VoidFact((ChangeType.VOID_LIFTED if lifts else ChangeType.VOIDED).value, target, published_at, reason)
