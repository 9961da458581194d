"""What stands beside every fact of the ledger: when it was published, its source and words, and what took it back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from pledges.answers.figure_values import SOURCE_COLUMNS, SourceRef
from pledges.answers.moment_relations import fetch
from pledges.projections.fact_conditions import JOIN_LIFT


class Voiding(NamedTuple):
    """What took a fact back; a lifted one no longer does."""

    version: int
    published_at: datetime
    reason: str
    lifted_version: int | None
    lifted_reason: str | None

    @property
    def stands(self) -> bool:
        return self.lifted_version is None


@dataclass(frozen=True, slots=True)
class Cited:
    """When a fact was published here, and what it is cited from."""

    id: int
    version: int
    position: int
    published_at: datetime
    quote: str
    note: str
    confidence: str
    source: SourceRef
    voids: tuple[Voiding, ...]

    @property
    def live(self) -> bool:
        """Whether nothing takes the fact back at the moment."""
        return not any(void.stands for void in self.voids)


CITED_COLUMNS = (
    f"fact.id, fact.version_id, fact.position, v.published_at, fact.quote, fact.note, fact.confidence, {SOURCE_COLUMNS}"
)
CITED_JOINS = """
    JOIN pledges_datasetversion AS v ON v.number = fact.version_id
    JOIN meetings_source AS source ON source.id = fact.source_id
"""
CITED_WIDTH = 7 + len(SourceRef._fields)


def read_cited(row: tuple[Any, ...], voids: dict[int, tuple[Voiding, ...]]) -> Cited:
    """The citation of one result row that starts with CITED_COLUMNS."""
    key, version, position, published_at, quote, note, confidence, *source = row[:CITED_WIDTH]
    return Cited(
        id=key,
        version=version,
        position=position,
        published_at=published_at,
        quote=quote,
        note=note,
        confidence=confidence,
        source=SourceRef(*source),
        voids=voids.get(key, ()),
    )


def voids_of(target: str, facts: list[int], params: dict[str, Any]) -> dict[int, tuple[Voiding, ...]]:
    sql = f"""
        SELECT void.{target}, void.version_id, v.published_at, void.reason, lift.version_id, lift.reason
        FROM pledges_void AS void
        JOIN pledges_datasetversion AS v ON v.number = void.version_id
        {JOIN_LIFT}
        WHERE void.version_id <= %(known)s AND void.{target} = ANY(%(facts)s)
        ORDER BY void.version_id, void.position
    """
    voids: dict[int, tuple[Voiding, ...]] = {}
    for fact, *void in fetch(sql, {**params, "facts": facts}):
        voids[fact] = (*voids.get(fact, ()), Voiding(*void))
    return voids
